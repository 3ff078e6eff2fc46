import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { normalizeIp } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ENV, type Env } from '../config/env.js';
import { type RequestWithUser, userOf } from './current-user.js';
import { RATE_LIMIT, type RateLimit, RateLimits, TooManyRequests } from './rate-limits.js';

const MINUTE = 60;

/**
 * Behind the guard that finds out who is asking: one limit for everything a user does, and those that routes set for
 * themselves. Answers say how much is left of the one that is nearest.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: RateLimits,
    private readonly reflector: Reflector,
    @Inject(ENV) private readonly env: Env,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & RequestWithUser>();
    const states = this.limitsOf(context, request).map(({ key, limit }) => ({
      limit,
      state: this.limits.hit(key, limit),
    }));
    const [first] = states.sort((a, b) => a.state.remaining - b.state.remaining || b.state.reset - a.state.reset);
    if (first === undefined) return true;
    const { limit, remaining, reset } = first.state;
    void http.getResponse<FastifyReply>().headers({
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': String(reset),
    });
    const exceeded = states.find(({ state }) => state.isExceeded);
    if (exceeded !== undefined) throw new TooManyRequests(exceeded.state, exceeded.limit);
    return true;
  }

  private limitsOf(context: ExecutionContext, request: FastifyRequest & RequestWithUser) {
    const user = userOf(request);
    const found: { key: string; limit: RateLimit }[] = [];
    const general = this.env.RATE_LIMIT_PER_MINUTE;
    if (user !== null && general > 0) found.push({ key: user.id, limit: { limit: general, seconds: MINUTE } });
    const own = this.reflector.getAllAndOverride<RateLimit | undefined>(RATE_LIMIT, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (own !== undefined) {
      const route = `${context.getClass().name}.${context.getHandler().name}`;
      found.push({ key: `${route} ${user?.id ?? normalizeIp(request.ip)}`, limit: own });
    }
    return found;
  }
}

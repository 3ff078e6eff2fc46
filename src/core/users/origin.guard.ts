import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import type { CredentialCarrier } from './access-token.strategy.js';
import { SignInOriginRefused } from './user.errors.js';

/**
 * For routes that anybody may call and that set the sign-in cookie: a page elsewhere could sign its visitor in as somebody
 * else, and read later what he entered there. Callers that are no browser send no origin.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  private readonly allowed: ReadonlySet<string>;

  constructor(@Inject(ENV) env: Env) {
    this.allowed = new Set(env.ALLOWED_ORIGINS.split(',').map((origin) => origin.trim()));
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<CredentialCarrier>();
    if (request.headers['origin'] === undefined || this.isOurs(request)) return true;
    throw new SignInOriginRefused();
  }

  /** A browser sends the cookie along with a request of any page; only `Origin` tells which. */
  isOurs({ headers }: CredentialCarrier): boolean {
    const { origin, host } = headers;
    if (typeof origin !== 'string') return false;
    return this.allowed.has(origin) || (URL.canParse(origin) && new URL(origin).host === host);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { createHash, randomBytes } from 'node:crypto';
import { ENV, type Env } from '../../shared/config/env.js';
import { isUuid } from '../../shared/http/uuid-param.js';
import { Clock } from '../../shared/time/clock.js';
import type { LiveSession } from './live-session.registry.js';

/** Whom an access token speaks for. E-mail and role are in it too, for clients; we read them from the database. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
}

export interface AccessToken {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface RefreshToken {
  readonly token: string;
  readonly hash: string;
  readonly expiresAt: Date;
}

const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);

/** The two tokens of a session: a signed one that opens the API, and a random one that renews it. */
@Injectable()
export class SessionTokenService {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** HS256. Never outlives its session. */
  async accessToken({ id, user, expiresAt }: LiveSession): Promise<AccessToken> {
    const iat = seconds(this.clock.now());
    const exp = Math.min(iat + this.env.ACCESS_TOKEN_TTL, seconds(expiresAt));
    const token = await this.jwt.signAsync({ sub: user.id, sid: id, email: user.email, role: user.role, iat, exp });
    return { token, expiresIn: exp - iat };
  }

  /** @param payload of a token whose signature is right. Null when it is over or none of ours. */
  claimsOf(payload: Readonly<Record<string, unknown>>): AccessClaims | null {
    const { sub, sid, exp } = payload;
    if (!isUuid(sub) || !isUuid(sid) || typeof exp !== 'number') return null;
    return exp > seconds(this.clock.now()) ? { userId: sub, sessionId: sid } : null;
  }

  refreshToken(): RefreshToken {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(this.clock.now().getTime() + this.env.REFRESH_TOKEN_TTL * 1000);
    return { token, hash: this.hashOf(token), expiresAt };
  }

  /** The token has 256 random bits, so a fast hash is enough. */
  hashOf(refreshToken: string): string {
    return createHash('sha256').update(refreshToken).digest('hex');
  }

  /** Whole seconds from now. */
  secondsUntil(instant: Date): number {
    return seconds(instant) - seconds(this.clock.now());
  }
}

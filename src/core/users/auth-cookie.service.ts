import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { AUTH_COOKIE } from './access-token.strategy.js';
import type { SessionGrant } from './session.service.js';

interface CookieOptions {
  readonly path: string;
  readonly httpOnly: boolean;
  readonly sameSite: 'lax';
  readonly secure: boolean;
  /** Seconds. */
  readonly maxAge?: number;
}

/** The part of an answer that takes cookies. */
export interface CookieJar {
  setCookie(name: string, value: string, options: CookieOptions): unknown;
  clearCookie(name: string, options: CookieOptions): unknown;
}

/** The access token as a cookie that scripts cannot read. */
@Injectable()
export class AuthCookieService {
  private readonly options: CookieOptions;

  constructor(@Inject(ENV) env: Env) {
    this.options = { path: '/', httpOnly: true, sameSite: 'lax', secure: env.NODE_ENV === 'production' };
  }

  async set(jar: CookieJar, granted: Promise<SessionGrant>): Promise<SessionGrant> {
    const grant = await granted;
    jar.setCookie(AUTH_COOKIE, grant.accessToken, { ...this.options, maxAge: grant.expiresIn });
    return grant;
  }

  async clear(jar: CookieJar, ended: Promise<void>): Promise<void> {
    await ended;
    jar.clearCookie(AUTH_COOKIE, this.options);
  }
}

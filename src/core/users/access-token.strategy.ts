import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { randomUUID } from 'node:crypto';
import type { PassportStatic } from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { AuthenticatedUser } from '../../shared/http/current-user.js';
import { JWT_SECRET } from '../../shared/runtime/runtime.module.js';
import { SessionService } from './session.service.js';
import { SessionTokenService } from './session-token.service.js';

export const AUTH_COOKIE = 'auth_token';

/** The part of a request that a token may come in. Fastify fills both. */
export interface CredentialCarrier {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly cookies?: Readonly<Record<string, string | undefined>>;
}

export const sendsBearer = ({ headers }: CredentialCarrier): boolean =>
  typeof headers.authorization === 'string' && /^bearer\b/i.test(headers.authorization);

/** The bearer token; the sign-in cookie only where no bearer is sent at all. */
function tokenOf(request: CredentialCarrier): string | null {
  if (sendsBearer(request)) return bearerOf(request);
  return request.cookies?.[AUTH_COOKIE] ?? null;
}
const bearerOf = ExtractJwt.fromAuthHeaderAsBearerToken() as unknown as (request: CredentialCarrier) => string | null;

/** Passport checks the signature, we check time (by our clock) and session. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy) implements OnModuleDestroy {
  /** Passport keeps strategies in one list a process, which may hold several applications. */
  readonly registeredAs = `access-token-${randomUUID()}`;

  constructor(
    @Inject(JWT_SECRET) secret: string,
    private readonly tokens: SessionTokenService,
    private readonly sessions: SessionService,
  ) {
    super({
      secretOrKey: secret,
      algorithms: ['HS256'],
      ignoreExpiration: true,
      jwtFromRequest: tokenOf as unknown as ReturnType<typeof ExtractJwt.fromAuthHeaderAsBearerToken>,
    });
    this.passport.use(this.registeredAs, this);
  }

  onModuleDestroy(): void {
    this.passport.unuse(this.registeredAs);
  }

  /** @returns false for a token that opens nothing; passport reports that as a failure. */
  async validate(payload: Record<string, unknown>): Promise<AuthenticatedUser | false> {
    const claims = this.tokens.claimsOf(payload);
    const session = claims && (await this.sessions.findLive(claims.userId, claims.sessionId));
    if (session === null) return false;
    const { id, email, role } = session.user;
    return { id, email, role, sessionId: session.id };
  }

  private get passport(): PassportStatic {
    return (this as unknown as { getPassportInstance(): PassportStatic }).getPassportInstance();
  }
}

import { Injectable } from '@nestjs/common';
import { ANONYMOUS, asUser, type Identity } from '../../shared/database/transactions.js';
import type { AuthenticatedUser } from '../../shared/http/current-user.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { type LiveSession, LiveSessions, type SessionUser } from './live-session.registry.js';
import { SessionTokenService } from './session-token.service.js';
import { RefreshTokenRefused, Unauthenticated } from './user.errors.js';
import { type RefreshableSession, UserSessionRepository } from './user-session.repository.js';

/** What a client gets of a session. */
export interface SessionGrant {
  readonly user: SessionUser;
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Null where only the access token was renewed. */
  readonly refreshToken: string | null;
  readonly refreshExpiresIn: number | null;
}

const MAX_USER_AGENT = 400;

/**
 * Sessions last REFRESH_TOKEN_TTL from sign-in; no refresh prolongs that. A refresh token is used once: seeing it again
 * means that two hold it, one of them a thief, and ends the session with all tokens of it.
 */
@Injectable()
export class SessionService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly sessions: UserSessionRepository,
    private readonly live: LiveSessions,
    private readonly tokens: SessionTokenService,
    private readonly clock: Clock,
  ) {}

  /** For somebody who has proved who he is. What is done `alongside` is part of the transaction. */
  async open(user: SessionUser, userAgent: string | null, alongside?: () => Promise<void>): Promise<SessionGrant> {
    const { token, hash, expiresAt } = this.tokens.refreshToken();
    const session = {
      userId: user.id,
      refreshHash: hash,
      expiresAt,
      userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    };
    const id = await this.tx.run(asUser(user.id), async () => {
      await alongside?.();
      return this.sessions.insert(session);
    });
    return this.grant({ id, user, expiresAt }, token);
  }

  /** @throws RefreshTokenRefused for an unknown token, and for a used one, whose session it ends. */
  async refresh(refreshToken: string): Promise<SessionGrant> {
    const hash = this.tokens.hashOf(refreshToken);
    const session = await this.tx.run(ANONYMOUS, () => this.sessions.findForRefresh(hash));
    if (session === null || session.revokedAt !== null) throw new RefreshTokenRefused();
    const next = this.tokens.refreshToken();
    const live = await this.tx.run(asUser(session.userId), () => this.rotate(session, hash, next.hash));
    if (live === null) {
      this.live.forget(session.id);
      throw new RefreshTokenRefused();
    }
    return this.grant(live, next.token);
  }

  /** Another access token of the same session, for clients that hold nothing else. */
  async renew(caller: AuthenticatedUser | null): Promise<SessionGrant> {
    const session = caller === null ? null : await this.findLive(caller.id, caller.sessionId);
    if (session === null) throw new Unauthenticated();
    return this.grant(session, null);
  }

  refreshOrRenew(refreshToken: string | null, caller: AuthenticatedUser | null): Promise<SessionGrant> {
    return refreshToken === null ? this.renew(caller) : this.refresh(refreshToken);
  }

  async signOut(userId: string, sessionId: string): Promise<void> {
    await this.tx.run(asUser(userId), () => this.sessions.revoke(userId, sessionId, 'signed-out', this.clock.now()));
    this.live.forget(sessionId);
  }

  /** @param identity of the unit of work that it is part of, if it is part of one. */
  async revokeAll(userId: string, identity: Identity = asUser(userId)): Promise<void> {
    await this.tx.run(identity, () => this.sessions.revokeAll(userId, 'revoked', this.clock.now()));
    this.live.forgetUser(userId);
  }

  async isLive(sessionId: string, userId: string): Promise<boolean> {
    return (await this.findLive(userId, sessionId)) !== null;
  }

  /** The answer is up to 5 s old. */
  async findLive(userId: string, sessionId: string): Promise<LiveSession | null> {
    const now = this.clock.now();
    const known = this.live.find(userId, sessionId, now);
    if (known !== null) return known;
    const found = await this.tx.run(asUser(userId), () => this.sessions.findLive(userId, sessionId, now));
    if (found !== null) this.live.remember(found, now);
    return found;
  }

  /** Null when the token is not the session's current one. Does not throw, so that the revocation is committed. */
  private async rotate(session: RefreshableSession, from: string, to: string): Promise<LiveSession | null> {
    const { id, userId } = session;
    const at = this.clock.now();
    const isCurrent = session.refreshHash === from && (await this.sessions.rotate(userId, id, { from, to, at }));
    if (isCurrent) return this.sessions.findLive(userId, id, at);
    await this.sessions.revoke(userId, id, 'refresh-token-reused', at);
    return null;
  }

  private async grant(session: LiveSession, refreshToken: string | null): Promise<SessionGrant> {
    const { token, expiresIn } = await this.tokens.accessToken(session);
    const refreshExpiresIn = refreshToken === null ? null : this.tokens.secondsUntil(session.expiresAt);
    return { user: session.user, accessToken: token, expiresIn, refreshToken, refreshExpiresIn };
  }
}

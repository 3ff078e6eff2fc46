import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { CoreTransactions } from '../core.transactions.js';
import type { LiveSession } from './live-session.registry.js';
import type { User } from './user.entity.js';
import { UserSession } from './user-session.entity.js';

export interface NewSession {
  readonly userId: string;
  readonly refreshHash: string;
  readonly userAgent: string | null;
  readonly expiresAt: Date;
}

/** The session that a refresh token belongs or once belonged to. */
export interface RefreshableSession {
  readonly id: string;
  readonly userId: string;
  readonly refreshHash: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export interface Rotation {
  readonly from: string;
  readonly to: string;
  readonly at: Date;
}

/** An older token is unknown rather than stolen; either way it opens nothing. */
const REMEMBERED_TOKENS = 100;

@Injectable()
export class UserSessionRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async insert(values: NewSession): Promise<string> {
    const sessions = this.tx.manager.getRepository(UserSession);
    const { id } = await sessions.save(sessions.create(values));
    return id;
  }

  /** As the anonymous identity: whoever holds a refresh token has not said who he is. */
  async findForRefresh(hash: string): Promise<RefreshableSession | null> {
    const [session] = await this.tx.manager.query<RefreshableSession[]>(
      `SELECT id, user_id AS "userId", refresh_hash AS "refreshHash", expires_at AS "expiresAt", revoked_at AS "revokedAt"
         FROM find_session_for_refresh($1)`,
      [hash],
    );
    return session ?? null;
  }

  /** @returns false when the token was no longer the current one, so that of two at once only one rotates it. */
  async rotate(userId: string, id: string, { from, to, at }: Rotation): Promise<boolean> {
    const [, affected] = await this.tx.manager.query<[unknown, number]>(
      `UPDATE user_sessions
          SET refresh_hash = $4, previous_hashes = ($3 || previous_hashes)[1:${REMEMBERED_TOKENS}], last_refreshed_at = $5
        WHERE id = $1 AND user_id = $2 AND refresh_hash = $3 AND revoked_at IS NULL`,
      [id, userId, from, to, at],
    );
    return affected === 1;
  }

  /** Null unless the session is neither revoked nor over, and its user may sign in. */
  async findLive(userId: string, id: string, now: Date): Promise<LiveSession | null> {
    const [row] = await this.tx.manager.query<
      { id: string; expiresAt: Date; userId: string; email: string; fullName: string; role: User['role'] }[]
    >(
      `SELECT s.id, s.expires_at AS "expiresAt", u.id AS "userId", u.email, u.full_name AS "fullName", u.role
         FROM user_sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND u.is_active`,
      [id, userId, now],
    );
    if (!row) return null;
    const { userId: owner, email, fullName, role } = row;
    return { id: row.id, expiresAt: row.expiresAt, user: { id: owner, email, fullName, role } };
  }

  async revoke(userId: string, id: string, revokedReason: string, revokedAt: Date): Promise<void> {
    const sessions = this.tx.manager.getRepository(UserSession);
    await sessions.update({ id, userId, revokedAt: IsNull() }, { revokedAt, revokedReason });
  }

  async revokeAll(userId: string, revokedReason: string, revokedAt: Date): Promise<void> {
    const sessions = this.tx.manager.getRepository(UserSession);
    await sessions.update({ userId, revokedAt: IsNull() }, { revokedAt, revokedReason });
  }
}

import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../../core.transactions.js';
import { CODE_LIFE } from './confirmation-code.js';

export interface AskedCode {
  readonly isConfirmed: boolean;
  /** Null when none was asked for. */
  readonly cipher: string | null;
  readonly isExpired: boolean;
  /** Asked for less than a minute ago. */
  readonly isRecent: boolean;
}

export interface DueCode {
  readonly channelId: string;
  readonly target: string;
  readonly cipher: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** Failed ones before this one. */
  readonly attempts: number;
}

/** How long it takes until another code may be asked for. */
const REST = "interval '1 minute'";
/** Whoever takes a code to send it has this long. */
const LEASE = "interval '2 minutes'";

/** Codes of channels of e-mail; all times are the database's. */
@Injectable()
export class ChannelConfirmationRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Null for a channel that is not this user's, or is no mail. No other unit of work looks at it or changes it until this one ends. */
  async lock(userId: string, id: string): Promise<AskedCode | null> {
    const [row] = await this.query<AskedCode>(
      `SELECT confirmed_at IS NOT NULL AS "isConfirmed", code_cipher AS cipher,
              coalesce(code_expires_at <= now(), false) AS "isExpired",
              coalesce(code_asked_at > now() - ${REST}, false) AS "isRecent"
         FROM alert_channels WHERE user_id = $1 AND id = $2 AND kind = 'email' FOR UPDATE`,
      [userId, id],
    );
    return row ?? null;
  }

  /** In place of any before; it is due at once. */
  async put(userId: string, id: string, cipher: string): Promise<void> {
    await this.query(
      `UPDATE alert_channels
          SET code_cipher = $3, code_asked_at = now(), code_expires_at = now() + ${CODE_LIFE}, code_due_at = now(), code_attempts = 0
        WHERE user_id = $1 AND id = $2`,
      [userId, id, cipher],
    );
  }

  async confirm(userId: string, id: string): Promise<void> {
    await this.query(
      `UPDATE alert_channels
          SET confirmed_at = now(), updated_at = now(), code_cipher = NULL, code_due_at = NULL, code_expires_at = NULL
        WHERE user_id = $1 AND id = $2`,
      [userId, id],
    );
  }

  /** What is to be sent now, hidden from others while the lease lasts. What has expired meanwhile is not. */
  async take(limit: number): Promise<DueCode[]> {
    return this.query<DueCode>(
      `WITH due AS (
         SELECT id FROM alert_channels WHERE code_due_at <= now() AND code_expires_at > now()
          ORDER BY code_due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED),
       taken AS (
         UPDATE alert_channels channel SET code_due_at = now() + ${LEASE} FROM due WHERE channel.id = due.id
          RETURNING channel.*)
       SELECT id AS "channelId", target, code_cipher AS cipher, to_jsonb(code_expires_at) #>> '{}' AS "expiresAt",
              code_attempts AS attempts
         FROM taken WHERE code_cipher IS NOT NULL`,
      [limit],
    );
  }

  /** Unless another was asked for meanwhile, which is still to be sent. */
  async arrived({ channelId, cipher }: DueCode): Promise<void> {
    await this.query('UPDATE alert_channels SET code_due_at = NULL WHERE id = $1 AND code_cipher = $2', [
      ...[channelId, cipher],
    ]);
  }

  async postpone({ channelId, cipher }: DueCode, seconds: number): Promise<void> {
    await this.query(
      `UPDATE alert_channels SET code_attempts = code_attempts + 1, code_due_at = now() + make_interval(secs => $3)
        WHERE id = $1 AND code_cipher = $2`,
      [channelId, cipher, seconds],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

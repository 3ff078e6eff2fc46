import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { CODE_LIFE } from './confirmation/confirmation-code.js';
import { isConfirmed } from './confirmation/confirmed-channel.js';

export interface StoredChannel {
  readonly id: string;
  readonly kind: 'webhook' | 'email';
  readonly name: string;
  readonly target: string;
  /** Whether alerts are sent there: always to a webhook, to a mail once its code was told. */
  readonly isConfirmed: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewChannel extends Pick<StoredChannel, 'id' | 'kind' | 'name' | 'target'> {
  readonly userId: string;
  readonly secretCipher: string | null;
  /** Of a mail: what is to be told before alerts are sent there. */
  readonly codeCipher: string | null;
}

export const MAX_CHANNELS = 10;

/** The ciphers of secrets are written here and read by those who send, nowhere else. */
@Injectable()
export class AlertChannelRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Oldest first. */
  list(userId: string): Promise<StoredChannel[]> {
    return this.query<StoredChannel>(
      `${CHANNEL} WHERE user_id = $1 ORDER BY created_at, id LIMIT ${String(MAX_CHANNELS)}`,
      [userId],
    );
  }

  async find(userId: string, id: string): Promise<StoredChannel | null> {
    const [row] = await this.query<StoredChannel>(`${CHANNEL} WHERE user_id = $1 AND id = $2`, [userId, id]);
    return row ?? null;
  }

  /** One writer at a time counts them. @returns how many there are */
  async lockAndCount(userId: string): Promise<number> {
    await this.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`alert channels of ${userId}`]);
    const [row] = await this.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM alert_channels WHERE user_id = $1',
      [userId],
    );
    return row?.count ?? 0;
  }

  /** False when there is one to the same address. */
  async insert({ id, userId, kind, name, target, secretCipher, codeCipher }: NewChannel, at: Date): Promise<boolean> {
    const rows = await this.query<unknown>(
      `INSERT INTO alert_channels (id, user_id, kind, name, target, secret_cipher, created_at, updated_at, code_cipher, code_asked_at, code_due_at, code_expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $7, code.cipher, code.asked, code.asked, code.asked + ${CODE_LIFE}
         FROM (SELECT $8::text AS cipher, CASE WHEN $8::text IS NOT NULL THEN now() END AS asked) code
       ON CONFLICT (user_id, kind, target) DO NOTHING RETURNING id`,
      [id, userId, kind, name, target, secretCipher, at, codeCipher],
    );
    return rows.length > 0;
  }

  async replaceSecret(userId: string, id: string, secretCipher: string, at: Date): Promise<void> {
    await this.query('UPDATE alert_channels SET secret_cipher = $3, updated_at = $4 WHERE user_id = $1 AND id = $2', [
      ...[userId, id, secretCipher, at],
    ]);
  }

  async delete(userId: string, id: string): Promise<boolean> {
    const rows = await this.query<unknown>(
      'WITH gone AS (DELETE FROM alert_channels WHERE user_id = $1 AND id = $2 RETURNING id) SELECT id FROM gone',
      [userId, id],
    );
    return rows.length > 0;
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

const CHANNEL = `
  SELECT id, kind, name, target, ${isConfirmed('alert_channels')} AS "isConfirmed", created_at AS "createdAt",
         updated_at AS "updatedAt"
    FROM alert_channels`;

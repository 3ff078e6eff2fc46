import { Injectable } from '@nestjs/common';
import type { KeyedRequest, RecordedAnswer } from '../../shared/http/idempotency.js';
import { CoreTransactions } from '../core.transactions.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

export interface NewAttempt extends KeyedRequest {
  readonly attempt: string;
  readonly now: Date;
  readonly leasedUntil: Date;
  /** Keys made before this moment stand for nothing any more. */
  readonly expiredBefore: Date;
}

/** In one statement, so that neither an abundance of old keys nor a sweep takes long. */
const MAX_SWEPT = 10_000;

@Injectable()
export class IdempotencyKeyRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** True when the key is free, expired, or held by an attempt that died before it wrote anything. */
  async take(given: NewAttempt): Promise<boolean> {
    const rows = await this.tx.manager.query<unknown[]>(
      `INSERT INTO idempotency_keys AS held (user_id, key, route, request_hash, attempt, leased_until, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (user_id, key) DO UPDATE
          SET route = excluded.route, request_hash = excluded.request_hash, attempt = excluded.attempt,
              leased_until = excluded.leased_until, created_at = excluded.created_at,
              state = 'running', status = NULL, headers = NULL, body = NULL, is_stream = false
        WHERE held.created_at < $8 OR (held.state = 'running' AND held.leased_until < excluded.created_at)
       RETURNING attempt`,
      [
        given.userId,
        given.key,
        given.route,
        given.requestHash,
        given.attempt,
        given.leasedUntil,
        given.now,
        given.expiredBefore,
      ],
    );
    return rows.length > 0;
  }

  find(userId: string, key: string): Promise<IdempotencyKey | null> {
    return this.keys.findOneBy({ userId, key });
  }

  async settle(userId: string, attempt: string, { status, headers, body, isStream }: RecordedAnswer): Promise<void> {
    await this.keys.update({ userId, attempt }, { state: 'answered', status, headers: { ...headers }, body, isStream });
  }

  async remove(userId: string, attempt: string, evenIfCarriedOut: boolean): Promise<void> {
    await this.keys.delete({ userId, attempt, ...(evenIfCarriedOut ? {} : { state: 'running' as const }) });
  }

  /** For system jobs. The number of keys that are gone. */
  async sweep(createdBefore: Date): Promise<number> {
    const rows = await this.tx.manager.query<unknown[]>(
      `WITH old AS (SELECT attempt FROM idempotency_keys WHERE created_at < $1 ORDER BY created_at, attempt LIMIT $2),
            gone AS (DELETE FROM idempotency_keys WHERE attempt IN (SELECT attempt FROM old) RETURNING 1)
       SELECT 1 FROM gone`,
      [createdBefore, MAX_SWEPT],
    );
    return rows.length;
  }

  private get keys() {
    return this.tx.manager.getRepository(IdempotencyKey);
  }
}

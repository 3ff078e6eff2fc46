import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';

/** Rows of one unit of work: nobody waits long behind it. */
export const MAX_PRUNED = 5_000;

/**
 * What is written with every event, and only looked back on for a while: by table, which rows are old at the instant $1.
 * What belongs to a ledger or to figures (transactions, corrections, restatements) is no event of this kind, and stays.
 */
const OLD = {
  user_activity_events: 'created_at < $1',
  ai_request_metrics: 'created_at < $1',
  // An ended session is kept as long: a stolen refresh token that turns up late is still known for one.
  user_sessions: 'least(expires_at, revoked_at) < $1',
  // What nobody has taken yet waits for ever.
  outbox_events: 'delivered_at < $1',
  // Its jobs and pieces go with it. The newest run of a portfolio, and of all of them, says how that one stands.
  batch_run_tracking: `created_at < $1 AND status NOT IN ('queued', 'running')
    AND EXISTS (SELECT FROM batch_run_tracking newer
                 WHERE newer.portfolio_id IS NOT DISTINCT FROM batch_run_tracking.portfolio_id
                   AND newer.created_at > batch_run_tracking.created_at)`,
} as const;

export type PrunedTable = keyof typeof OLD;
export const PRUNED_TABLES = Object.keys(OLD) as readonly PrunedTable[];

@Injectable()
export class RetentionRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Takes away what is older, at most `MAX_PRUNED` rows. @returns how many went */
  async prune(table: PrunedTable, before: Date): Promise<number> {
    const [row] = await this.tx.manager.query<{ count: number }[]>(
      `WITH old AS (SELECT id FROM ${table} WHERE ${OLD[table]} ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED),
            gone AS (DELETE FROM ${table} WHERE id IN (SELECT id FROM old) RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
      [before, MAX_PRUNED],
    );
    return row?.count ?? 0;
  }
}

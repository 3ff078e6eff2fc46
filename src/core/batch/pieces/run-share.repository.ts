import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../../core.transactions.js';
import type { BatchProblem } from '../batch-run.entity.js';
import type { SourceReport } from '../../market-data/price-source.js';
import type { RunEnd } from './run-end.kernel.js';

/** Sums over all pieces of a run. */
export interface RunTotals {
  readonly total: number;
  readonly completed: number;
  readonly blocked: number;
}

/** What the end of a run needs to know of it. */
export interface OpenRun {
  readonly toDate: string;
  readonly notes: readonly BatchProblem[];
}

const IS_UNDER_WAY = `status IN ('queued', 'running')`;
const HAS_ENDED = `status IN ('completed', 'partial', 'failed', 'abandoned')`;

/**
 * The row of a run as all of its workers write it. Each first locks it: sums that are read under the lock miss nothing that
 * another worker has written, so that nothing is counted twice or forgotten.
 */
@Injectable()
export class RunShareRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** @returns null when the run has ended, or has not been split. */
  async lock(id: string): Promise<OpenRun | null> {
    const [run] = await this.query<OpenRun>(
      `SELECT to_date::text AS "toDate", notes FROM batch_run_tracking
        WHERE id = $1 AND ${IS_UNDER_WAY} AND split_at IS NOT NULL FOR UPDATE`,
      [id],
    );
    return run ?? null;
  }

  /** Once a run, by whoever has its lease. @returns whether it was the owner's to split. */
  async split(
    id: string,
    owner: string,
    found: { readonly notes: readonly BatchProblem[]; readonly prices: readonly SourceReport[] },
  ): Promise<boolean> {
    const [, affected] = await this.tx.manager.query<[unknown, number]>(
      `UPDATE batch_run_tracking SET split_at = now(), heartbeat_at = now(), notes = $3, price_fetches = $4
        WHERE id = $1 AND lease_owner = $2 AND status = 'running' AND split_at IS NULL`,
      [id, owner, JSON.stringify(found.notes), JSON.stringify(found.prices)],
    );
    return affected === 1;
  }

  /** Under `lock`: whoever works on a piece keeps the run alive. */
  async add(id: string, phase: string | null): Promise<RunTotals> {
    await this.query(
      `UPDATE batch_run_tracking SET heartbeat_at = now(), current_phase = coalesce($2, current_phase) WHERE id = $1`,
      [id, phase],
    );
    return this.recount(id);
  }

  /** Steps of the run, from those of its pieces. */
  async recount(id: string): Promise<RunTotals> {
    const [rows] = await this.tx.manager.query<[RunTotals[], number]>(
      `UPDATE batch_run_tracking
          SET total_steps = sums.total, completed_steps = sums.completed, blocked_steps = sums.blocked
         FROM (SELECT coalesce(sum(total_steps), 0)::integer AS total,
                      coalesce(sum(completed_steps), 0)::integer AS completed,
                      coalesce(sum(blocked_steps), 0)::integer AS blocked
                 FROM batch_pieces WHERE run_id = $1) sums
        WHERE id = $1
        RETURNING total_steps AS total, completed_steps AS completed, blocked_steps AS blocked`,
      [id],
    );
    return rows[0] ?? { total: 0, completed: 0, blocked: 0 };
  }

  /** Under `lock`. What its phases were at has come to an end with it. */
  async end(id: string, { status, problems, error }: RunEnd<BatchProblem>): Promise<void> {
    await this.query(
      `UPDATE batch_run_tracking
          SET status = $2, problems = $3, error = $4, completed_at = now(), current_phase = NULL
        WHERE id = $1`,
      [id, status, JSON.stringify(problems), error],
    );
    await this.query(
      `UPDATE batch_jobs SET status = 'completed', completed_at = now() WHERE run_id = $1 AND status = 'running'`,
      [id],
    );
  }

  /** Lets a run that has ended go on with pieces that wait again. @returns whether it had ended. */
  async reopen(id: string): Promise<boolean> {
    const [, affected] = await this.tx.manager.query<[unknown, number]>(
      `UPDATE batch_run_tracking
          SET status = 'queued', lease_owner = NULL, heartbeat_at = NULL, completed_at = NULL, error = NULL
        WHERE id = $1 AND ${HAS_ENDED}`,
      [id],
    );
    return affected === 1;
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, parameters);
  }
}

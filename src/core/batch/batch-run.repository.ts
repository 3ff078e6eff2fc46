import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ENV, type Env } from '../../shared/config/env.js';
import { type CursorKey, cursorPage, type CursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { instantText } from '../../shared/database/instant-text.js';
import { CoreTransactions } from '../core.transactions.js';
import { BatchRun, type BatchRunStatus } from './batch-run.entity.js';
import { type Leases, leasesOf } from './lease.kernel.js';
import { RunJobRepository } from './run-job.repository.js';
import type { JobProgress } from './run-jobs.kernel.js';

export interface NewRun {
  readonly triggeredBy: string;
  readonly portfolioId: string | null;
  readonly from: string | null;
  readonly to: string;
  readonly isForced: boolean;
}

export interface RunProgress {
  readonly phase: string;
  readonly total: number;
  readonly completed: number;
  readonly blocked: number;
}

export const RUN_KEY: readonly CursorPart[] = ['instant', 'uuid'];

export interface RunFilter {
  readonly days: number;
  /** Null: any. */
  readonly statuses: readonly BatchRunStatus[] | null;
  readonly limit: number;
  readonly after: CursorKey | null;
}

export interface RunCounts {
  readonly counts: Readonly<Partial<Record<BatchRunStatus, number>>>;
  /** Of runs that ended; null when none did. */
  readonly averageSeconds: number | null;
}

/** A run that nobody has taken for so long lost its job. */
const FORGOTTEN_AFTER = '60 seconds';

/** After an error the schedule waits so long before it tries again. */
const PATIENCE = '10 minutes';

/** Owners of this kind are resumed by the server; a command that was killed is not. */
export const WORKER_OWNER = 'worker:';
const IS_WORKERS = `starts_with(coalesce(lease_owner, ''), '${WORKER_OWNER}')`;

/** Whether the newest run of all portfolios that ended did so by an error: long ago, or so recently that it is too soon for another one. */
export type LastFailure = 'none' | 'past' | 'recent';

@Injectable()
export class BatchRunRepository {
  private readonly leases: Leases;

  constructor(
    private readonly tx: CoreTransactions,
    private readonly jobs: RunJobRepository,
    @Inject(ENV) env: Env,
  ) {
    this.leases = leasesOf(env.BATCH_LEASE_SECONDS);
  }

  /** Queued, or running at once for an owner. */
  async create(run: NewRun, owner: string | null): Promise<string> {
    const [row] = await this.query<{ id: string }>(
      `INSERT INTO batch_run_tracking (triggered_by, portfolio_id, from_date, to_date, is_forced, status, lease_owner,
                                       heartbeat_at, started_at)
       VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::text IS NULL THEN 'queued' ELSE 'running' END, $6::text,
               CASE WHEN $6::text IS NULL THEN NULL ELSE now() END, CASE WHEN $6::text IS NULL THEN NULL ELSE now() END)
       RETURNING id`,
      [run.triggeredBy, run.portfolioId, run.from, run.to, run.isForced, owner],
    );
    if (!row) throw new Error('unreachable: an insert returns its row');
    return row.id;
  }

  /** One caller at a time decides whether a run may start. */
  async lockStart(): Promise<void> {
    await this.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', ['batch start']);
  }

  /**
   * Runs whose process died without a word make room for the next one: those of commands, which nobody resumes, and
   * those of workers where the next one does all that they were asked for. The others are taken up by `requeueDead`.
   */
  async abandonDead({ portfolioId, from, to, isForced }: NewRun): Promise<void> {
    await this.query(
      `WITH abandoned AS (
       UPDATE batch_run_tracking
          SET status = 'abandoned', completed_at = now(), error = 'its process ended without finishing it'
        WHERE ${this.leases.isDead}
          AND (NOT ${IS_WORKERS}
               OR (($1::uuid IS NULL OR portfolio_id = $1::uuid) AND is_forced = $4
                   AND ($2::date IS NULL OR from_date >= $2::date) AND to_date <= $3::date))
       RETURNING id)
       UPDATE batch_jobs SET status = 'failed', completed_at = now(), error_message = 'its process ended without finishing it'
        WHERE status = 'running' AND run_id IN (SELECT id FROM abandoned)`,
      [portfolioId, from, to, isForced],
    );
  }

  /** A run under way that works on the same portfolio; any does when either is of all portfolios. */
  async findLive(portfolioId: string | null): Promise<string | null> {
    const [row] = await this.query<{ id: string }>(
      `SELECT id FROM batch_run_tracking
        WHERE ${this.leases.isLive} AND ($1::uuid IS NULL OR portfolio_id IS NULL OR portfolio_id = $1::uuid)
        ORDER BY created_at LIMIT 1`,
      [portfolioId],
    );
    return row?.id ?? null;
  }

  /**
   * Under `lockStart`.
   * @returns the run when the lease was free, or held by the dead or by the same owner; else null. Null, too, while
   * another run computes a portfolio of this one.
   */
  async lease(id: string, owner: string): Promise<BatchRun | null> {
    await this.query(
      `UPDATE batch_run_tracking run
          SET status = 'running', lease_owner = $2, heartbeat_at = now(), started_at = coalesce(started_at, now())
        WHERE id = $1
          AND ((status = 'running' AND lease_owner = $2)
               OR ((status = 'queued' OR (${this.leases.isDead}))
                   AND NOT EXISTS (SELECT FROM (SELECT id, portfolio_id FROM batch_run_tracking
                                                 WHERE (status = 'running' AND ${this.leases.isLive}) OR ${this.leases.isWorkedAt}) other
                                    WHERE other.id <> run.id
                                      AND (other.portfolio_id IS NULL OR run.portfolio_id IS NULL
                                           OR other.portfolio_id = run.portfolio_id))))`,
      [id, owner],
    );
    const run = await this.find(id);
    return run?.leaseOwner === owner && run.status === 'running' ? run : null;
  }

  /** @returns whether the lease is still the owner's. */
  async renew(id: string, owner: string, phase: string | null, jobs: readonly JobProgress[]): Promise<boolean> {
    const [, affected] = await this.tx.manager.query<[unknown, number]>(
      `UPDATE batch_run_tracking SET heartbeat_at = now(), current_phase = coalesce($3, current_phase)
        WHERE id = $1 AND lease_owner = $2 AND status = 'running'`,
      [id, owner, phase],
    );
    if (affected === 1) await this.jobs.add(id, jobs);
    return affected === 1;
  }

  async finish(
    id: string,
    owner: string,
    end: Pick<BatchRun, 'status' | 'problems' | 'prices' | 'error'>,
  ): Promise<void> {
    await this.query(
      `UPDATE batch_run_tracking
          SET status = $3, problems = $4, error = $5, price_fetches = $6, completed_at = now(), current_phase = NULL
        WHERE id = $1 AND lease_owner = $2 AND status = 'running'`,
      [id, owner, end.status, JSON.stringify(end.problems), end.error, JSON.stringify(end.prices)],
    );
  }

  /** Hands a run that was interrupted on purpose back to the queue. @returns whether it was the owner's to hand back. */
  async release(id: string, owner: string): Promise<boolean> {
    const [, affected] = await this.tx.manager.query<[unknown, number]>(
      `UPDATE batch_run_tracking SET status = 'queued', lease_owner = NULL, heartbeat_at = NULL
        WHERE id = $1 AND lease_owner = $2 AND status = 'running'`,
      [id, owner],
    );
    return affected === 1;
  }

  async find(id: string): Promise<BatchRun | null> {
    const [run = null] = await this.findAll([id]);
    return run;
  }

  /** The run under way that began first, else null. */
  async findCurrent(): Promise<BatchRun | null> {
    const [row] = await this.query<{ id: string }>(
      `SELECT id FROM batch_run_tracking WHERE ${this.leases.isLive} ORDER BY status DESC, created_at LIMIT 1`,
      [],
    );
    return row ? this.find(row.id) : null;
  }

  /** The newest run of the portfolio, or of all portfolios since it was made. */
  async findLatestOf(portfolioId: string): Promise<BatchRun | null> {
    const [row] = await this.query<{ id: string }>(
      `SELECT run.id FROM batch_run_tracking run JOIN portfolios portfolio ON portfolio.id = $1
        WHERE run.portfolio_id = $1 OR (run.portfolio_id IS NULL AND run.created_at >= portfolio.created_at)
        ORDER BY run.created_at DESC, run.id LIMIT 1`,
      [portfolioId],
    );
    return row ? this.find(row.id) : null;
  }

  async countByStatus(days: number): Promise<RunCounts> {
    const rows = await this.query<{ status: BatchRunStatus; count: number }>(
      `SELECT status, count(*)::int AS count FROM batch_run_tracking
        WHERE created_at >= now() - make_interval(days => $1) GROUP BY status ORDER BY status`,
      [days],
    );
    const [duration] = await this.query<{ seconds: number | null }>(
      `SELECT avg(extract(epoch FROM completed_at - started_at))::float8 AS seconds FROM batch_run_tracking
        WHERE created_at >= now() - make_interval(days => $1)`,
      [days],
    );
    const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    return { counts, averageSeconds: duration?.seconds ?? null };
  }

  async findLastFailure(): Promise<LastFailure> {
    const [row] = await this.query<{ failed: boolean; recent: boolean }>(
      `SELECT error IS NOT NULL AS failed, completed_at > now() - interval '${PATIENCE}' AS recent
         FROM batch_run_tracking
        WHERE completed_at IS NOT NULL AND portfolio_id IS NULL AND status <> 'abandoned'
        ORDER BY completed_at DESC LIMIT 1`,
      [],
    );
    return row?.failed !== true ? 'none' : row.recent ? 'recent' : 'past';
  }

  /** Newest first. */
  async list(filter: RunFilter): Promise<CursorPage<BatchRun>> {
    const rows = await this.query<{ id: string; at: string }>(
      `SELECT id, ${instantText('created_at')} AS at FROM batch_run_tracking
        WHERE created_at >= now() - make_interval(days => $1) AND ($2::text[] IS NULL OR status = ANY ($2::text[]))
          AND ($4::timestamptz IS NULL OR created_at < $4::timestamptz
               OR (created_at = $4::timestamptz AND id > $5::uuid))
        ORDER BY created_at DESC, id LIMIT $3`,
      [filter.days, filter.statuses, filter.limit + 1, ...(filter.after ?? [null, null])],
    );
    const { items, nextCursor } = cursorPage(rows, filter.limit, ({ at, id }) => [at, id]);
    const ids = items.map(({ id }) => id);
    const runs = await this.findAll(ids);
    return { items: runs.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)), nextCursor };
  }

  /** Runs of workers that died, and queued ones that nobody has taken for long: their jobs may be lost. */
  async listForgotten(): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `SELECT id FROM batch_run_tracking
        WHERE (${this.leases.isDead} AND ${IS_WORKERS})
           OR (status = 'queued' AND created_at < now() - interval '${FORGOTTEN_AFTER}')
        ORDER BY created_at`,
      [],
    );
    return rows.map(({ id }) => id);
  }

  /** Puts a run of a worker that died back into the queue; one that lives, or is queued, stays as it is. */
  async requeueDead(id: string): Promise<void> {
    await this.query(
      `UPDATE batch_run_tracking SET status = 'queued', lease_owner = NULL, heartbeat_at = NULL
        WHERE id = $1 AND ${this.leases.isDead} AND ${IS_WORKERS}`,
      [id],
    );
  }

  private async findAll(ids: readonly string[]): Promise<BatchRun[]> {
    const runs = await this.tx.manager.getRepository(BatchRun).findBy({ id: In([...ids]) });
    const jobs = await this.jobs.listOf(runs.map(({ id }) => id));
    for (const run of runs) run.jobs = jobs.filter(({ runId }) => runId === run.id);
    return runs;
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, parameters);
  }
}

import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CoreTransactions } from '../core.transactions.js';
import { RunJob } from './run-job.entity.js';
import type { JobProgress } from './run-jobs.kernel.js';

/** What the phases of runs did. */
@Injectable()
export class RunJobRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * One statement for all phases of a run, to which every worker adds what it did since it last told. A phase keeps when
   * it first began.
   */
  async add(runId: string, jobs: readonly JobProgress[]): Promise<void> {
    await this.tx.manager.query(
      `INSERT INTO batch_jobs AS job (run_id, job_name, status, started_at, completed_at, duration_seconds,
                                      records_processed, error_message)
       SELECT $1, name, status, now() - make_interval(secs => "startedAgo"), now() - make_interval(secs => "endedAgo"),
              seconds, records, error
         FROM jsonb_to_recordset($2::jsonb)
           AS (name text, status text, "startedAgo" float8, "endedAgo" float8, seconds float8, records integer, error text)
       ON CONFLICT (run_id, job_name) DO UPDATE
          SET status = excluded.status, started_at = coalesce(job.started_at, excluded.started_at),
              completed_at = excluded.completed_at, duration_seconds = job.duration_seconds + excluded.duration_seconds,
              records_processed = coalesce(job.records_processed + excluded.records_processed,
                                           job.records_processed, excluded.records_processed),
              error_message = excluded.error_message`,
      [runId, JSON.stringify(jobs)],
    );
  }

  /** In the order in which they began. */
  listOf(runIds: readonly string[]): Promise<RunJob[]> {
    return this.tx.manager.getRepository(RunJob).find({
      where: { runId: In([...runIds]) },
      order: { startedAt: { direction: 'ASC', nulls: 'FIRST' }, jobName: 'ASC' },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { BatchSchedule } from './batch-schedule.entity.js';
import { BatchScheduleNotFound } from './batch.errors.js';

export type ScheduleChange = Partial<Pick<BatchSchedule, 'isActive' | 'delayMinutes'>>;

/** Few rows, all of them written by migrations. */
const MAX_SCHEDULES = 100;

@Injectable()
export class BatchScheduleRepository {
  constructor(private readonly tx: CoreTransactions) {}

  list(): Promise<BatchSchedule[]> {
    return this.tx.manager.getRepository(BatchSchedule).find({ order: { jobName: 'ASC' }, take: MAX_SCHEDULES });
  }

  /** @throws BatchScheduleNotFound */
  async get(jobName: string): Promise<BatchSchedule> {
    const schedule = await this.tx.manager.getRepository(BatchSchedule).findOneBy({ jobName });
    if (!schedule) throw new BatchScheduleNotFound(jobName);
    return schedule;
  }

  /** Whatever is left out stays as it is. @throws BatchScheduleNotFound */
  async change(
    jobName: string,
    { isActive = null, delayMinutes = null }: Nullable<ScheduleChange>,
  ): Promise<BatchSchedule> {
    await this.tx.manager.query(
      `UPDATE batch_job_schedules
          SET is_active = coalesce($2, is_active), delay_minutes = coalesce($3, delay_minutes), updated_at = now()
        WHERE job_name = $1`,
      [jobName, isActive, delayMinutes],
    );
    return this.get(jobName);
  }

  async noteRun(jobName: string): Promise<void> {
    await this.tx.manager.query('UPDATE batch_job_schedules SET last_run_at = now() WHERE job_name = $1', [jobName]);
  }

  /** Writes only when it is something new: every server asks once a minute. */
  async noteNext(jobName: string, nextRunAt: Date | null): Promise<void> {
    await this.tx.manager.query(
      `UPDATE batch_job_schedules SET next_run_at = $2
        WHERE job_name = $1 AND next_run_at IS DISTINCT FROM $2::timestamptz`,
      [jobName, nextRunAt],
    );
  }
}

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null };

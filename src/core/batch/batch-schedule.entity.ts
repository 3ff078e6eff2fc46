import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The schedule of the nightly run, which the migration writes. */
export const NIGHTLY_BATCH = 'nightly-batch';

/** Before this, closing prices cannot be had; beyond it, the next session draws near. */
export const MIN_DELAY_MINUTES = 30;
export const MAX_DELAY_MINUTES = 720;

/** Whether something begins by itself, and when. Its days are those of the exchange's calendar. */
@Entity('batch_job_schedules')
export class BatchSchedule {
  @PrimaryColumn('text', { name: 'job_name', primaryKeyConstraintName: 'batch_job_schedules_pk' })
  jobName: string;

  @Column('text')
  description: string;

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  /** After the close of the session. */
  @Column('integer', { name: 'delay_minutes' })
  delayMinutes: number;

  /** When it last asked for a run. */
  @Column('timestamptz', { name: 'last_run_at', nullable: true })
  lastRunAt: Date | null;

  /** When the next session is due; null while it is paused, or no server has looked yet. */
  @Column('timestamptz', { name: 'next_run_at', nullable: true })
  nextRunAt: Date | null;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}

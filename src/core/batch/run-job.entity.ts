import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { BatchRun, type JobOfRun, type JobStatus } from './batch-run.entity.js';

/** One phase of a run, over all of its attempts. */
@Entity('batch_jobs')
export class RunJob implements JobOfRun {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'batch_jobs_pk' })
  runId: string;

  @ManyToOne(() => BatchRun, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id', foreignKeyConstraintName: 'batch_jobs_run_id_fk' })
  run: BatchRun;

  @PrimaryColumn('text', { name: 'job_name', primaryKeyConstraintName: 'batch_jobs_pk' })
  jobName: string;

  @Column('text')
  status: JobStatus;

  /** Of the first attempt; null for phases of runs from before this table. */
  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  /** When the phase was left last; null while it is under way. */
  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;

  /** Time at work of all workers together; of one alone, no more than from start to completion, since it comes back to its phases. */
  @Column('double precision', { name: 'duration_seconds', default: 0 })
  durationSeconds: number;

  /** What a record is depends on the phase; null where it counts none. */
  @Column('integer', { name: 'records_processed', nullable: true })
  recordsProcessed: number | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage: string | null;
}

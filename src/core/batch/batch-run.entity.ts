import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';

export type BatchRunStatus = 'queued' | 'running' | 'completed' | 'partial' | 'failed' | 'abandoned';

/** One run of the batch: what was asked, who works on it, how far it is. */
@Entity('batch_run_tracking')
export class BatchRun {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'batch_run_tracking_pk' })
  readonly id: string;

  @Column('text', { name: 'triggered_by' })
  triggeredBy: string;

  /** Null: every active portfolio. */
  @Column('uuid', { name: 'portfolio_id', nullable: true })
  portfolioId: string | null;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'batch_run_tracking_portfolio_id_fk' })
  portfolio: Portfolio | null;

  /** Null: from the first session that is missing or stale. */
  @Column('date', { name: 'from_date', nullable: true })
  fromDate: string | null;

  @Column('date', { name: 'to_date' })
  toDate: string;

  /** Computes sessions again that are up to date. */
  @Column('boolean', { name: 'is_forced', default: false })
  isForced: boolean;

  @Column('text', { default: 'queued' })
  status: BatchRunStatus;

  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  /** Renewed while the run lives; an old one means a dead run, whatever the status says. */
  @Column('timestamptz', { name: 'heartbeat_at', nullable: true })
  heartbeatAt: Date | null;

  @Column('text', { name: 'current_phase', nullable: true })
  currentPhase: string | null;

  /** A step is one session of one portfolio. */
  @Column('integer', { name: 'total_steps', default: 0 })
  totalSteps: number;

  @Column('integer', { name: 'completed_steps', default: 0 })
  completedSteps: number;

  @Column('integer', { name: 'blocked_steps', default: 0 })
  blockedSteps: number;

  /** Of runs from before `batch_jobs`, which has them all: neither read nor written any more. */
  @Column({ type: 'jsonb', name: 'phase_durations', default: {}, select: false, insert: false, update: false })
  readonly earlierDurations?: unknown;

  /**
   * What kept steps from being computed: all of the last session, at most a hundred of the sessions before it. Then what
   * is left to users, at most a hundred.
   */
  @Column('jsonb', { default: [] })
  problems: readonly BatchProblem[];

  /** When prices and events were done and the work was put into pieces; null before that. */
  @Column('timestamptz', { name: 'split_at', nullable: true })
  splitAt: Date | null;

  /** What is left to users, found before the work was split; it ends up among the problems. */
  @Column('jsonb', { default: [] })
  notes: readonly BatchProblem[];

  /** What its prices phase fetched: a `FetchReport` a dataset. */
  @Column('jsonb', { name: 'price_fetches', default: [] })
  prices: readonly object[];

  @Column('text', { nullable: true })
  error: string | null;

  @Index('batch_run_tracking_created_at_idx')
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;

  /** What its phases did, in the order in which they began; read along by the repository. */
  jobs: readonly JobOfRun[] = [];
}

export type JobStatus = 'running' | 'completed' | 'failed';

/** A phase of a run, over all of its attempts. */
export interface JobOfRun {
  readonly jobName: string;
  readonly status: JobStatus;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly durationSeconds: number;
  readonly recordsProcessed: number | null;
  readonly errorMessage: string | null;
}

/** Reason of a problem that only another ledger, or another program, makes go away. */
export const UNREADABLE_LEDGER = 'unreadable-ledger';

export interface BatchProblem {
  readonly portfolioId: string;
  readonly date: string;
  readonly reason: string;
  /** What the reason is about, in words. */
  readonly detail?: string;
}

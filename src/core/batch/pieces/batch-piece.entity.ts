import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import { type BatchProblem, BatchRun } from '../batch-run.entity.js';

/** 'dead': failed as often as is allowed, and left to the administrator. */
export type PieceStatus = 'waiting' | 'running' | 'done' | 'dead';

/** Some portfolios of a run: what one worker takes at a time. */
@Entity('batch_pieces')
@Unique('batch_pieces_run_id_piece_number_uq', ['runId', 'number'])
export class BatchPiece {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'batch_pieces_pk' })
  readonly id: string;

  @Column('uuid', { name: 'run_id' })
  runId: string;

  @ManyToOne(() => BatchRun, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id', foreignKeyConstraintName: 'batch_pieces_run_id_fk' })
  run: BatchRun;

  @Column('integer', { name: 'piece_number' })
  number: number;

  @Column('text')
  dataset: string;

  @Column('uuid', { name: 'portfolio_ids', array: true })
  portfolioIds: string[];

  @Column('text', { default: 'waiting' })
  status: PieceStatus;

  /** How often it was begun, those times left out that ended because a worker was told to end. */
  @Column('integer', { default: 0 })
  attempts: number;

  /** After an error it rests until then. */
  @Column('timestamptz', { name: 'not_before', nullable: true })
  notBefore: Date | null;

  /** Who has it in hand, or had it last. */
  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  @Column('timestamptz', { name: 'heartbeat_at', nullable: true })
  heartbeatAt: Date | null;

  /** Steps of the attempt at hand; see `BatchRun`. */
  @Column('integer', { name: 'total_steps', default: 0 })
  totalSteps: number;

  @Column('integer', { name: 'completed_steps', default: 0 })
  completedSteps: number;

  @Column('integer', { name: 'blocked_steps', default: 0 })
  blockedSteps: number;

  @Column('jsonb', { default: [] })
  problems: readonly BatchProblem[];

  /** Of the last attempt that failed. */
  @Column('text', { nullable: true })
  error: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  /** When it was done, or given up. */
  @Index('batch_pieces_dead_idx', { where: `status = 'dead'` })
  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;
}

import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { User } from '../users/user.entity.js';

/** A what-if that was kept: what was asked, and what it came to then. */
@Entity('modeling_session_snapshots')
@Index('modeling_session_snapshots_portfolio_id_idx', ['portfolioId', 'createdAt', 'id'])
export class ModelingSession {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'modeling_session_snapshots_pk' })
  readonly id: string;

  @Index('modeling_session_snapshots_user_id_idx')
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'modeling_session_snapshots_user_id_fk' })
  user: User;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'modeling_session_snapshots_portfolio_id_fk' })
  portfolio: Portfolio;

  @Column('text')
  name: string;

  @Column('text', { default: 'completed' })
  status: 'active' | 'completed' | 'cancelled';

  /** Session of the figures. */
  @Column('date', { name: 'as_of_date' })
  asOfDate: string;

  /** Before the trades and after them: the two sides of `WhatIfView`. */
  @Column('jsonb', { name: 'base_portfolio_snapshot' })
  basePortfolioSnapshot: Record<string, unknown>;

  @Column('jsonb', { name: 'modified_portfolio_snapshot' })
  modifiedPortfolioSnapshot: Record<string, unknown>;

  /** The trades. */
  @Column('jsonb')
  changes: Record<string, string>[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;
}

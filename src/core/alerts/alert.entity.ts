import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { RiskLimit } from '../risk-limits/risk-limit.entity.js';

/** One breach of a limit by one subject, from the session it began to the one it was over. */
@Entity('alerts')
@Index('alerts_portfolio_id_idx', ['portfolioId', 'raisedAt'])
@Index('alerts_limit_id_idx', ['limitId', 'portfolioId'])
@Index('alerts_id_portfolio_key', ['id', 'portfolioId'], { unique: true })
@Index('alerts_episode_key', ['limitId', 'subject'], { unique: true, where: 'breach_ended_at IS NULL' })
export class Alert {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'alerts_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'alerts_portfolio_id_fk' })
  portfolio: Portfolio;

  /** Null when the limit has been deleted. */
  @Column('uuid', { name: 'limit_id', nullable: true })
  limitId: string | null;

  @ManyToOne(() => RiskLimit, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn([
    { name: 'limit_id', referencedColumnName: 'id', foreignKeyConstraintName: 'alerts_limit_id_fk' },
    { name: 'portfolio_id', referencedColumnName: 'portfolioId', foreignKeyConstraintName: 'alerts_limit_id_fk' },
  ])
  limit: RiskLimit | null;

  @Column('text')
  kind: string;

  /** `portfolio`, or the symbol that the breach is about. */
  @Column('text')
  subject: string;

  @Column('text')
  message: string;

  @Column('text', { default: 'open' })
  status: 'open' | 'acknowledged' | 'resolved';

  @Column('double precision')
  value: number;

  @Column('double precision')
  threshold: number;

  /** Session of the first breach. */
  @Column('date', { name: 'first_as_of_date' })
  firstAsOf: string;

  /** Session of the value. */
  @Column('date', { name: 'as_of_date' })
  asOf: string;

  @Column('timestamptz', { name: 'raised_at' })
  raisedAt: Date;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt: Date | null;

  @Column('timestamptz', { name: 'resolved_at', nullable: true })
  resolvedAt: Date | null;

  @Column('text', { name: 'resolved_by', nullable: true })
  resolvedBy: 'user' | 'batch' | null;

  /** Until then no other alert is raised of the same breach, even when a user has resolved this one. */
  @Column('timestamptz', { name: 'breach_ended_at', nullable: true })
  breachEndedAt: Date | null;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

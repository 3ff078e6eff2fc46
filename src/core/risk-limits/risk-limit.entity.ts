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

/** What a figure of a portfolio is not to go beyond, and what the batch found at the newest session. */
@Entity('risk_limits')
@Index('risk_limits_portfolio_id_idx', ['portfolioId', 'createdAt'])
@Index('risk_limits_id_portfolio_key', ['id', 'portfolioId'], { unique: true })
export class RiskLimit {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'risk_limits_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'risk_limits_portfolio_id_fk' })
  portfolio: Portfolio;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text')
  kind: string;

  /** Which figure of the kind; of a factor tilt, the model. */
  @Column('text')
  measure: string;

  @Column('text', { nullable: true })
  factor: string | null;

  /** In the unit of the figure: ratios as ratios. */
  @Column('double precision', { name: 'min_value', nullable: true })
  min: number | null;

  @Column('double precision', { name: 'max_value', nullable: true })
  max: number | null;

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  @Column('text', { default: 'not_evaluated' })
  status: string;

  /** Set while it is not evaluated. */
  @Column('text', { name: 'status_reason', nullable: true, default: 'not-computed-yet' })
  statusReason: string | null;

  @Column('double precision', { nullable: true })
  value: number | null;

  @Column('date', { name: 'as_of_date', nullable: true })
  asOf: string | null;

  @Column('timestamptz', { name: 'evaluated_at', nullable: true })
  evaluatedAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

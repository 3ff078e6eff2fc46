import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';

/** A figure of a snapshot, by its column, as text. */
export interface RestatedFigure {
  readonly figure: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface RestatementCause {
  readonly symbol: string;
  readonly date: string;
  readonly dataset: string;
  readonly old_close: string | null;
  readonly new_close: string;
  readonly old_split_factor: string;
  readonly new_split_factor: string;
  readonly old_dividend: string;
  readonly new_dividend: string;
}

/** A session whose figures moved since prices changed, written in the transaction that moved them. */
@Entity('portfolio_restatements')
@Index('portfolio_restatements_portfolio_id_idx', ['portfolioId', 'id'])
@Index('portfolio_restatements_run_id_idx', ['runId'])
export class Restatement {
  @PrimaryGeneratedColumn('increment', { type: 'bigint', primaryKeyConstraintName: 'portfolio_restatements_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'portfolio_restatements_portfolio_id_fk' })
  portfolio: Portfolio;

  @Column('date', { name: 'snapshot_date' })
  snapshotDate: string;

  @Column('uuid', { name: 'run_id', nullable: true })
  runId: string | null;

  @Column('jsonb')
  figures: readonly RestatedFigure[];

  /** The newest of them. */
  @Column('jsonb')
  causes: readonly RestatementCause[];

  @Column('integer', { name: 'causes_total' })
  causesTotal: number;

  /** The ledger had new lines as well, which moved figures too. */
  @Column('boolean', { name: 'has_new_lines' })
  hasNewLines: boolean;

  @Column('timestamptz', { name: 'restated_at', default: () => 'now()' })
  restatedAt: Date;
}

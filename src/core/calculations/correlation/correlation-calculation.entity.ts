import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** The correlations of a portfolio at a session, packed: the upper triangle row by row, NaN where there is none. */
@Entity('correlation_calculations')
export class CorrelationCalculation {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'correlation_calculations_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'correlation_calculations_pk' })
  asOfDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'correlation_calculations_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'correlation_calculations_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @Column('integer', { name: 'window_sessions' })
  windowSessions: number;

  @Column('integer', { name: 'min_overlap' })
  minOverlap: number;

  /** Largest first. */
  @Column('uuid', { name: 'instrument_ids', array: true })
  instrumentIds: readonly string[];

  /** Signed shares of net asset value, in the same order. */
  @Column('double precision', { array: true })
  weights: readonly number[];

  @Column('double precision', { array: true })
  correlations: readonly number[];

  /** Sessions that both have. */
  @Column('double precision', { name: 'overlap_counts', array: true })
  overlapCounts: readonly number[];

  @Column('double precision', { name: 'p_values', array: true })
  pValues: readonly number[];

  /** Signed, weighted by the products of the weights. */
  @Column('double precision', { name: 'average_correlation', nullable: true })
  averageCorrelation: number | null;

  @Column('integer')
  observations: number;

  /** Why there is no value; null when there is one. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  method: string;

  /** Of the calculation that wrote the row. */
  @Column('integer')
  version: number;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

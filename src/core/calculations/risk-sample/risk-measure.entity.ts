import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** One figure of a portfolio at a session, by its name and window. */
@Entity('portfolio_risk_measures')
export class RiskMeasure {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'portfolio_risk_measures_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'portfolio_risk_measures_pk' })
  asOfDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'portfolio_risk_measures_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'portfolio_risk_measures_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'portfolio_risk_measures_pk' })
  measure: string;

  @PrimaryColumn('integer', { name: 'window_sessions', primaryKeyConstraintName: 'portfolio_risk_measures_pk' })
  windowSessions: number;

  /** A ratio, unless the name says otherwise. */
  @Column('double precision', { nullable: true })
  value: number | null;

  /** Sessions that it rests on. */
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

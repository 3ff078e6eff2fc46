import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** What a portfolio is exposed to at a session: one row a factor of each model. */
@Entity('factor_exposures')
export class FactorExposure {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'factor_exposures_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'factor_exposures_pk' })
  asOfDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'factor_exposures_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'factor_exposures_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'factor_exposures_pk' })
  model: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'factor_exposures_pk' })
  factor: string;

  /** Return of net asset value per return of the factor. */
  @Column('double precision', { nullable: true })
  exposure: number | null;

  /** Exposure times net asset value. */
  @Column('double precision', { name: 'dollar_exposure', nullable: true })
  dollarExposure: number | null;

  /** Share of gross value that it rests on. */
  @Column('double precision', { nullable: true })
  coverage: number | null;

  @Column('integer', { name: 'window_sessions' })
  windowSessions: number;

  @Column('integer')
  observations: number;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  method: string;

  /** Of the calculation; null for what was stored before it was kept. */
  @Column('integer', { nullable: true })
  version: number | null;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

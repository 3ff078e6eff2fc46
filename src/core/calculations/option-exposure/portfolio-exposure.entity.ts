import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** Delta-adjusted exposures of a portfolio at a session, and its figures as they were with options at their values. */
@Entity('portfolio_exposures')
export class PortfolioExposures {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'portfolio_exposures_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'portfolio_exposures_pk' })
  asOfDate: string;

  @OneToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'portfolio_exposures_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'portfolio_exposures_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  /** In the portfolio's currency, options by their deltas. */
  @Column('double precision', { name: 'long_exposure' })
  longExposure: number;

  /** Not above 0. */
  @Column('double precision', { name: 'short_exposure' })
  shortExposure: number;

  @Column('double precision', { name: 'gross_exposure' })
  grossExposure: number;

  @Column('double precision', { name: 'net_exposure' })
  netExposure: number;

  /** Change of the net exposure when every underlying moves by one per cent. */
  @Column('double precision', { name: 'gamma_exposure' })
  gammaExposure: number;

  /** Instruments, not lots. */
  @Column('integer')
  options: number;

  /** Symbol of an option that counts by its value, to why. */
  @Column('jsonb', { name: 'at_value' })
  atValue: Record<string, string>;

  @Column('double precision', { name: 'plain_beta_90d', nullable: true })
  plainBeta90d: number | null;

  @Column('double precision', { name: 'plain_hhi', nullable: true })
  plainHhi: number | null;

  @Column('double precision', { name: 'plain_effective_num_positions', nullable: true })
  plainEffectiveNumPositions: number | null;

  @Column('double precision', { name: 'plain_top_3_concentration', nullable: true })
  plainTop3Concentration: number | null;

  @Column('double precision', { name: 'plain_top_10_concentration', nullable: true })
  plainTop10Concentration: number | null;

  /** Model, to factor, to exposure. */
  @Column('jsonb', { name: 'plain_factors' })
  plainFactors: Record<string, Record<string, number | null>>;

  @Column('jsonb')
  reasons: Record<string, string>;

  /** Instruments of the book. */
  @Column('integer')
  observations: number;

  @Column('integer')
  version: number;

  @Column('text')
  method: string;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';

/** A portfolio at the close of one session. Money in the portfolio's currency; where a figure is null, `reasons` says why. */
@Entity('portfolio_snapshots')
export class PortfolioSnapshot {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'portfolio_snapshots_pk' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'portfolio_snapshots_portfolio_id_fk' })
  portfolio: Portfolio;

  @PrimaryColumn('date', { name: 'snapshot_date', primaryKeyConstraintName: 'portfolio_snapshots_pk' })
  snapshotDate: string;

  /** OK: everything has a price of this session; PARTIAL: something is stale or unpriced. */
  @Column('text')
  status: 'OK' | 'PARTIAL';

  /** Share of gross value with a price of this session, a ratio. */
  @Column('double precision', { nullable: true })
  coverage: number | null;

  @Column('numeric', { name: 'net_asset_value', precision: 28, scale: 8 })
  netAssetValue: string;

  /** Negative when the portfolio borrows. */
  @Column('numeric', { name: 'cash_value', precision: 28, scale: 8 })
  cashValue: string;

  @Column('numeric', { name: 'long_value', precision: 28, scale: 8 })
  longValue: string;

  /** Not positive. */
  @Column('numeric', { name: 'short_value', precision: 28, scale: 8 })
  shortValue: string;

  @Column('numeric', { name: 'gross_exposure', precision: 28, scale: 8 })
  grossExposure: string;

  @Column('numeric', { name: 'net_exposure', precision: 28, scale: 8 })
  netExposure: string;

  @Column('numeric', { name: 'daily_pnl', precision: 28, scale: 8 })
  dailyPnl: string;

  /** P&L over the value at the start of the session, flows included. */
  @Column('double precision', { name: 'daily_return', nullable: true })
  dailyReturn: number | null;

  @Column('numeric', { name: 'cumulative_pnl', precision: 28, scale: 8 })
  cumulativePnl: string;

  @Column('numeric', { name: 'daily_realized_pnl', precision: 28, scale: 8 })
  dailyRealizedPnl: string;

  @Column('numeric', { name: 'cumulative_realized_pnl', precision: 28, scale: 8 })
  cumulativeRealizedPnl: string;

  @Column('numeric', { name: 'daily_capital_flow', precision: 28, scale: 8 })
  dailyCapitalFlow: string;

  @Column('numeric', { name: 'cumulative_capital_flow', precision: 28, scale: 8 })
  cumulativeCapitalFlow: string;

  @Column('integer', { name: 'num_positions' })
  numPositions: number;

  @Column('integer', { name: 'num_long_positions' })
  numLongPositions: number;

  @Column('integer', { name: 'num_short_positions' })
  numShortPositions: number;

  /** Annualised, a ratio. */
  @Column('double precision', { name: 'realized_volatility_21d', nullable: true })
  realizedVolatility21d: number | null;

  @Column('double precision', { name: 'realized_volatility_63d', nullable: true })
  realizedVolatility63d: number | null;

  /** Share of gross value whose returns are known. */
  @Column('double precision', { name: 'volatility_coverage', nullable: true })
  volatilityCoverage: number | null;

  /** Window in sessions, against SPY. */
  @Column('double precision', { name: 'beta_calculated_90d', nullable: true })
  betaCalculated90d: number | null;

  @Column('double precision', { name: 'beta_calculated_90d_r_squared', nullable: true })
  betaCalculated90dRSquared: number | null;

  @Column('integer', { name: 'beta_calculated_90d_observations', nullable: true })
  betaCalculated90dObservations: number | null;

  @Column('double precision', { name: 'beta_calculated_252d', nullable: true })
  betaCalculated252d: number | null;

  @Column('integer', { name: 'beta_calculated_252d_observations', nullable: true })
  betaCalculated252dObservations: number | null;

  /** Share of gross value that has a beta. */
  @Column('double precision', { name: 'beta_coverage', nullable: true })
  betaCoverage: number | null;

  /** 0 to 10,000, of gross exposure by symbol. */
  @Column('double precision', { nullable: true })
  hhi: number | null;

  @Column('double precision', { name: 'effective_num_positions', nullable: true })
  effectiveNumPositions: number | null;

  /** Ratio of gross market value. */
  @Column('double precision', { name: 'top_3_concentration', nullable: true })
  top3Concentration: number | null;

  @Column('double precision', { name: 'top_10_concentration', nullable: true })
  top10Concentration: number | null;

  /** Column name to the reason why it is null. */
  @Column('jsonb', { default: {} })
  reasons: Record<string, string>;

  /** Name of each calculation that a column is filled by, to its version; empty for what was stored before they were kept. */
  @Column('jsonb', { default: {} })
  versions: Record<string, number>;

  @Column('uuid', { name: 'run_id', nullable: true })
  runId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

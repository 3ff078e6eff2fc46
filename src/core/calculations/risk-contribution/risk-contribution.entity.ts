import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../../market-data/instrument.entity.js';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** What an instrument adds to the risk of a portfolio at a session. */
@Entity('risk_contributions')
export class RiskContribution {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'risk_contributions_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'risk_contributions_pk' })
  asOfDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'risk_contributions_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'risk_contributions_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'risk_contributions_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'risk_contributions_instrument_id_fk' })
  instrument: Instrument;

  /** Signed share of net asset value. */
  @Column('double precision', { nullable: true })
  weight: number | null;

  /** Annual; they sum to the volatility of the portfolio. */
  @Column('double precision', { name: 'volatility_contribution', nullable: true })
  volatilityContribution: number | null;

  /** Annual, for a unit of weight. */
  @Column('double precision', { name: 'marginal_volatility', nullable: true })
  marginalVolatility: number | null;

  /** Of a session, positive for a loss; they sum to the parametric VaR. */
  @Column('double precision', { name: 'component_var_95', nullable: true })
  componentVar95: number | null;

  @Column('double precision', { name: 'marginal_var_95', nullable: true })
  marginalVar95: number | null;

  /** VaR less that without the instrument. */
  @Column('double precision', { name: 'incremental_var_95', nullable: true })
  incrementalVar95: number | null;

  /** Historical; null for what has no series of returns. */
  @Column('double precision', { name: 'component_cvar_95', nullable: true })
  componentCvar95: number | null;

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

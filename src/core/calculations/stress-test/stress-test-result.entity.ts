import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** What a built-in scenario does to a portfolio as it stood at a session. Money in the portfolio's currency. */
@Entity('stress_test_results')
export class StressTestResult {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'stress_test_results_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'stress_test_results_pk' })
  asOfDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'stress_test_results_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'stress_test_results_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @PrimaryColumn('text', { name: 'scenario_id', primaryKeyConstraintName: 'stress_test_results_pk' })
  scenarioId: string;

  @Column('integer', { name: 'scenario_version' })
  scenarioVersion: number;

  /** Signed: negative for a loss. */
  @Column('double precision', { name: 'dollar_impact', nullable: true })
  dollarImpact: number | null;

  /** Of net asset value, in points as the contract has it: -5 is a loss of 5 %. */
  @Column('double precision', { name: 'percentage_impact', nullable: true })
  percentageImpact: number | null;

  @Column('double precision', { name: 'new_portfolio_value', nullable: true })
  newPortfolioValue: number | null;

  /** Of the impact, what the given shocks do by themselves. */
  @Column('double precision', { name: 'direct_impact', nullable: true })
  directImpact: number | null;

  /** Of the impact, what comes from the factors that follow. */
  @Column('double precision', { name: 'propagated_impact', nullable: true })
  propagatedImpact: number | null;

  /** Share of gross value whose moves are known, a ratio. */
  @Column('double precision', { nullable: true })
  coverage: number | null;

  /** By instrument, cash left out. */
  @Column('integer', { name: 'positions_total', nullable: true })
  positionsTotal: number | null;

  @Column('integer', { name: 'positions_left_out', nullable: true })
  positionsLeftOut: number | null;

  /** Sessions behind the covariance of the factors. */
  @Column('integer')
  observations: number;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  method: string;

  @Column('integer')
  version: number;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

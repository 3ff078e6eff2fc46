import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

/** Income of a fiscal quarter or year that ends on `periodDate`. Margins are computed when read. */
@Entity('income_statements')
export class IncomeStatement {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'income_statements_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'income_statements_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'income_statements_pk' })
  dataset: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'income_statements_pk' })
  frequency: 'q' | 'a';

  @PrimaryColumn('date', { name: 'period_date', primaryKeyConstraintName: 'income_statements_pk' })
  periodDate: string;

  @Column('integer', { name: 'fiscal_year', nullable: true })
  fiscalYear: number | null;

  @Column('integer', { name: 'fiscal_quarter', nullable: true })
  fiscalQuarter: number | null;

  @Column('text')
  currency: string;

  @Column('numeric', { name: 'total_revenue', nullable: true })
  totalRevenue: string | null;

  @Column('numeric', { name: 'cost_of_revenue', nullable: true })
  costOfRevenue: string | null;

  @Column('numeric', { name: 'gross_profit', nullable: true })
  grossProfit: string | null;

  @Column('numeric', { name: 'research_and_development', nullable: true })
  researchAndDevelopment: string | null;

  @Column('numeric', { name: 'selling_general_and_administrative', nullable: true })
  sellingGeneralAndAdministrative: string | null;

  @Column('numeric', { name: 'operating_income', nullable: true })
  operatingIncome: string | null;

  @Column('numeric', { nullable: true })
  ebit: string | null;

  @Column('numeric', { nullable: true })
  ebitda: string | null;

  @Column('numeric', { name: 'net_income', nullable: true })
  netIncome: string | null;

  @Column('numeric', { name: 'diluted_eps', nullable: true })
  dilutedEps: string | null;

  @Column('numeric', { name: 'basic_eps', nullable: true })
  basicEps: string | null;

  @Column('bigint', { name: 'basic_average_shares', nullable: true })
  basicAverageShares: string | null;

  @Column('bigint', { name: 'diluted_average_shares', nullable: true })
  dilutedAverageShares: string | null;

  @Column('numeric', { name: 'tax_provision', nullable: true })
  taxProvision: string | null;

  @Column('numeric', { name: 'interest_expense', nullable: true })
  interestExpense: string | null;

  @Column('numeric', { name: 'depreciation_and_amortization', nullable: true })
  depreciationAndAmortization: string | null;

  /** When the dataset said so; what was fetched earlier never replaces it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

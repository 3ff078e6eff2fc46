import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

/** Cash flow of a fiscal quarter or year; money that leaves is negative. Free cash flow is computed when read. */
@Entity('cash_flows')
export class CashFlow {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'cash_flows_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'cash_flows_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'cash_flows_pk' })
  dataset: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'cash_flows_pk' })
  frequency: 'q' | 'a';

  @PrimaryColumn('date', { name: 'period_date', primaryKeyConstraintName: 'cash_flows_pk' })
  periodDate: string;

  @Column('integer', { name: 'fiscal_year', nullable: true })
  fiscalYear: number | null;

  @Column('integer', { name: 'fiscal_quarter', nullable: true })
  fiscalQuarter: number | null;

  @Column('text')
  currency: string;

  @Column('numeric', { name: 'operating_cash_flow', nullable: true })
  operatingCashFlow: string | null;

  @Column('numeric', { name: 'depreciation_and_amortization', nullable: true })
  depreciationAndAmortization: string | null;

  @Column('numeric', { name: 'stock_based_compensation', nullable: true })
  stockBasedCompensation: string | null;

  @Column('numeric', { name: 'change_in_working_capital', nullable: true })
  changeInWorkingCapital: string | null;

  @Column('numeric', { name: 'investing_cash_flow', nullable: true })
  investingCashFlow: string | null;

  @Column('numeric', { name: 'capital_expenditures', nullable: true })
  capitalExpenditures: string | null;

  @Column('numeric', { nullable: true })
  acquisitions: string | null;

  @Column('numeric', { name: 'purchases_of_investments', nullable: true })
  purchasesOfInvestments: string | null;

  @Column('numeric', { name: 'financing_cash_flow', nullable: true })
  financingCashFlow: string | null;

  @Column('numeric', { name: 'dividends_paid', nullable: true })
  dividendsPaid: string | null;

  @Column('numeric', { name: 'stock_repurchases', nullable: true })
  stockRepurchases: string | null;

  @Column('numeric', { name: 'debt_issuance_repayment', nullable: true })
  debtIssuanceRepayment: string | null;

  @Column('numeric', { name: 'net_change_in_cash', nullable: true })
  netChangeInCash: string | null;

  @Column('numeric', { name: 'beginning_cash_position', nullable: true })
  beginningCashPosition: string | null;

  /** When the dataset said so; what was fetched earlier never replaces it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

/** Balance sheet at the end of a fiscal quarter or year. Ratios are computed when read. */
@Entity('balance_sheets')
export class BalanceSheet {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'balance_sheets_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'balance_sheets_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'balance_sheets_pk' })
  dataset: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'balance_sheets_pk' })
  frequency: 'q' | 'a';

  @PrimaryColumn('date', { name: 'period_date', primaryKeyConstraintName: 'balance_sheets_pk' })
  periodDate: string;

  @Column('integer', { name: 'fiscal_year', nullable: true })
  fiscalYear: number | null;

  @Column('integer', { name: 'fiscal_quarter', nullable: true })
  fiscalQuarter: number | null;

  @Column('text')
  currency: string;

  @Column('numeric', { name: 'total_assets', nullable: true })
  totalAssets: string | null;

  @Column('numeric', { name: 'current_assets', nullable: true })
  currentAssets: string | null;

  @Column('numeric', { name: 'cash_and_cash_equivalents', nullable: true })
  cashAndCashEquivalents: string | null;

  @Column('numeric', { name: 'short_term_investments', nullable: true })
  shortTermInvestments: string | null;

  @Column('numeric', { name: 'accounts_receivable', nullable: true })
  accountsReceivable: string | null;

  @Column('numeric', { nullable: true })
  inventory: string | null;

  @Column('numeric', { name: 'property_plant_equipment', nullable: true })
  propertyPlantEquipment: string | null;

  @Column('numeric', { name: 'intangible_assets', nullable: true })
  intangibleAssets: string | null;

  @Column('numeric', { name: 'total_liabilities', nullable: true })
  totalLiabilities: string | null;

  @Column('numeric', { name: 'current_liabilities', nullable: true })
  currentLiabilities: string | null;

  @Column('numeric', { name: 'accounts_payable', nullable: true })
  accountsPayable: string | null;

  @Column('numeric', { name: 'short_term_debt', nullable: true })
  shortTermDebt: string | null;

  @Column('numeric', { name: 'long_term_debt', nullable: true })
  longTermDebt: string | null;

  @Column('numeric', { name: 'total_debt', nullable: true })
  totalDebt: string | null;

  @Column('numeric', { name: 'total_stockholders_equity', nullable: true })
  totalStockholdersEquity: string | null;

  @Column('numeric', { name: 'retained_earnings', nullable: true })
  retainedEarnings: string | null;

  @Column('numeric', { name: 'common_stock', nullable: true })
  commonStock: string | null;

  /** When the dataset said so; what was fetched earlier never replaces it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

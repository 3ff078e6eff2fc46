import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

/** A company or fund as one dataset describes it: the newest state. Ratios are ratios, money is in `currency`. */
@Entity('company_profiles')
export class CompanyProfile {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'company_profiles_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'company_profiles_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'company_profiles_pk' })
  dataset: string;

  @Column('text', { name: 'company_name', nullable: true })
  companyName: string | null;

  /** Name of a GICS sector where there is one; null for what has none, such as a fund. */
  @Column('text', { nullable: true })
  sector: string | null;

  @Column('text', { nullable: true })
  industry: string | null;

  @Column('text', { nullable: true })
  exchange: string | null;

  @Column('text', { nullable: true })
  country: string | null;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('text', { nullable: true })
  ceo: string | null;

  @Column('integer', { nullable: true })
  employees: number | null;

  @Column('text', { nullable: true })
  website: string | null;

  @Column('boolean', { name: 'is_etf' })
  isEtf: boolean;

  @Column('boolean', { name: 'is_fund' })
  isFund: boolean;

  @Column('text')
  currency: string;

  @Column('numeric', { name: 'market_cap', nullable: true })
  marketCap: string | null;

  @Column('numeric', { name: 'pe_ratio', nullable: true })
  peRatio: string | null;

  @Column('numeric', { name: 'forward_pe', nullable: true })
  forwardPe: string | null;

  @Column('numeric', { name: 'dividend_yield', nullable: true })
  dividendYield: string | null;

  @Column('numeric', { nullable: true })
  beta: string | null;

  @Column('numeric', { name: 'week_52_high', nullable: true })
  week52High: string | null;

  @Column('numeric', { name: 'week_52_low', nullable: true })
  week52Low: string | null;

  @Column('numeric', { name: 'target_mean_price', nullable: true })
  targetMeanPrice: string | null;

  @Column('numeric', { name: 'target_high_price', nullable: true })
  targetHighPrice: string | null;

  @Column('numeric', { name: 'target_low_price', nullable: true })
  targetLowPrice: string | null;

  @Column('integer', { name: 'number_of_analyst_opinions', nullable: true })
  numberOfAnalystOpinions: number | null;

  @Column('numeric', { name: 'recommendation_mean', nullable: true })
  recommendationMean: string | null;

  @Column('text', { name: 'recommendation_key', nullable: true })
  recommendationKey: string | null;

  @Column('numeric', { name: 'forward_eps', nullable: true })
  forwardEps: string | null;

  @Column('numeric', { name: 'earnings_growth', nullable: true })
  earningsGrowth: string | null;

  @Column('numeric', { name: 'revenue_growth', nullable: true })
  revenueGrowth: string | null;

  @Column('numeric', { name: 'earnings_quarterly_growth', nullable: true })
  earningsQuarterlyGrowth: string | null;

  @Column('numeric', { name: 'profit_margins', nullable: true })
  profitMargins: string | null;

  @Column('numeric', { name: 'operating_margins', nullable: true })
  operatingMargins: string | null;

  @Column('numeric', { name: 'gross_margins', nullable: true })
  grossMargins: string | null;

  @Column('numeric', { name: 'return_on_assets', nullable: true })
  returnOnAssets: string | null;

  @Column('numeric', { name: 'return_on_equity', nullable: true })
  returnOnEquity: string | null;

  @Column('numeric', { name: 'total_revenue', nullable: true })
  totalRevenue: string | null;

  @Column('text', { name: 'fiscal_year_end', nullable: true })
  fiscalYearEnd: string | null;

  @Column('date', { name: 'next_earnings_date', nullable: true })
  nextEarningsDate: string | null;

  @Column('numeric', { name: 'next_earnings_expected_eps', nullable: true })
  nextEarningsExpectedEps: string | null;

  @Column('numeric', { name: 'next_earnings_expected_revenue', nullable: true })
  nextEarningsExpectedRevenue: string | null;

  /** When the dataset said so; what was fetched earlier never replaces it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

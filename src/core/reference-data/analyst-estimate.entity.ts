import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

export const ESTIMATE_PERIODS = ['current_quarter', 'next_quarter', 'current_year', 'next_year'] as const;
export type EstimatePeriod = (typeof ESTIMATE_PERIODS)[number];

/** What analysts expect of one coming period, as one dataset has it. Earnings are per share. */
@Entity('analyst_estimates')
export class AnalystEstimate {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'analyst_estimates_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'analyst_estimates_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'analyst_estimates_pk' })
  dataset: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'analyst_estimates_pk' })
  period: EstimatePeriod;

  @Column('date', { name: 'end_date', nullable: true })
  endDate: string | null;

  @Column('numeric', { name: 'revenue_avg', nullable: true })
  revenueAvg: string | null;

  @Column('numeric', { name: 'revenue_low', nullable: true })
  revenueLow: string | null;

  @Column('numeric', { name: 'revenue_high', nullable: true })
  revenueHigh: string | null;

  @Column('numeric', { name: 'revenue_growth', nullable: true })
  revenueGrowth: string | null;

  @Column('numeric', { name: 'eps_avg', nullable: true })
  epsAvg: string | null;

  @Column('numeric', { name: 'eps_low', nullable: true })
  epsLow: string | null;

  @Column('numeric', { name: 'eps_high', nullable: true })
  epsHigh: string | null;

  @Column('integer', { name: 'analyst_count', nullable: true })
  analystCount: number | null;

  /** When the dataset said so; what was fetched earlier never replaces it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../../market-data/instrument.entity.js';

/** What an option was revalued by at a session; money per share of its underlying. */
@Entity('symbol_option_terms')
@Index('symbol_option_terms_underlying_id_idx', ['underlyingId'])
export class OptionTermsRow {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'symbol_option_terms_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'symbol_option_terms_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'symbol_option_terms_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'symbol_option_terms_pk' })
  asOfDate: string;

  @Column('uuid', { name: 'underlying_id', nullable: true })
  underlyingId: string | null;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'underlying_id', foreignKeyConstraintName: 'symbol_option_terms_underlying_id_fk' })
  underlying: Instrument | null;

  @Column('text', { name: 'option_type' })
  optionType: 'CALL' | 'PUT';

  @Column('text')
  exercise: 'AMERICAN' | 'EUROPEAN';

  @Column('double precision')
  strike: number;

  @Column('double precision', { nullable: true })
  spot: number | null;

  /** Close of the session itself. */
  @Column('double precision', { nullable: true })
  price: number | null;

  /** Years of 365 days. */
  @Column('double precision', { name: 'time_to_expiry' })
  timeToExpiry: number;

  @Column('double precision')
  rate: number;

  @Column('double precision', { name: 'dividend_yield', nullable: true })
  dividendYield: number | null;

  /** Annual, a ratio. */
  @Column('double precision', { nullable: true })
  volatility: number | null;

  @Column('text', { nullable: true })
  reason: string | null;

  /** Where the volatility comes from. */
  @Column('text')
  method: string;

  /** Of the calculation; null for what was stored before it was kept. */
  @Column('integer', { nullable: true })
  version: number | null;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../../market-data/instrument.entity.js';

/** What an option's price of a session implies, of one share of one contract; once a symbol, dataset and date. */
@Entity('symbol_greeks')
export class SymbolGreeks {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'symbol_greeks_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'symbol_greeks_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'symbol_greeks_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'symbol_greeks_pk' })
  asOfDate: string;

  /** The listed instrument that the option is written on; null for one nobody knows. */
  @Index('symbol_greeks_underlying_id_idx')
  @Column('uuid', { name: 'underlying_id', nullable: true })
  underlyingId: string | null;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'underlying_id', foreignKeyConstraintName: 'symbol_greeks_underlying_id_fk' })
  underlying: Instrument | null;

  /** Closes of the session: of the option, and of a share of the underlying as it was traded. */
  @Column('double precision', { nullable: true })
  price: number | null;

  @Column('double precision', { nullable: true })
  spot: number | null;

  /** Continuously compounded, a year, as the dividend yield is. */
  @Column('double precision', { nullable: true })
  rate: number | null;

  @Column('double precision', { name: 'dividend_yield', nullable: true })
  dividendYield: number | null;

  /** Years of 365 days. */
  @Column('double precision', { name: 'time_to_expiry', nullable: true })
  timeToExpiry: number | null;

  /** Annual, a ratio. */
  @Column('double precision', { name: 'implied_volatility', nullable: true })
  impliedVolatility: number | null;

  @Column('double precision', { nullable: true })
  delta: number | null;

  @Column('double precision', { nullable: true })
  gamma: number | null;

  @Column('double precision', { name: 'vega_per_point', nullable: true })
  vegaPerPoint: number | null;

  /** A calendar day. */
  @Column('double precision', { name: 'theta_per_day', nullable: true })
  thetaPerDay: number | null;

  @Column('double precision', { name: 'rho_per_point', nullable: true })
  rhoPerPoint: number | null;

  @Column('integer')
  observations: number;

  @Column('integer')
  version: number;

  /** Why there is no value; null when there is one. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  method: string;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

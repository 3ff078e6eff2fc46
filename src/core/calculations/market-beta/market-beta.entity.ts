import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../../market-data/instrument.entity.js';

/** OLS beta of a symbol against the market index, raw, once a symbol, date and window. */
@Entity('symbol_market_betas')
export class SymbolMarketBeta {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'symbol_market_betas_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'symbol_market_betas_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'symbol_market_betas_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'symbol_market_betas_pk' })
  asOfDate: string;

  @PrimaryColumn('integer', { name: 'window_sessions', primaryKeyConstraintName: 'symbol_market_betas_pk' })
  windowSessions: number;

  @Column('text', { name: 'market_index' })
  marketIndex: string;

  @Column('double precision', { nullable: true })
  beta: number | null;

  /** Daily intercept, a ratio. */
  @Column('double precision', { nullable: true })
  alpha: number | null;

  @Column('double precision', { name: 'r_squared', nullable: true })
  rSquared: number | null;

  /** Newey-West (HAC). */
  @Column('double precision', { name: 'std_error', nullable: true })
  stdError: number | null;

  @Column('double precision', { name: 'std_error_classical', nullable: true })
  stdErrorClassical: number | null;

  @Column('double precision', { name: 'p_value', nullable: true })
  pValue: number | null;

  @Column('integer')
  observations: number;

  /** Why there is no value; null when there is one. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  method: string;

  /** Of the calculation; null for what was stored before it was kept. */
  @Column('integer', { nullable: true })
  version: number | null;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

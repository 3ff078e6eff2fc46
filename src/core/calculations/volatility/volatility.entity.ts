import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../../market-data/instrument.entity.js';

/** Realised volatility of a symbol, once a symbol, date and window. */
@Entity('symbol_volatility')
export class SymbolVolatility {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'symbol_volatility_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'symbol_volatility_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'symbol_volatility_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'symbol_volatility_pk' })
  asOfDate: string;

  @PrimaryColumn('integer', { name: 'window_sessions', primaryKeyConstraintName: 'symbol_volatility_pk' })
  windowSessions: number;

  /** Annualised, a ratio. */
  @Column('double precision', { name: 'realized_vol', nullable: true })
  realizedVol: number | null;

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

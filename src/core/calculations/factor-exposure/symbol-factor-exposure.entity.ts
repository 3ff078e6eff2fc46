import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../../market-data/instrument.entity.js';

/** Exposures of a symbol to the factors of a model, in the order of `factor_definitions.position`. */
@Entity('symbol_factor_exposures')
export class SymbolFactorExposure {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'symbol_factor_exposures_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'symbol_factor_exposures_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'symbol_factor_exposures_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'symbol_factor_exposures_pk' })
  asOfDate: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'symbol_factor_exposures_pk' })
  model: string;

  @Column('integer', { name: 'window_sessions' })
  windowSessions: number;

  @Column('integer')
  observations: number;

  /** Return per session that the factors do not explain; null for a ridge regression. */
  @Column('double precision', { nullable: true })
  alpha: number | null;

  @Column('double precision', { array: true, nullable: true })
  exposures: number[] | null;

  /** Newey-West. */
  @Column('double precision', { name: 'std_errors', array: true, nullable: true })
  stdErrors: number[] | null;

  @Column('double precision', { name: 'r_squared', nullable: true })
  rSquared: number | null;

  @Column('double precision', { name: 'adjusted_r_squared', nullable: true })
  adjustedRSquared: number | null;

  /** Of the ridge regression; null for all others. */
  @Column('double precision', { nullable: true })
  penalty: number | null;

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

import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Instrument } from './instrument.entity.js';

/** A price that changed, or came, after somebody had been valued for its day. */
@Entity('price_corrections')
@Index('price_corrections_instrument_id_idx', ['instrumentId', 'dataset', 'id'])
export class PriceCorrection {
  @PrimaryGeneratedColumn('increment', { type: 'bigint', primaryKeyConstraintName: 'price_corrections_pk' })
  readonly id: string;

  @Column('uuid', { name: 'instrument_id' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'price_corrections_instrument_id_fk' })
  instrument: Instrument;

  @Column('text')
  dataset: string;

  @Column('date', { name: 'price_date' })
  priceDate: string;

  @Column('text')
  basis: string;

  /** Null: there was none. */
  @Column('numeric', { name: 'old_close', precision: 18, scale: 6, nullable: true })
  oldClose: string | null;

  @Column('numeric', { name: 'new_close', precision: 18, scale: 6 })
  newClose: string;

  @Column('numeric', { name: 'old_split_factor', precision: 24, scale: 12 })
  oldSplitFactor: string;

  @Column('numeric', { name: 'new_split_factor', precision: 24, scale: 12 })
  newSplitFactor: string;

  @Column('numeric', { name: 'old_dividend', precision: 18, scale: 6 })
  oldDividend: string;

  @Column('numeric', { name: 'new_dividend', precision: 18, scale: 6 })
  newDividend: string;

  @Column('timestamptz', { name: 'corrected_at', default: () => 'now()' })
  correctedAt: Date;
}

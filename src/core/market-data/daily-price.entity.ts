import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  UpdateDateColumn,
} from 'typeorm';
import { Instrument } from './instrument.entity.js';

export type PriceBasis = 'raw' | 'split_adjusted' | 'total_return';

/** One close of one dataset. What is already in the price (splits, dividends) is said by its basis. */
@Entity('market_data_cache')
@Index('market_data_cache_dataset_date_idx', ['dataset', 'priceDate'])
@Index('market_data_cache_splits_idx', ['dataset', 'instrumentId', 'priceDate'], { where: 'split_factor <> 1' })
export class DailyPrice {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'market_data_cache_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'market_data_cache_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'market_data_cache_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'price_date', primaryKeyConstraintName: 'market_data_cache_pk' })
  priceDate: string;

  @Column('text')
  basis: PriceBasis;

  @Column('numeric', { precision: 18, scale: 6, nullable: true })
  open: string | null;

  @Column('numeric', { precision: 18, scale: 6, nullable: true })
  high: string | null;

  @Column('numeric', { precision: 18, scale: 6, nullable: true })
  low: string | null;

  @Column('numeric', { precision: 18, scale: 6 })
  close: string;

  @Column('bigint', { nullable: true })
  volume: string | null;

  /** New shares per old, of a split that takes effect this day; 1 otherwise. */
  @Column('numeric', { name: 'split_factor', precision: 24, scale: 12, default: 1 })
  splitFactor: string;

  /** Cash per share whose ex-date is this day. */
  @Column('numeric', { precision: 18, scale: 6, default: 0 })
  dividend: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Instrument } from '../instrument.entity.js';

/** How far a provider was asked about a symbol, and what went wrong the last time. */
@Entity('price_fetches')
export class PriceFetch {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'price_fetches_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'price_fetches_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'price_fetches_pk' })
  dataset: string;

  /** First day that was asked for; prices may begin later, where the listing does. */
  @Column('date', { name: 'covered_from', nullable: true })
  coveredFrom: string | null;

  /** Of the last answer that was stored. */
  @Column('timestamptz', { name: 'fetched_at', nullable: true })
  fetchedAt: Date | null;

  /** Null since an answer was stored. */
  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt: Date | null;

  @Column('text', { nullable: true })
  failure: string | null;

  @Column('text', { name: 'failure_detail', nullable: true })
  failureDetail: string | null;
}

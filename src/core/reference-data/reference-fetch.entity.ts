import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

/** When providers were asked about a symbol beside its prices, and what went wrong the last time. */
@Entity('reference_fetches')
export class ReferenceFetch {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'reference_fetches_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'reference_fetches_instrument_id_fk' })
  instrument: Instrument;

  /** Of the last time that everything was answered. */
  @Column('timestamptz', { name: 'fetched_at', nullable: true })
  fetchedAt: Date | null;

  /** Null since everything was answered. */
  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt: Date | null;

  @Column('text', { nullable: true })
  failure: string | null;

  @Column('text', { name: 'failure_detail', nullable: true })
  failureDetail: string | null;
}

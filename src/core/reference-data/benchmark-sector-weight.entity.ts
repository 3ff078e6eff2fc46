import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

/** Sector weights of a benchmark on a day, ratios; `instrumentId` is the fund that tracks it. */
@Entity('benchmarks_sector_weights')
export class BenchmarkSectorWeight {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'benchmarks_sector_weights_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'benchmarks_sector_weights_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'benchmarks_sector_weights_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'benchmarks_sector_weights_pk' })
  asOfDate: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'benchmarks_sector_weights_pk' })
  sector: string;

  @Column('text', { name: 'benchmark_code' })
  benchmarkCode: string;

  /** A ratio. */
  @Column('numeric')
  weight: string;

  @Column('numeric', { name: 'market_cap', nullable: true })
  marketCap: string | null;

  @Column('integer', { name: 'num_constituents', nullable: true })
  numConstituents: number | null;

  /** When the dataset said so; what was fetched earlier never replaces it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

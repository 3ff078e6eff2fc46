import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../../market-data/instrument.entity.js';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** An instrument in its cluster. */
@Entity('correlation_cluster_positions')
export class CorrelationClusterPosition {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'correlation_cluster_positions_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'correlation_cluster_positions_pk' })
  asOfDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'correlation_cluster_positions_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'correlation_cluster_positions_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'correlation_cluster_positions_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'correlation_cluster_positions_instrument_id_fk' })
  instrument: Instrument;

  @Column('integer', { name: 'cluster_number' })
  clusterNumber: number;

  /** Signed share of net asset value. */
  @Column('double precision')
  weight: number;

  /** Mean with the other members. */
  @Column('double precision', { name: 'correlation_to_cluster' })
  correlationToCluster: number;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { PortfolioSnapshot } from '../../snapshots/portfolio-snapshot.entity.js';

/** Instruments that move together, two or more. */
@Entity('correlation_clusters')
export class CorrelationCluster {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'correlation_clusters_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'correlation_clusters_pk' })
  asOfDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'correlation_clusters_snapshot_fk',
    },
    {
      name: 'as_of_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'correlation_clusters_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @PrimaryColumn('integer', { name: 'cluster_number', primaryKeyConstraintName: 'correlation_clusters_pk' })
  clusterNumber: number;

  @Column('text')
  nickname: string;

  /** Mean over the pairs inside. */
  @Column('double precision', { name: 'average_correlation' })
  averageCorrelation: number;

  /** Of gross exposure. */
  @Column('double precision', { name: 'gross_share' })
  grossShare: number;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

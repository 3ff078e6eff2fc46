import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';
import { Position } from '../positions/position.entity.js';
import { PortfolioSnapshot } from './portfolio-snapshot.entity.js';

/** One lot as it stood in a snapshot. */
@Entity('snapshot_positions')
export class SnapshotPosition {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'snapshot_positions_pk' })
  portfolioId: string;

  @PrimaryColumn('date', { name: 'snapshot_date', primaryKeyConstraintName: 'snapshot_positions_pk' })
  snapshotDate: string;

  @ManyToOne(() => PortfolioSnapshot, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'snapshot_positions_snapshot_fk',
    },
    {
      name: 'snapshot_date',
      referencedColumnName: 'snapshotDate',
      foreignKeyConstraintName: 'snapshot_positions_snapshot_fk',
    },
  ])
  snapshot: PortfolioSnapshot;

  @Index('snapshot_positions_position_id_idx')
  @PrimaryColumn('uuid', { name: 'position_id', primaryKeyConstraintName: 'snapshot_positions_pk' })
  positionId: string;

  @ManyToOne(() => Position, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'position_id', foreignKeyConstraintName: 'snapshot_positions_position_id_fk' })
  position: Position;

  @Column('uuid', { name: 'instrument_id' })
  instrumentId: string;

  @ManyToOne(() => Instrument)
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'snapshot_positions_instrument_id_fk' })
  instrument: Instrument;

  /** Signed, in the units of the price: adjusted for splits that the price has already in it. */
  @Column('numeric', { precision: 28, scale: 8 })
  quantity: string;

  @Column('numeric', { precision: 28, scale: 8, nullable: true })
  price: string | null;

  @Column('date', { name: 'price_date', nullable: true })
  priceDate: string | null;

  /** Sessions between the price and the snapshot. */
  @Column('integer', { name: 'age_sessions', nullable: true })
  ageSessions: number | null;

  /** Signed: what it counts for in net asset value; unpriced, at its last price or else at cost. */
  @Column('numeric', { name: 'market_value', precision: 28, scale: 8 })
  marketValue: string;

  /** Signed: negative for shorts. */
  @Column('numeric', { name: 'cost_basis', precision: 28, scale: 8 })
  costBasis: string;

  @Column('numeric', { name: 'unrealized_pnl', precision: 28, scale: 8, nullable: true })
  unrealizedPnl: string | null;

  /** Signed share of net asset value, a ratio; null when that is not positive. */
  @Column('double precision', { nullable: true })
  weight: number | null;

  @Column('text')
  status: 'priced' | 'stale' | 'unpriced';

  @Column('text', { nullable: true })
  reason: string | null;
}

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
import { Instrument } from '../market-data/instrument.entity.js';
import { Portfolio } from '../portfolios/portfolio.entity.js';

export type PositionType = 'LONG' | 'SHORT' | 'LC' | 'LP' | 'SC' | 'SP';

/** A lot, derived from the ledger and rebuilt with it. Its id is that of the transaction that opened it. */
@Entity('positions')
@Index('positions_id_portfolio_key', ['id', 'portfolioId'], { unique: true })
export class Position {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'positions_pk' })
  id: string;

  @Index('positions_portfolio_id_idx')
  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'positions_portfolio_id_fk' })
  portfolio: Portfolio;

  @Index('positions_instrument_id_idx')
  @Column('uuid', { name: 'instrument_id' })
  instrumentId: string;

  @ManyToOne(() => Instrument)
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'positions_instrument_id_fk' })
  instrument: Instrument;

  @Column('text', { name: 'position_type' })
  positionType: PositionType;

  /** Signed: negative for shorts. */
  @Column('numeric', { name: 'opened_quantity', precision: 28, scale: 8 })
  openedQuantity: string;

  /** Signed and still open; 0 when closed. */
  @Column('numeric', { precision: 28, scale: 8 })
  quantity: string;

  @Column('numeric', { name: 'entry_price', precision: 28, scale: 8 })
  entryPrice: string;

  @Column('date', { name: 'entry_date' })
  entryDate: string;

  @Column('numeric', { name: 'exit_price', precision: 28, scale: 8, nullable: true })
  exitPrice: string | null;

  @Column('date', { name: 'exit_date', nullable: true })
  exitDate: string | null;

  @Column('numeric', { name: 'realized_pnl', precision: 28, scale: 8, default: 0 })
  realizedPnl: string;

  @Column('text', { nullable: true })
  notes: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

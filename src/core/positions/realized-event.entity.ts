import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Transaction } from '../ledger/transaction.entity.js';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { Position } from './position.entity.js';

/** One closing of (part of) a lot. Derived from the ledger. */
@Entity('position_realized_events')
@Index('position_realized_events_portfolio_id_idx', ['portfolioId', 'tradeDate'])
@Index('position_realized_events_position_id_idx', ['positionId', 'portfolioId'])
@Index('position_realized_events_transaction_id_idx', ['transactionId', 'portfolioId'])
export class RealizedEvent {
  @PrimaryColumn('uuid', { name: 'position_id', primaryKeyConstraintName: 'position_realized_events_pk' })
  positionId: string;

  @ManyToOne(() => Position, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'position_realized_events_position_id_fk',
    },
    {
      name: 'position_id',
      referencedColumnName: 'id',
      foreignKeyConstraintName: 'position_realized_events_position_id_fk',
    },
  ])
  position: Position;

  @PrimaryColumn('uuid', { name: 'transaction_id', primaryKeyConstraintName: 'position_realized_events_pk' })
  transactionId: string;

  @ManyToOne(() => Transaction, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'position_realized_events_transaction_id_fk',
    },
    {
      name: 'transaction_id',
      referencedColumnName: 'id',
      foreignKeyConstraintName: 'position_realized_events_transaction_id_fk',
    },
  ])
  transaction: Transaction;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'position_realized_events_portfolio_id_fk' })
  portfolio: Portfolio;

  @Column('date', { name: 'trade_date' })
  tradeDate: string;

  @Column('numeric', { name: 'quantity_closed', precision: 28, scale: 8 })
  quantityClosed: string;

  @Column('numeric', { name: 'exit_price', precision: 28, scale: 8 })
  exitPrice: string;

  @Column('numeric', { name: 'realized_pnl', precision: 28, scale: 8 })
  realizedPnl: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}

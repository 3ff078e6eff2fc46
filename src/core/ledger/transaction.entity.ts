import {
  Column,
  CreateDateColumn,
  Entity,
  Generated,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { User } from '../users/user.entity.js';

/** One line of a portfolio's ledger. Append-only: a correction is a reversal and a new line. */
@Entity('transactions')
@Index('transactions_portfolio_id_idx', ['portfolioId', 'tradeDate', 'sequence'])
@Index('transactions_id_portfolio_key', ['id', 'portfolioId'], { unique: true })
@Index('transactions_reverses_id_key', ['reversesId', 'portfolioId'], {
  unique: true,
  where: 'reverses_id IS NOT NULL',
})
@Index('transactions_leg_id_idx', ['portfolioId', 'legId'], { where: 'leg_id IS NOT NULL' })
export class Transaction {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'transactions_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'transactions_portfolio_id_fk' })
  portfolio: Portfolio;

  /** Order of entry; breaks ties of the trade date. */
  @Column('bigint')
  @Generated('increment')
  readonly sequence: string;

  @Column('text')
  kind: string;

  @Column('date', { name: 'trade_date' })
  tradeDate: string;

  @Index('transactions_instrument_id_idx')
  @Column('uuid', { name: 'instrument_id', nullable: true })
  instrumentId: string | null;

  @ManyToOne(() => Instrument, { nullable: true })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'transactions_instrument_id_fk' })
  instrument: Instrument | null;

  /** Shares or contracts, positive; the kind says the direction. */
  @Column('numeric', { precision: 28, scale: 8, nullable: true })
  quantity: string | null;

  @Column('numeric', { precision: 18, scale: 6, nullable: true })
  price: string | null;

  @Column('integer', { default: 1 })
  multiplier: number;

  /** Signed effect on cash, fees included. */
  @Column('numeric', { precision: 28, scale: 8 })
  amount: string;

  @Column('numeric', { precision: 20, scale: 4, default: 0 })
  fees: string;

  /** Splits: new shares per old. */
  @Column('numeric', { precision: 24, scale: 12, nullable: true })
  ratio: string | null;

  /** The lot that a sale, cover or expiry names; null lets the portfolio's lot method choose. */
  @Column('uuid', { name: 'lot_id', nullable: true })
  lotId: string | null;

  /** Exercise and assignment: the trade in the underlying that comes with it. */
  @Column('uuid', { name: 'leg_id', nullable: true })
  legId: string | null;

  /** A trade that closes what is held on the other side first and opens a lot with what remains of it. */
  @Column('boolean', { name: 'crosses_zero', default: false })
  crossesZero: boolean;

  @Column('uuid', { name: 'reverses_id', nullable: true })
  reversesId: string | null;

  @ManyToOne(() => Transaction, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'transactions_reverses_id_fk',
    },
    { name: 'reverses_id', referencedColumnName: 'id', foreignKeyConstraintName: 'transactions_reverses_id_fk' },
  ])
  reverses: Transaction | null;

  @Column('text')
  source: string;

  @Column('text', { nullable: true })
  notes: string | null;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'created_by', foreignKeyConstraintName: 'transactions_created_by_fk' })
  author: User | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}

import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { User } from '../users/user.entity.js';

export type LotMethod = 'fifo' | 'lifo' | 'highest_cost' | 'average' | 'chosen';
export type PriceDataset = 'simulated' | 'csv' | 'yahoo' | 'fmp';

@Entity('portfolios')
@Index('portfolios_account_name_key', ['userId', 'accountName'], { unique: true, where: 'deleted_at IS NULL' })
export class Portfolio {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'portfolios_pk' })
  readonly id: string;

  @Index('portfolios_user_id_idx')
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'portfolios_user_id_fk' })
  user: User;

  @Column('text')
  name: string;

  @Column('text', { name: 'account_name' })
  accountName: string;

  @Column('text', { name: 'account_type', default: 'taxable' })
  accountType: string;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('text', { default: 'USD' })
  currency: string;

  /** The opening deposit. What the portfolio is worth now is in its snapshots. */
  @Column('numeric', { name: 'equity_balance', precision: 20, scale: 4, nullable: true })
  equityBalance: string | null;

  @Column('text', { name: 'lot_method', default: 'fifo' })
  lotMethod: LotMethod;

  /** The one dataset whose prices value this portfolio; datasets are never spliced. */
  @Column('text', { name: 'price_dataset' })
  priceDataset: PriceDataset;

  /** What its return is compared with. */
  @Column('text', { name: 'benchmark_symbol', default: 'SPY' })
  benchmarkSymbol: string;

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  /** First session whose snapshot no longer follows from ledger and prices. */
  @Column('date', { name: 'stale_from', nullable: true })
  staleFrom: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}

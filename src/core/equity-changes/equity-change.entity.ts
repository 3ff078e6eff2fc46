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
import { Transaction } from '../ledger/transaction.entity.js';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { User } from '../users/user.entity.js';

/** A contribution or withdrawal as its author sees it; the ledger line behind it is what counts. */
@Entity('equity_changes')
@Index('equity_changes_portfolio_id_idx', ['portfolioId', 'changeDate'])
@Index('equity_changes_transaction_id_idx', ['transactionId', 'portfolioId'])
export class EquityChange {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'equity_changes_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'equity_changes_portfolio_id_fk' })
  portfolio: Portfolio;

  /** The ledger line in force; an edit points to the new one. */
  @Column('uuid', { name: 'transaction_id' })
  transactionId: string;

  @ManyToOne(() => Transaction, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'equity_changes_transaction_id_fk',
    },
    {
      name: 'transaction_id',
      referencedColumnName: 'id',
      foreignKeyConstraintName: 'equity_changes_transaction_id_fk',
    },
  ])
  transaction: Transaction;

  @Column('text', { name: 'change_type' })
  changeType: 'CONTRIBUTION' | 'WITHDRAWAL';

  /** Positive; the type says the direction. */
  @Column('numeric', { precision: 20, scale: 4 })
  amount: string;

  @Column('date', { name: 'change_date' })
  changeDate: string;

  @Column('text', { nullable: true })
  notes: string | null;

  @Column('uuid', { name: 'created_by_user_id', nullable: true })
  createdByUserId: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'created_by_user_id', foreignKeyConstraintName: 'equity_changes_created_by_user_id_fk' })
  author: User | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}

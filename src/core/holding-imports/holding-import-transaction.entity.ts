import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Transaction } from '../ledger/transaction.entity.js';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { HoldingImport } from './holding-import.entity.js';

/** A ledger line that an import booked, and the row of the file that it comes from. */
@Entity('holding_import_transactions')
export class HoldingImportTransaction {
  @PrimaryColumn('uuid', { name: 'import_id', primaryKeyConstraintName: 'holding_import_transactions_pk' })
  importId: string;

  @ManyToOne(() => HoldingImport, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'import_id', foreignKeyConstraintName: 'holding_import_transactions_import_id_fk' })
  holdingImport: HoldingImport;

  @Index('holding_import_transactions_transaction_id_key', { unique: true })
  @PrimaryColumn('uuid', { name: 'transaction_id', primaryKeyConstraintName: 'holding_import_transactions_pk' })
  transactionId: string;

  @ManyToOne(() => Transaction, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'transaction_id', foreignKeyConstraintName: 'holding_import_transactions_transaction_id_fk' })
  transaction: Transaction;

  @Index('holding_import_transactions_portfolio_id_idx')
  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'holding_import_transactions_portfolio_id_fk' })
  portfolio: Portfolio;

  /** Null for the adjustment of cash. */
  @Column('integer', { name: 'file_row', nullable: true })
  fileRow: number | null;
}

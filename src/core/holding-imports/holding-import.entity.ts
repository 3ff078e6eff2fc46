import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { User } from '../users/user.entity.js';

/** A file of holdings that was imported. Its ledger lines are in `holding_import_transactions`. */
@Entity('holding_imports')
@Index('holding_imports_portfolio_id_idx', ['portfolioId', 'createdAt'])
@Index('holding_imports_content_hash_key', ['portfolioId', 'contentHash', 'account'], {
  unique: true,
  where: "status = 'booked'",
})
export class HoldingImport {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'holding_imports_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'holding_imports_portfolio_id_fk' })
  portfolio: Portfolio;

  @Column('text')
  preset: string;

  @Column('text', { name: 'file_name' })
  fileName: string;

  /** SHA-256 of the bytes, in hexadecimal digits. */
  @Column('text', { name: 'content_hash' })
  contentHash: string;

  /** The account of the file that was read; empty when the file names none. */
  @Column('text', { default: '' })
  account: string;

  @Column('date', { name: 'as_of_date' })
  asOfDate: string;

  @Column('text', { default: 'booked' })
  status: 'booked' | 'undone';

  /** Rows with data. */
  @Column('integer', { name: 'row_count', default: 0 })
  rowCount: number;

  @Column('integer', { name: 'holding_count', default: 0 })
  holdingCount: number;

  @Column('integer', { name: 'transaction_count', default: 0 })
  transactionCount: number;

  @Column('integer', { name: 'warning_count', default: 0 })
  warningCount: number;

  /** Cash and problems, as they were answered. */
  @Column('jsonb')
  report: object;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'created_by', foreignKeyConstraintName: 'holding_imports_created_by_fk' })
  author: User | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;
}

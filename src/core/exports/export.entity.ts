import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { User } from '../users/user.entity.js';

export const EXPORT_TYPES = ['portfolio', 'trades'] as const;
export const EXPORT_FORMATS = ['csv', 'json'] as const;

/** A file that was taken out. The file itself is not kept: it can be made again, and the hash tells whether it is the same. */
@Entity('export_history')
@Index('export_history_portfolio_id_idx', ['portfolioId', 'id'])
export class ExportRecord {
  @PrimaryGeneratedColumn('increment', { type: 'bigint', primaryKeyConstraintName: 'export_history_pk' })
  readonly id: string;

  @Index('export_history_user_id_idx')
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'export_history_user_id_fk' })
  user: User | null;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'export_history_portfolio_id_fk' })
  portfolio: Portfolio;

  @Column('text', { name: 'export_type' })
  exportType: (typeof EXPORT_TYPES)[number];

  @Column('text', { name: 'export_format' })
  exportFormat: (typeof EXPORT_FORMATS)[number];

  @Column('text', { name: 'file_name' })
  fileName: string;

  @Column('integer', { name: 'file_size_bytes' })
  fileSizeBytes: number;

  @Column('integer', { name: 'row_count' })
  rowCount: number;

  /** SHA-256 of the bytes, in hexadecimal digits. */
  @Column('text', { name: 'content_hash' })
  contentHash: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}

import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { User } from '../users/user.entity.js';

/** A book of the demo that a user has been given, or the tags and targets of one, whatever became of it since. */
@Entity('demo_books')
export class DemoBook {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'demo_books_pk' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'demo_books_user_id_fk' })
  user: User;

  /** The account name that it was given with; its user may have changed it. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'demo_books_pk' })
  book: string;

  /** Null when its rows are gone. */
  @Index('demo_books_portfolio_id_idx')
  @Column('uuid', { name: 'portfolio_id', nullable: true })
  portfolioId: string | null;

  @ManyToOne(() => Portfolio, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'demo_books_portfolio_id_fk' })
  portfolio: Portfolio | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}

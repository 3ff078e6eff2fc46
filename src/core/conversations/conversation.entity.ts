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
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { User } from '../users/user.entity.js';

@Entity('agent_conversations')
@Index('agent_conversations_user_id_idx', ['userId', 'createdAt'])
export class Conversation {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'agent_conversations_pk' })
  readonly id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'agent_conversations_user_id_fk' })
  user: User;

  @Column('text', { nullable: true })
  title: string | null;

  @Column('text', { default: 'green' })
  mode: 'green' | 'blue' | 'indigo' | 'violet';

  @Column('text')
  provider: string;

  @Index('agent_conversations_portfolio_id_idx')
  @Column('uuid', { name: 'portfolio_id', nullable: true })
  portfolioId: string | null;

  @ManyToOne(() => Portfolio, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'agent_conversations_portfolio_id_fk' })
  portfolio: Portfolio | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

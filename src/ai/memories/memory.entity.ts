import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const MEMORY_SCOPES = ['user', 'portfolio'] as const;
export const MAX_MEMORY_CHARACTERS = 500;

/** A statement that a user wants to be remembered, about themselves or one of their portfolios. */
@Entity('ai_memories')
@Index('ix_ai_memories_user', ['userId', 'createdAt'])
export class Memory {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'ai_memories_pk' })
  readonly id: string;

  /** A core users.id. */
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('text')
  scope: (typeof MEMORY_SCOPES)[number];

  /** A core portfolios.id, where the scope is a portfolio. */
  @Index('ix_ai_memories_portfolio')
  @Column('uuid', { name: 'portfolio_id', nullable: true })
  portfolioId: string | null;

  @Column('text')
  content: string;

  @Column('jsonb', { default: {} })
  tags: Record<string, unknown>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}

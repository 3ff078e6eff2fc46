import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Conversation } from './conversation.entity.js';

@Entity('agent_messages')
@Index('agent_messages_sequence_key', ['conversationId', 'sequence'], { unique: true })
export class Message {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'agent_messages_pk' })
  readonly id: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId: string;

  @ManyToOne(() => Conversation, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'conversation_id', foreignKeyConstraintName: 'agent_messages_conversation_id_fk' })
  conversation: Conversation;

  /** From 1; orders messages of the same instant. */
  @Column('integer')
  sequence: number;

  @Column('text')
  role: 'user' | 'assistant';

  /** An answer is pending until its stream has ended. */
  @Column('text', { default: 'complete' })
  status: 'pending' | 'complete' | 'failed';

  @Column('text', { default: '' })
  content: string;

  @Column('jsonb', { name: 'tool_calls', default: [] })
  toolCalls: readonly unknown[];

  @Column('jsonb', { default: [] })
  citations: readonly unknown[];

  /** Every figure of the answer with the tool result it was traced to. */
  @Column('jsonb', { default: [] })
  figures: readonly unknown[];

  @Column('text', { nullable: true })
  model: string | null;

  @Column('integer', { name: 'first_token_ms', nullable: true })
  firstTokenMs: number | null;

  @Column('integer', { name: 'latency_ms', nullable: true })
  latencyMs: number | null;

  @Column('integer', { name: 'prompt_tokens', nullable: true })
  promptTokens: number | null;

  @Column('integer', { name: 'completion_tokens', nullable: true })
  completionTokens: number | null;

  @Column('jsonb', { nullable: true })
  error: { code: string; message: string } | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}

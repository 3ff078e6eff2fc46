import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Conversation } from '../conversations/conversation.entity.js';
import { Message } from '../conversations/message.entity.js';
import { User } from '../users/user.entity.js';

/** One answer that was asked of a language model. It outlives its conversation: deleting one gives nothing back. */
@Entity('ai_request_metrics')
@Index('ai_request_metrics_user_id_idx', ['userId', 'createdAt'])
export class AiRequest {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'ai_request_metrics_pk' })
  readonly id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'ai_request_metrics_user_id_fk' })
  user: User;

  @Column('text')
  kind: 'chat' | 'insight';

  @Column('text', { default: 'pending' })
  state: 'pending' | 'answered' | 'failed';

  @Index('ai_request_metrics_conversation_id_idx')
  @Column('uuid', { name: 'conversation_id', nullable: true })
  conversationId: string | null;

  @ManyToOne(() => Conversation, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'conversation_id', foreignKeyConstraintName: 'ai_request_metrics_conversation_id_fk' })
  conversation: Conversation | null;

  @Index('ai_request_metrics_message_id_key', { unique: true })
  @Column('uuid', { name: 'message_id', nullable: true })
  messageId: string | null;

  @ManyToOne(() => Message, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'message_id', foreignKeyConstraintName: 'ai_request_metrics_message_id_fk' })
  message: Message | null;

  @Column('text')
  model: string;

  @Column('integer', { name: 'input_tokens', nullable: true })
  inputTokens: number | null;

  @Column('integer', { name: 'output_tokens', nullable: true })
  outputTokens: number | null;

  @Column('integer', { name: 'first_token_ms', nullable: true })
  firstTokenMs: number | null;

  @Column('integer', { name: 'latency_ms', nullable: true })
  latencyMs: number | null;

  /** Name and milliseconds of each call, in their order. */
  @Column('jsonb', { name: 'tool_calls', default: [] })
  toolCalls: readonly { readonly name: string; readonly duration_ms: number | null }[];

  @Column('text', { name: 'error_type', nullable: true })
  errorType: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage: string | null;

  @Index('ai_request_metrics_created_at_idx')
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}

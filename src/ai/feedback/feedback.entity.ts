import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

/** A user's rating of an answer. Core ids are plain: the answer lives in the other database. */
@Entity('ai_feedback')
@Index('ix_ai_feedback_message_user', ['messageId', 'userId'], { unique: true })
@Index('ix_ai_feedback_user', ['userId', 'createdAt'])
export class Feedback {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'ai_feedback_pk' })
  readonly id: string;

  /** A core agent_messages.id. */
  @Column('uuid', { name: 'message_id' })
  messageId: string;

  /** A core agent_conversations.id. */
  @Index('ix_ai_feedback_conversation')
  @Column('uuid', { name: 'conversation_id' })
  conversationId: string;

  /** A core users.id. */
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('text')
  rating: 'up' | 'down';

  /** The answer as the user would have written it. */
  @Column('text', { name: 'edited_text', nullable: true })
  editedText: string | null;

  @Column('text', { nullable: true })
  comment: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

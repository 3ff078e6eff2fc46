import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { User } from '../users/user.entity.js';

export type ActivityType = `onboarding.${
  | 'register_start'
  | 'register_complete'
  | 'register_error'
  | 'login_success'
  | 'login_error'
  | 'portfolio_start'
  | 'portfolio_complete'
  | 'portfolio_error'}`;

/** One step of somebody on the way in. */
@Entity('user_activity_events')
export class ActivityEvent {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'user_activity_events_pk' })
  readonly id: string;

  /** Null before there is an account. */
  @Index('user_activity_events_user_id_idx')
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_activity_events_user_id_fk' })
  user: User | null;

  @Column('text', { name: 'event_type' })
  eventType: ActivityType;

  @Column('jsonb', { name: 'event_data', default: {} })
  eventData: Readonly<Record<string, unknown>>;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage: string | null;

  @Index('user_activity_events_created_at_idx')
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}

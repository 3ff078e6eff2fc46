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
import { User } from '../users/user.entity.js';

/** Where a user wants to be told of alerts. */
@Entity('alert_channels')
@Index('alert_channels_target_key', ['userId', 'kind', 'target'], { unique: true })
export class AlertChannel {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'alert_channels_pk' })
  readonly id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'alert_channels_user_id_fk' })
  user: User;

  @Column('text')
  kind: 'webhook' | 'email';

  @Column('text')
  name: string;

  /** An address of the web, or one of e-mail. */
  @Column('text')
  target: string;

  /** What signs a webhook, encrypted; see `ChannelSecrets`. */
  @Column('text', { name: 'secret_cipher', nullable: true })
  secretCipher: string | null;

  /** Of a mail: since when alerts are sent there; null until its code was told. */
  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt: Date | null;

  /** The code that was mailed last, encrypted; null once it was told. */
  @Column('text', { name: 'code_cipher', nullable: true })
  codeCipher: string | null;

  @Column('timestamptz', { name: 'code_asked_at', nullable: true })
  codeAskedAt: Date | null;

  @Column('timestamptz', { name: 'code_expires_at', nullable: true })
  codeExpiresAt: Date | null;

  /** When it is to be mailed next; null when it arrived. */
  @Index('alert_channels_code_due_idx', { where: 'code_due_at IS NOT NULL' })
  @Column('timestamptz', { name: 'code_due_at', nullable: true })
  codeDueAt: Date | null;

  @Column('integer', { name: 'code_attempts', default: 0 })
  codeAttempts: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}

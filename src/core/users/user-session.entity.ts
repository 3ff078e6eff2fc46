import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { User } from './user.entity.js';

/** One sign-in. Access tokens name it, so that revoking the row ends them. */
@Entity('user_sessions')
@Index('user_sessions_previous_hashes_idx', { synchronize: false })
export class UserSession {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'user_sessions_pk' })
  readonly id: string;

  @Index('user_sessions_user_id_idx')
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_sessions_user_id_fk' })
  user: User;

  /** SHA-256 of the refresh token that is valid now. */
  @Index('user_sessions_refresh_hash_key', { unique: true })
  @Column('text', { name: 'refresh_hash' })
  refreshHash: string;

  /** Tokens that were rotated away: seeing one again means that it was stolen. */
  @Column('text', { name: 'previous_hashes', array: true, default: () => "'{}'" })
  previousHashes: string[];

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'last_refreshed_at', nullable: true })
  lastRefreshedAt: Date | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @Column('text', { name: 'revoked_reason', nullable: true })
  revokedReason: string | null;
}

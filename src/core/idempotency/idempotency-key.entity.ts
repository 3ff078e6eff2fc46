import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { User } from '../users/user.entity.js';

/** What is being done: nothing is known to have been written; it is written; its answer is kept. */
export type IdempotencyState = 'running' | 'carried_out' | 'answered';

/** A request that is to be carried out once, however often it is sent. */
@Entity('idempotency_keys')
@Index('idempotency_keys_attempt_key', ['attempt'], { unique: true })
@Index('idempotency_keys_created_at_idx', ['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'idempotency_keys_pk' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'idempotency_keys_user_id_fk' })
  user: User;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_keys_pk' })
  key: string;

  /** Method and path. */
  @Column('text')
  route: string;

  @Column('text', { name: 'request_hash' })
  requestHash: string;

  /** Another for each time the key is taken. */
  @Column('uuid')
  attempt: string;

  @Column('text', { default: 'running' })
  state: IdempotencyState;

  @Column('integer', { nullable: true })
  status: number | null;

  @Column('jsonb', { nullable: true })
  headers: Record<string, string> | null;

  /** As text, since jsonb would order its members anew. */
  @Column('text', { nullable: true })
  body: string | null;

  @Column('boolean', { name: 'is_stream', default: false })
  isStream: boolean;

  @Column('timestamptz', { name: 'leased_until' })
  leasedUntil: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

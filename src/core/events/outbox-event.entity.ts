import { Column, Entity, Generated, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A fact that the AI side has to follow, written in the transaction that made it true. */
@Entity('outbox_events')
@Index('outbox_events_due_idx', ['id'], { where: 'delivered_at IS NULL' })
export class OutboxEvent {
  /** The order of the events. A database that was restored gives numbers again that others have seen already. */
  @PrimaryGeneratedColumn('increment', { type: 'bigint', primaryKeyConstraintName: 'outbox_events_pk' })
  readonly id: string;

  /** The event's name everywhere: never given twice, whatever becomes of the sequence. */
  @Index('outbox_events_event_id_key', { unique: true })
  @Column('uuid', { name: 'event_id' })
  @Generated('uuid')
  eventId: string;

  @Column('text')
  type: string;

  @Column('uuid', { name: 'aggregate_id' })
  aggregateId: string;

  /** No foreign key: the event outlives its user. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @Column('jsonb', { default: {} })
  payload: Record<string, unknown>;

  @Column('timestamptz', { name: 'occurred_at', default: () => 'now()' })
  occurredAt: Date;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { name: 'next_attempt_at', default: () => 'now()' })
  nextAttemptAt: Date;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A core event whose effect is stored: at-least-once delivery, exactly-once effect. */
@Entity('ai_inbox_events')
export class InboxEvent {
  /** A core outbox_events.event_id. */
  @PrimaryColumn('uuid', { name: 'event_id', primaryKeyConstraintName: 'ai_inbox_events_pk' })
  eventId: string;

  @Column('text')
  type: string;

  @Column('timestamptz', { name: 'applied_at', default: () => 'now()' })
  appliedAt: Date;
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByUser } from './policies.js';

/** Facts that the AI side has to follow, written in the transaction that makes them true. */
export class CreateOutbox1764000000009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE outbox_events (
        id              bigserial NOT NULL CONSTRAINT outbox_events_pk PRIMARY KEY,
        event_id        uuid NOT NULL DEFAULT gen_random_uuid(),
        type            text NOT NULL,
        aggregate_id    uuid NOT NULL,
        user_id         uuid,
        payload         jsonb NOT NULL DEFAULT '{}',
        occurred_at     timestamptz NOT NULL DEFAULT now(),
        attempts        integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        delivered_at    timestamptz,
        last_error      text,
        CONSTRAINT outbox_events_type_check CHECK (type IN ('user.erased', 'portfolio.deleted', 'conversation.deleted',
          'message.deleted', 'feedback.given', 'feedback.withdrawn'))
      )`);
    await db.query('CREATE INDEX outbox_events_due_idx ON outbox_events (id) WHERE delivered_at IS NULL');
    await db.query('CREATE UNIQUE INDEX outbox_events_event_id_key ON outbox_events (event_id)');
    await protectByUser(db, 'outbox_events', 'INSERT');
    await db.query('GRANT USAGE ON SEQUENCE outbox_events_id_seq TO sigmasight_app, sigmasight_system');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE outbox_events');
  }
}

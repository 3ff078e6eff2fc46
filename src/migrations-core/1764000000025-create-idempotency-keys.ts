import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByUser } from './policies.js';

/** Requests that are carried out once, however often they are sent. */
export class CreateIdempotencyKeys1764000000025 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE idempotency_keys (
        user_id      uuid NOT NULL CONSTRAINT idempotency_keys_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        key          text NOT NULL,
        route        text NOT NULL,
        request_hash text NOT NULL,
        attempt      uuid NOT NULL,
        state        text NOT NULL DEFAULT 'running',
        status       integer,
        headers      jsonb,
        body         text,
        is_stream    boolean NOT NULL DEFAULT false,
        leased_until timestamptz NOT NULL,
        created_at   timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_pk PRIMARY KEY (user_id, key),
        CONSTRAINT idempotency_keys_key_check CHECK (length(key) BETWEEN 1 AND 255),
        CONSTRAINT idempotency_keys_state_check CHECK (state IN ('running', 'carried_out', 'answered')),
        CONSTRAINT idempotency_keys_answer_check CHECK ((state = 'answered') = (status IS NOT NULL)),
        CONSTRAINT idempotency_keys_body_check CHECK (length(body) <= 1000000)
      )`);
    await db.query('CREATE UNIQUE INDEX idempotency_keys_attempt_key ON idempotency_keys (attempt)');
    await db.query('CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at)');
    await protectByUser(db, 'idempotency_keys', 'SELECT, INSERT, UPDATE, DELETE');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE idempotency_keys');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByUser } from './policies.js';

/** Steps of users on their way in. Addresses and browsers are not kept. */
export class CreateActivityEvents1764000000061 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE user_activity_events (
        id            uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT user_activity_events_pk PRIMARY KEY,
        user_id       uuid CONSTRAINT user_activity_events_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        event_type    text NOT NULL,
        event_data    jsonb NOT NULL DEFAULT '{}',
        error_code    text,
        error_message text,
        created_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT user_activity_events_event_type_check CHECK (event_type IN (
          'onboarding.register_start', 'onboarding.register_complete', 'onboarding.register_error',
          'onboarding.login_success', 'onboarding.login_error',
          'onboarding.portfolio_start', 'onboarding.portfolio_complete', 'onboarding.portfolio_error')),
        CONSTRAINT user_activity_events_error_check CHECK (length(error_code) <= 100 AND length(error_message) <= 1000)
      )`);
    await db.query('CREATE INDEX user_activity_events_created_at_idx ON user_activity_events (created_at)');
    await db.query('CREATE INDEX user_activity_events_user_id_idx ON user_activity_events (user_id)');
    await protectByUser(db, 'user_activity_events', 'SELECT, INSERT');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE user_activity_events');
  }
}

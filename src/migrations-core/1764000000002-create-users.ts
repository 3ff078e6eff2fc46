import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByUser } from './policies.js';

export class CreateUsers1764000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE users (
        id               uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT users_pk PRIMARY KEY,
        email            text NOT NULL,
        password_hash    text,
        full_name        text NOT NULL,
        role             text NOT NULL DEFAULT 'user',
        tier             text NOT NULL DEFAULT 'free',
        is_active        boolean NOT NULL DEFAULT true,
        is_demo          boolean NOT NULL DEFAULT false,
        invite_validated boolean NOT NULL DEFAULT true,
        created_at       timestamptz NOT NULL DEFAULT now(),
        updated_at       timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT users_email_lower_check CHECK (email = lower(email) AND length(email) <= 255),
        CONSTRAINT users_full_name_check CHECK (length(full_name) <= 255),
        CONSTRAINT users_role_check CHECK (role IN ('user', 'admin')),
        CONSTRAINT users_tier_check CHECK (tier IN ('free', 'paid'))
      )`);
    await db.query('CREATE UNIQUE INDEX users_email_key ON users (email)');
    await protectByUser(db, 'users', 'SELECT', 'id');
    // Never the role, the plan or the password: those are changed by system jobs.
    await db.query('GRANT UPDATE (full_name, updated_at) ON users TO sigmasight_app');
    await db.query(`CREATE POLICY users_update ON users FOR UPDATE TO sigmasight_app
      USING (id = app_user_id()) WITH CHECK (id = app_user_id())`);

    await db.query(`
      CREATE TABLE user_sessions (
        id                 uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT user_sessions_pk PRIMARY KEY,
        user_id            uuid NOT NULL CONSTRAINT user_sessions_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        refresh_hash       text NOT NULL,
        previous_hashes    text[] NOT NULL DEFAULT '{}',
        user_agent         text,
        created_at         timestamptz NOT NULL DEFAULT now(),
        last_refreshed_at  timestamptz,
        expires_at         timestamptz NOT NULL,
        revoked_at         timestamptz,
        revoked_reason     text,
        CONSTRAINT user_sessions_user_agent_check CHECK (length(user_agent) <= 400)
      )`);
    await db.query('CREATE UNIQUE INDEX user_sessions_refresh_hash_key ON user_sessions (refresh_hash)');
    await db.query('CREATE INDEX user_sessions_user_id_idx ON user_sessions (user_id)');
    await db.query('CREATE INDEX user_sessions_previous_hashes_idx ON user_sessions USING gin (previous_hashes)');
    await protectByUser(db, 'user_sessions', 'SELECT, INSERT, UPDATE');

    // What a request may look up before it has signed in: exactly one account, exactly one session.
    await db.query(`
      CREATE FUNCTION find_user_for_sign_in(wanted_email text) RETURNS SETOF users
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ SELECT * FROM users WHERE email = lower(wanted_email) $$`);
    await db.query(`
      CREATE FUNCTION find_session_for_refresh(wanted_hash text) RETURNS SETOF user_sessions
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ SELECT * FROM user_sessions WHERE refresh_hash = wanted_hash OR previous_hashes @> ARRAY[wanted_hash] $$`);
    for (const signature of ['find_user_for_sign_in(text)', 'find_session_for_refresh(text)']) {
      await db.query(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`);
      await db.query(`GRANT EXECUTE ON FUNCTION ${signature} TO sigmasight_anonymous`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION find_session_for_refresh(text)');
    await db.query('DROP FUNCTION find_user_for_sign_in(text)');
    await db.query('DROP TABLE user_sessions');
    await db.query('DROP TABLE users');
  }
}

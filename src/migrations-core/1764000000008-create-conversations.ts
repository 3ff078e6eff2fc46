import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, protectByUser } from './policies.js';

export class CreateConversations1764000000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE agent_conversations (
        id           uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT agent_conversations_pk PRIMARY KEY,
        user_id      uuid NOT NULL CONSTRAINT agent_conversations_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        title        text,
        mode         text NOT NULL DEFAULT 'green',
        provider     text NOT NULL,
        portfolio_id uuid CONSTRAINT agent_conversations_portfolio_id_fk REFERENCES portfolios (id) ON DELETE SET NULL,
        created_at   timestamptz NOT NULL DEFAULT now(),
        updated_at   timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT agent_conversations_title_check CHECK (length(title) <= 200),
        CONSTRAINT agent_conversations_mode_check CHECK (mode IN ('green', 'blue', 'indigo', 'violet'))
      )`);
    await db.query('CREATE INDEX agent_conversations_user_id_idx ON agent_conversations (user_id, created_at)');
    await db.query('CREATE INDEX agent_conversations_portfolio_id_idx ON agent_conversations (portfolio_id)');
    await protectByUser(db, 'agent_conversations', 'SELECT, INSERT, UPDATE, DELETE');

    await db.query(`
      CREATE TABLE agent_messages (
        id                uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT agent_messages_pk PRIMARY KEY,
        conversation_id   uuid NOT NULL CONSTRAINT agent_messages_conversation_id_fk REFERENCES agent_conversations (id) ON DELETE CASCADE,
        sequence          integer NOT NULL,
        role              text NOT NULL,
        status            text NOT NULL DEFAULT 'complete',
        content           text NOT NULL DEFAULT '',
        tool_calls        jsonb NOT NULL DEFAULT '[]',
        citations         jsonb NOT NULL DEFAULT '[]',
        figures           jsonb NOT NULL DEFAULT '[]',
        model             text,
        first_token_ms    integer,
        latency_ms        integer,
        prompt_tokens     integer,
        completion_tokens integer,
        error             jsonb,
        created_at        timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT agent_messages_role_check CHECK (role IN ('user', 'assistant')),
        CONSTRAINT agent_messages_status_check CHECK (status IN ('pending', 'complete', 'failed'))
      )`);
    await db.query('CREATE UNIQUE INDEX agent_messages_sequence_key ON agent_messages (conversation_id, sequence)');
    await db.query(`
      CREATE FUNCTION own_conversations() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ SELECT id FROM agent_conversations WHERE user_id = app_user_id() $$`);
    await db.query('REVOKE ALL ON FUNCTION own_conversations() FROM PUBLIC');
    await db.query('GRANT EXECUTE ON FUNCTION own_conversations() TO sigmasight_app, sigmasight_system');
    const own = 'conversation_id IN (SELECT own_conversations())';
    await protect(db, 'agent_messages', 'SELECT, INSERT, UPDATE, DELETE', own, own);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE agent_messages');
    await db.query('DROP FUNCTION own_conversations()');
    await db.query('DROP TABLE agent_conversations');
  }
}

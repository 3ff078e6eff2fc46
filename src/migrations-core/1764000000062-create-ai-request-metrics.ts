import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByUser } from './policies.js';

/** What answers of language models took, and what the monthly allowance is counted by. */
export class CreateAiRequestMetrics1764000000062 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ai_request_metrics (
        id              uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT ai_request_metrics_pk PRIMARY KEY,
        user_id         uuid NOT NULL CONSTRAINT ai_request_metrics_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        kind            text NOT NULL,
        state           text NOT NULL DEFAULT 'pending',
        conversation_id uuid CONSTRAINT ai_request_metrics_conversation_id_fk
                          REFERENCES agent_conversations (id) ON DELETE SET NULL,
        message_id      uuid CONSTRAINT ai_request_metrics_message_id_fk REFERENCES agent_messages (id) ON DELETE SET NULL,
        model           text NOT NULL,
        input_tokens    integer,
        output_tokens   integer,
        first_token_ms  integer,
        latency_ms      integer,
        tool_calls      jsonb NOT NULL DEFAULT '[]',
        error_type      text,
        error_message   text,
        created_at      timestamptz NOT NULL DEFAULT now(),
        finished_at     timestamptz,
        CONSTRAINT ai_request_metrics_kind_check CHECK (kind IN ('chat', 'insight')),
        CONSTRAINT ai_request_metrics_state_check CHECK (state IN ('pending', 'answered', 'failed')),
        CONSTRAINT ai_request_metrics_error_check CHECK ((state = 'failed') = (error_type IS NOT NULL))
      )`);
    await db.query('CREATE INDEX ai_request_metrics_created_at_idx ON ai_request_metrics (created_at)');
    await db.query('CREATE INDEX ai_request_metrics_user_id_idx ON ai_request_metrics (user_id, created_at)');
    await db.query('CREATE INDEX ai_request_metrics_conversation_id_idx ON ai_request_metrics (conversation_id)');
    await db.query('CREATE UNIQUE INDEX ai_request_metrics_message_id_key ON ai_request_metrics (message_id)');
    await protectByUser(db, 'ai_request_metrics', 'SELECT, INSERT, UPDATE');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE ai_request_metrics');
  }
}

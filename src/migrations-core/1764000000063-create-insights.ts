import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

export class CreateInsights1764000000063 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ai_insights (
        id                 uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT ai_insights_pk PRIMARY KEY,
        portfolio_id       uuid NOT NULL CONSTRAINT ai_insights_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        insight_type       text NOT NULL,
        title              text NOT NULL,
        severity           text NOT NULL DEFAULT 'normal',
        summary            text NOT NULL,
        full_analysis      text NOT NULL,
        key_findings       jsonb NOT NULL DEFAULT '[]',
        recommendations    jsonb NOT NULL DEFAULT '[]',
        data_limitations   text NOT NULL DEFAULT '',
        figures            jsonb NOT NULL DEFAULT '[]',
        focus_area         text,
        user_question      text,
        model_used         text NOT NULL,
        generation_time_ms integer NOT NULL,
        token_count_input  integer,
        token_count_output integer,
        tool_calls_count   integer NOT NULL DEFAULT 0,
        cache_key          text NOT NULL,
        user_rating        numeric(2, 1),
        user_feedback      text,
        viewed             boolean NOT NULL DEFAULT false,
        dismissed          boolean NOT NULL DEFAULT false,
        created_at         timestamptz NOT NULL DEFAULT now(),
        updated_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ai_insights_insight_type_check CHECK (insight_type IN ('daily_summary', 'morning_briefing',
          'volatility_analysis', 'concentration_risk', 'hedge_quality', 'factor_exposure', 'stress_test_review', 'custom')),
        CONSTRAINT ai_insights_severity_check CHECK (severity IN ('info', 'normal', 'elevated', 'warning', 'critical')),
        CONSTRAINT ai_insights_user_rating_check CHECK (user_rating BETWEEN 1 AND 5)
      )`);
    await db.query('CREATE INDEX ai_insights_portfolio_id_idx ON ai_insights (portfolio_id, created_at)');
    await db.query('CREATE INDEX ai_insights_cache_key_idx ON ai_insights (cache_key)');
    await protectByPortfolio(db, 'ai_insights', 'SELECT, INSERT, UPDATE');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE ai_insights');
  }
}

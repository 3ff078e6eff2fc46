import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsInternal } from './policies.js';

export class CreateBatch1764000000007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE batch_run_tracking (
        id              uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT batch_run_tracking_pk PRIMARY KEY,
        triggered_by    text NOT NULL,
        portfolio_id    uuid CONSTRAINT batch_run_tracking_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        from_date       date,
        to_date         date NOT NULL,
        is_forced       boolean NOT NULL DEFAULT false,
        status          text NOT NULL DEFAULT 'queued',
        lease_owner     text,
        heartbeat_at    timestamptz,
        current_phase   text,
        total_steps     integer NOT NULL DEFAULT 0,
        completed_steps integer NOT NULL DEFAULT 0,
        blocked_steps   integer NOT NULL DEFAULT 0,
        phase_durations jsonb NOT NULL DEFAULT '{}',
        problems        jsonb NOT NULL DEFAULT '[]',
        error           text,
        created_at      timestamptz NOT NULL DEFAULT now(),
        started_at      timestamptz,
        completed_at    timestamptz,
        CONSTRAINT batch_run_tracking_status_check CHECK (status IN ('queued', 'running', 'completed', 'partial', 'failed', 'abandoned'))
      )`);
    await db.query('CREATE INDEX batch_run_tracking_created_at_idx ON batch_run_tracking (created_at)');
    await protectAsInternal(db, 'batch_run_tracking');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE batch_run_tracking');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

/** What-ifs that their users kept. */
export class CreateModelingSessions1764000000151 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE modeling_session_snapshots (
        id                          uuid NOT NULL DEFAULT gen_random_uuid(),
        user_id                     uuid NOT NULL CONSTRAINT modeling_session_snapshots_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        portfolio_id                uuid NOT NULL CONSTRAINT modeling_session_snapshots_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        name                        text NOT NULL,
        status                      text NOT NULL DEFAULT 'completed',
        as_of_date                  date NOT NULL,
        base_portfolio_snapshot     jsonb NOT NULL,
        modified_portfolio_snapshot jsonb NOT NULL,
        changes                     jsonb NOT NULL,
        created_at                  timestamptz NOT NULL DEFAULT now(),
        updated_at                  timestamptz NOT NULL DEFAULT now(),
        completed_at                timestamptz,
        CONSTRAINT modeling_session_snapshots_pk PRIMARY KEY (id),
        CONSTRAINT modeling_session_snapshots_name_check CHECK (length(name) BETWEEN 1 AND 255),
        CONSTRAINT modeling_session_snapshots_status_check CHECK (status IN ('active', 'completed', 'cancelled'))
      )`);
    await db.query(
      'CREATE INDEX modeling_session_snapshots_portfolio_id_idx ON modeling_session_snapshots (portfolio_id, created_at, id)',
    );
    await db.query('CREATE INDEX modeling_session_snapshots_user_id_idx ON modeling_session_snapshots (user_id)');
    await protectByPortfolio(db, 'modeling_session_snapshots', 'SELECT, INSERT, DELETE');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE modeling_session_snapshots');
  }
}

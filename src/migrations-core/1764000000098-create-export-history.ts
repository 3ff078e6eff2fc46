import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

/** What was taken out of the system as files: by whom, of which portfolio, when. */
export class CreateExportHistory1764000000098 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE export_history (
        id              bigserial NOT NULL CONSTRAINT export_history_pk PRIMARY KEY,
        user_id         uuid CONSTRAINT export_history_user_id_fk REFERENCES users (id) ON DELETE SET NULL,
        portfolio_id    uuid NOT NULL CONSTRAINT export_history_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        export_type     text NOT NULL,
        export_format   text NOT NULL,
        file_name       text NOT NULL,
        file_size_bytes integer NOT NULL,
        row_count       integer NOT NULL,
        content_hash    text NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT export_history_export_type_check CHECK (export_type IN ('portfolio', 'trades')),
        CONSTRAINT export_history_export_format_check CHECK (export_format IN ('csv', 'json')),
        CONSTRAINT export_history_counts_check CHECK (file_size_bytes >= 0 AND row_count >= 0)
      )`);
    await db.query('CREATE INDEX export_history_portfolio_id_idx ON export_history (portfolio_id, id)');
    await db.query('CREATE INDEX export_history_user_id_idx ON export_history (user_id)');
    await protectByPortfolio(db, 'export_history', 'SELECT, INSERT');
    await db.query('GRANT USAGE ON SEQUENCE export_history_id_seq TO sigmasight_app, sigmasight_system');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE export_history');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsInternal } from './policies.js';

/** A run is shared out in pieces of portfolios, each with a lease of its own. */
export class CreateBatchPieces1764000000120 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE batch_pieces (
        id              uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT batch_pieces_pk PRIMARY KEY,
        run_id          uuid NOT NULL CONSTRAINT batch_pieces_run_id_fk REFERENCES batch_run_tracking (id) ON DELETE CASCADE,
        piece_number    integer NOT NULL,
        dataset         text NOT NULL,
        portfolio_ids   uuid[] NOT NULL,
        status          text NOT NULL DEFAULT 'waiting',
        attempts        integer NOT NULL DEFAULT 0,
        not_before      timestamptz,
        lease_owner     text,
        heartbeat_at    timestamptz,
        total_steps     integer NOT NULL DEFAULT 0,
        completed_steps integer NOT NULL DEFAULT 0,
        blocked_steps   integer NOT NULL DEFAULT 0,
        problems        jsonb NOT NULL DEFAULT '[]',
        error           text,
        created_at      timestamptz NOT NULL DEFAULT now(),
        started_at      timestamptz,
        completed_at    timestamptz,
        CONSTRAINT batch_pieces_run_id_piece_number_uq UNIQUE (run_id, piece_number),
        CONSTRAINT batch_pieces_status_check CHECK (status IN ('waiting', 'running', 'done', 'dead')),
        CONSTRAINT batch_pieces_attempts_check CHECK (attempts >= 0)
      )`);
    await db.query(`CREATE INDEX batch_pieces_dead_idx ON batch_pieces (completed_at) WHERE status = 'dead'`);
    await protectAsInternal(db, 'batch_pieces');
    await db.query(`
      ALTER TABLE batch_run_tracking
        ADD COLUMN split_at timestamptz,
        ADD COLUMN notes jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE batch_run_tracking DROP COLUMN notes, DROP COLUMN split_at');
    await db.query('DROP TABLE batch_pieces');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsReference } from './policies.js';

/** What providers were asked for, and what came of it, once a symbol and dataset; and what a run fetched. */
export class CreatePriceFetches1764000000080 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE price_fetches (
        instrument_id  uuid NOT NULL CONSTRAINT price_fetches_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset        text NOT NULL,
        covered_from   date,
        fetched_at     timestamptz,
        failed_at      timestamptz,
        failure        text,
        failure_detail text,
        CONSTRAINT price_fetches_pk PRIMARY KEY (instrument_id, dataset),
        CONSTRAINT price_fetches_dataset_check CHECK (dataset IN ('yahoo', 'fmp')),
        CONSTRAINT price_fetches_failure_check CHECK ((failed_at IS NULL) = (failure IS NULL))
      )`);
    await protectAsReference(db, 'price_fetches');
    await db.query(`ALTER TABLE batch_run_tracking ADD COLUMN price_fetches jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE batch_run_tracking DROP COLUMN price_fetches');
    await db.query('DROP TABLE price_fetches');
  }
}

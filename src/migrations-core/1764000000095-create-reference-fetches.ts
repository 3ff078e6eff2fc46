import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsReference } from './policies.js';

/** When providers were asked for what they know of a symbol beside its prices, and what came of it. */
export class CreateReferenceFetches1764000000095 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE reference_fetches (
        instrument_id  uuid NOT NULL CONSTRAINT reference_fetches_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        fetched_at     timestamptz,
        failed_at      timestamptz,
        failure        text,
        failure_detail text,
        CONSTRAINT reference_fetches_pk PRIMARY KEY (instrument_id),
        CONSTRAINT reference_fetches_failure_check CHECK ((failed_at IS NULL) = (failure IS NULL))
      )`);
    await protectAsReference(db, 'reference_fetches');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE reference_fetches');
  }
}

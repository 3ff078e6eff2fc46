import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsInternal, protectAsReference, protectByPortfolio } from './policies.js';

/** Prices that changed after somebody was valued by them, and the figures that moved with them. */
export class CreateRestatements1764000000081 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE price_corrections (
        id               bigserial NOT NULL CONSTRAINT price_corrections_pk PRIMARY KEY,
        instrument_id    uuid NOT NULL CONSTRAINT price_corrections_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset          text NOT NULL,
        price_date       date NOT NULL,
        basis            text NOT NULL,
        old_close        numeric(18, 6),
        new_close        numeric(18, 6) NOT NULL,
        old_split_factor numeric(24, 12) NOT NULL,
        new_split_factor numeric(24, 12) NOT NULL,
        old_dividend     numeric(18, 6) NOT NULL,
        new_dividend     numeric(18, 6) NOT NULL,
        corrected_at     timestamptz NOT NULL DEFAULT now()
      )`);
    await db.query(
      'CREATE INDEX price_corrections_instrument_id_idx ON price_corrections (instrument_id, dataset, id)',
    );
    await protectAsReference(db, 'price_corrections');
    await db.query('GRANT USAGE ON SEQUENCE price_corrections_id_seq TO sigmasight_system');

    await db.query(`
      CREATE TABLE pending_restatements (
        portfolio_id     uuid NOT NULL CONSTRAINT pending_restatements_pk PRIMARY KEY
                         CONSTRAINT pending_restatements_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        first_correction bigint NOT NULL
      )`);
    await protectAsInternal(db, 'pending_restatements');

    await db.query(`
      CREATE TABLE portfolio_restatements (
        id            bigserial NOT NULL CONSTRAINT portfolio_restatements_pk PRIMARY KEY,
        portfolio_id  uuid NOT NULL CONSTRAINT portfolio_restatements_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        snapshot_date date NOT NULL,
        run_id        uuid,
        figures       jsonb NOT NULL,
        causes        jsonb NOT NULL,
        causes_total  integer NOT NULL,
        has_new_lines boolean NOT NULL,
        restated_at   timestamptz NOT NULL DEFAULT now()
      )`);
    await db.query('CREATE INDEX portfolio_restatements_portfolio_id_idx ON portfolio_restatements (portfolio_id, id)');
    await db.query('CREATE INDEX portfolio_restatements_run_id_idx ON portfolio_restatements (run_id)');
    await protectByPortfolio(db, 'portfolio_restatements', 'SELECT');
    await db.query('GRANT USAGE ON SEQUENCE portfolio_restatements_id_seq TO sigmasight_system');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE portfolio_restatements');
    await db.query('DROP TABLE pending_restatements');
    await db.query('DROP TABLE price_corrections');
  }
}

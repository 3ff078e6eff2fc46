import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  ...['symbol_market_betas', 'symbol_volatility', 'symbol_factor_exposures', 'factor_correlations'],
  ...['symbol_option_terms', 'factor_exposures'],
];

/**
 * The version of the calculation behind each result that did not have one. What is already stored keeps none until it is
 * computed again: nobody wrote down which it was.
 */
export class VersionResults1764000000170 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of TABLES) await db.query(`ALTER TABLE ${table} ADD COLUMN version integer`);
    await db.query(`
      ALTER TABLE portfolio_snapshots
        ADD COLUMN beta_calculated_252d_observations integer,
        ADD COLUMN versions jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE portfolio_snapshots DROP COLUMN versions, DROP COLUMN beta_calculated_252d_observations`);
    for (const table of TABLES) await db.query(`ALTER TABLE ${table} DROP COLUMN version`);
  }
}

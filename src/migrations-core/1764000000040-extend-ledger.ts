import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './policies.js';

/** A benchmark of each portfolio's own, exercise with its stock leg, trades through zero, and risk proxies of private assets. */
export class ExtendLedger1764000000040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query("ALTER TABLE portfolios ADD COLUMN benchmark_symbol text NOT NULL DEFAULT 'SPY'");
    await db.query(`ALTER TABLE portfolios ADD CONSTRAINT portfolios_benchmark_symbol_check
      CHECK (benchmark_symbol = upper(benchmark_symbol) AND length(benchmark_symbol) BETWEEN 1 AND 20)`);

    await db.query('ALTER TABLE transactions ADD COLUMN leg_id uuid');
    await db.query('ALTER TABLE transactions ADD COLUMN crosses_zero boolean NOT NULL DEFAULT false');
    await db.query(`ALTER TABLE transactions ADD CONSTRAINT transactions_leg_id_check
      CHECK (leg_id IS NULL OR kind IN ('exercise', 'assignment'))`);
    await db.query(`ALTER TABLE transactions ADD CONSTRAINT transactions_crosses_zero_check
      CHECK (NOT crosses_zero OR kind IN ('buy', 'sell', 'short', 'cover') AND lot_id IS NULL)`);
    await db.query(
      'CREATE INDEX transactions_leg_id_idx ON transactions (portfolio_id, leg_id) WHERE leg_id IS NOT NULL',
    );

    await db.query(`
      CREATE TABLE instrument_risk_proxies (
        instrument_id     uuid NOT NULL CONSTRAINT instrument_risk_proxies_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        user_id           uuid NOT NULL CONSTRAINT instrument_risk_proxies_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        kind              text NOT NULL,
        index_symbol      text,
        beta              double precision,
        annual_volatility double precision,
        created_at        timestamptz NOT NULL DEFAULT now(),
        updated_at        timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT instrument_risk_proxies_pk PRIMARY KEY (instrument_id),
        CONSTRAINT instrument_risk_proxies_kind_check CHECK (CASE kind
          WHEN 'index' THEN index_symbol IS NOT NULL AND beta IS NOT NULL AND annual_volatility IS NULL
          WHEN 'volatility' THEN index_symbol IS NULL AND beta IS NULL AND annual_volatility IS NOT NULL
          ELSE false END),
        CONSTRAINT instrument_risk_proxies_beta_check CHECK (beta BETWEEN -10 AND 10),
        CONSTRAINT instrument_risk_proxies_annual_volatility_check CHECK (annual_volatility BETWEEN 0 AND 5)
      )`);
    await db.query('CREATE INDEX instrument_risk_proxies_user_id_idx ON instrument_risk_proxies (user_id)');
    await protect(
      db,
      'instrument_risk_proxies',
      'SELECT, INSERT, UPDATE, DELETE',
      'user_id = app_user_id()',
      'user_id = app_user_id() AND instrument_id IN (SELECT id FROM instruments WHERE owner_user_id = app_user_id())',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE instrument_risk_proxies');
    await db.query('ALTER TABLE transactions DROP COLUMN crosses_zero');
    await db.query('ALTER TABLE transactions DROP COLUMN leg_id');
    await db.query('ALTER TABLE portfolios DROP COLUMN benchmark_symbol');
  }
}

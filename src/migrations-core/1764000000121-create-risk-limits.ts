import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

/** What a user does not want a portfolio to do. The batch writes beside it what it found at the newest session. */
export class CreateRiskLimits1764000000121 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE risk_limits (
        id            uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT risk_limits_pk PRIMARY KEY,
        portfolio_id  uuid NOT NULL CONSTRAINT risk_limits_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        name          text,
        kind          text NOT NULL,
        measure       text NOT NULL,
        factor        text,
        min_value     double precision,
        max_value     double precision,
        is_active     boolean NOT NULL DEFAULT true,
        status        text NOT NULL DEFAULT 'not_evaluated',
        status_reason text DEFAULT 'not-computed-yet',
        value         double precision,
        as_of_date    date,
        evaluated_at  timestamptz,
        created_at    timestamptz NOT NULL DEFAULT now(),
        updated_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT risk_limits_kind_check CHECK (kind IN ('beta', 'value_at_risk', 'concentration', 'factor_tilt', 'drawdown',
          'expiry', 'stale_price', 'target_hit')),
        CONSTRAINT risk_limits_bounds_check CHECK (
          CASE kind WHEN 'target_hit' THEN min_value IS NULL AND max_value IS NULL
                    WHEN 'beta' THEN (min_value IS NOT NULL OR max_value IS NOT NULL) AND coalesce(min_value < max_value, true)
                    ELSE min_value IS NULL AND max_value IS NOT NULL END),
        CONSTRAINT risk_limits_factor_check CHECK ((kind = 'factor_tilt') = (factor IS NOT NULL)),
        CONSTRAINT risk_limits_status_check CHECK (status IN ('kept', 'breached', 'not_evaluated')),
        CONSTRAINT risk_limits_status_reason_check CHECK ((status = 'not_evaluated') = (status_reason IS NOT NULL))
      )`);
    await db.query('CREATE INDEX risk_limits_portfolio_id_idx ON risk_limits (portfolio_id, created_at)');
    await db.query('CREATE UNIQUE INDEX risk_limits_id_portfolio_key ON risk_limits (id, portfolio_id)');
    await protectByPortfolio(db, 'risk_limits', 'SELECT, INSERT, UPDATE, DELETE');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE risk_limits');
  }
}

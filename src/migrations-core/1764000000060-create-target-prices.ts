import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectByPortfolio } from './policies.js';

/** What users expect of a symbol. Returns and weights are not stored: they follow from the valuation of the day. */
export class CreateTargetPrices1764000000060 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE portfolio_target_prices (
        id                     uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT portfolio_target_prices_pk PRIMARY KEY,
        portfolio_id           uuid NOT NULL CONSTRAINT portfolio_target_prices_portfolio_id_fk
                                 REFERENCES portfolios (id) ON DELETE CASCADE,
        position_id            uuid CONSTRAINT portfolio_target_prices_position_id_fk REFERENCES positions (id) ON DELETE SET NULL,
        symbol                 text NOT NULL,
        position_type          text NOT NULL DEFAULT 'LONG',
        target_price_eoy       numeric(18, 6),
        target_price_next_year numeric(18, 6),
        downside_target_price  numeric(18, 6),
        current_price          numeric(18, 6),
        created_by             uuid CONSTRAINT portfolio_target_prices_created_by_fk REFERENCES users (id) ON DELETE SET NULL,
        created_at             timestamptz NOT NULL DEFAULT now(),
        updated_at             timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT portfolio_target_prices_symbol_check CHECK (symbol = upper(symbol) AND length(symbol) BETWEEN 1 AND 100),
        CONSTRAINT portfolio_target_prices_position_type_check
          CHECK (position_type IN ('LONG', 'SHORT', 'LC', 'LP', 'SC', 'SP')),
        CONSTRAINT portfolio_target_prices_levels_check
          CHECK (target_price_eoy >= 0 AND target_price_next_year >= 0 AND downside_target_price >= 0),
        CONSTRAINT portfolio_target_prices_current_price_check CHECK (current_price > 0)
      )`);
    await db.query(
      'CREATE UNIQUE INDEX portfolio_target_prices_key ON portfolio_target_prices (portfolio_id, symbol, position_type)',
    );
    await db.query('CREATE INDEX portfolio_target_prices_position_id_idx ON portfolio_target_prices (position_id)');
    await protectByPortfolio(db, 'portfolio_target_prices', 'SELECT, INSERT, UPDATE, DELETE');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE portfolio_target_prices');
  }
}

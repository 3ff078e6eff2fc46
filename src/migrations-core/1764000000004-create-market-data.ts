import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, protectAsReference } from './policies.js';

export class CreateMarketData1764000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE instruments (
        id                 uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT instruments_pk PRIMARY KEY,
        symbol             text NOT NULL,
        owner_user_id      uuid CONSTRAINT instruments_owner_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        name               text,
        investment_class   text NOT NULL,
        investment_subtype text,
        currency           text NOT NULL DEFAULT 'USD',
        underlying_symbol  text,
        strike_price       numeric(18, 6),
        expiration_date    date,
        option_type        text,
        multiplier         integer NOT NULL DEFAULT 1,
        created_at         timestamptz NOT NULL DEFAULT now(),
        updated_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT instruments_symbol_check CHECK (symbol = upper(symbol) AND length(symbol) BETWEEN 1 AND 100),
        CONSTRAINT instruments_investment_class_check CHECK (investment_class IN ('PUBLIC', 'OPTIONS', 'PRIVATE')),
        CONSTRAINT instruments_owner_check CHECK ((investment_class = 'PRIVATE') = (owner_user_id IS NOT NULL)),
        CONSTRAINT instruments_option_check CHECK (
          (investment_class = 'OPTIONS') = (underlying_symbol IS NOT NULL AND strike_price > 0 AND expiration_date IS NOT NULL
                                            AND option_type IN ('CALL', 'PUT'))),
        CONSTRAINT instruments_multiplier_check CHECK (multiplier > 0),
        CONSTRAINT instruments_currency_check CHECK (currency ~ '^[A-Z]{3}$')
      )`);
    await db.query('CREATE UNIQUE INDEX instruments_symbol_key ON instruments (symbol) WHERE owner_user_id IS NULL');
    await db.query(
      'CREATE UNIQUE INDEX instruments_owner_symbol_key ON instruments (owner_user_id, symbol) WHERE owner_user_id IS NOT NULL',
    );
    const visible = 'owner_user_id IS NULL OR owner_user_id = app_user_id()';
    await protect(db, 'instruments', 'SELECT, INSERT', visible, visible);

    await db.query(`
      CREATE TABLE market_data_cache (
        instrument_id uuid NOT NULL CONSTRAINT market_data_cache_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset       text NOT NULL,
        price_date    date NOT NULL,
        basis         text NOT NULL,
        open          numeric(18, 6),
        high          numeric(18, 6),
        low           numeric(18, 6),
        close         numeric(18, 6) NOT NULL,
        volume        bigint,
        split_factor  numeric(24, 12) NOT NULL DEFAULT 1,
        dividend      numeric(18, 6) NOT NULL DEFAULT 0,
        created_at    timestamptz NOT NULL DEFAULT now(),
        updated_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT market_data_cache_pk PRIMARY KEY (instrument_id, dataset, price_date),
        CONSTRAINT market_data_cache_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT market_data_cache_basis_check CHECK (basis IN ('raw', 'split_adjusted', 'total_return')),
        CONSTRAINT market_data_cache_close_check CHECK (close > 0),
        CONSTRAINT market_data_cache_split_factor_check CHECK (split_factor > 0)
      )`);
    await db.query('CREATE INDEX market_data_cache_dataset_date_idx ON market_data_cache (dataset, price_date)');
    // Few rows among very many; who reads prices wants all splits of a symbol, whatever span of days it loads.
    await db.query(
      'CREATE INDEX market_data_cache_splits_idx ON market_data_cache (dataset, instrument_id, price_date) WHERE split_factor <> 1',
    );
    await protectAsReference(db, 'market_data_cache');

    await db.query(`
      CREATE TABLE simulated_markets (
        dataset     text NOT NULL CONSTRAINT simulated_markets_pk PRIMARY KEY,
        anchor_date date NOT NULL,
        seed        integer NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT simulated_markets_dataset_check CHECK (dataset = 'simulated')
      )`);
    await protectAsReference(db, 'simulated_markets');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE simulated_markets');
    await db.query('DROP TABLE market_data_cache');
    await db.query('DROP TABLE instruments');
  }
}

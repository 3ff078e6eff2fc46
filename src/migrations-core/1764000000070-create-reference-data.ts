import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsReference } from './policies.js';

/** What is known of companies and funds beside their prices, by dataset: nobody but system jobs writes it. */
export class CreateReferenceData1764000000070 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE company_profiles (
        instrument_id                  uuid NOT NULL CONSTRAINT company_profiles_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset                        text NOT NULL,
        company_name                   text,
        sector                         text,
        industry                       text,
        exchange                       text,
        country                        text,
        description                    text,
        ceo                            text,
        employees                      integer,
        website                        text,
        is_etf                         boolean NOT NULL,
        is_fund                        boolean NOT NULL,
        currency                       text NOT NULL,
        market_cap                     numeric,
        pe_ratio                       numeric,
        forward_pe                     numeric,
        dividend_yield                 numeric,
        beta                           numeric,
        week_52_high                   numeric,
        week_52_low                    numeric,
        target_mean_price              numeric,
        target_high_price              numeric,
        target_low_price               numeric,
        number_of_analyst_opinions     integer,
        recommendation_mean            numeric,
        recommendation_key             text,
        forward_eps                    numeric,
        earnings_growth                numeric,
        revenue_growth                 numeric,
        earnings_quarterly_growth      numeric,
        profit_margins                 numeric,
        operating_margins              numeric,
        gross_margins                  numeric,
        return_on_assets               numeric,
        return_on_equity               numeric,
        total_revenue                  numeric,
        fiscal_year_end                text,
        next_earnings_date             date,
        next_earnings_expected_eps     numeric,
        next_earnings_expected_revenue numeric,
        fetched_at                     timestamptz NOT NULL,
        created_at                     timestamptz NOT NULL DEFAULT now(),
        updated_at                     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT company_profiles_pk PRIMARY KEY (instrument_id, dataset),
        CONSTRAINT company_profiles_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT company_profiles_description_check CHECK (length(description) <= 4000),
        CONSTRAINT company_profiles_market_cap_check CHECK (market_cap >= 0),
        CONSTRAINT company_profiles_recommendation_mean_check CHECK (recommendation_mean BETWEEN 1 AND 5),
        CONSTRAINT company_profiles_fiscal_year_end_check CHECK (fiscal_year_end ~ '^\\d{2}-\\d{2}$'),
        CONSTRAINT company_profiles_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
        CONSTRAINT company_profiles_kind_check CHECK (NOT (is_etf AND is_fund))
      )`);
    await protectAsReference(db, 'company_profiles');

    await db.query(`
      CREATE TABLE analyst_estimates (
        instrument_id  uuid NOT NULL CONSTRAINT analyst_estimates_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset        text NOT NULL,
        period         text NOT NULL,
        end_date       date,
        revenue_avg    numeric,
        revenue_low    numeric,
        revenue_high   numeric,
        revenue_growth numeric,
        eps_avg        numeric,
        eps_low        numeric,
        eps_high       numeric,
        analyst_count  integer,
        fetched_at     timestamptz NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT now(),
        updated_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT analyst_estimates_pk PRIMARY KEY (instrument_id, dataset, period),
        CONSTRAINT analyst_estimates_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT analyst_estimates_period_check CHECK (period IN ('current_quarter', 'next_quarter', 'current_year', 'next_year')),
        CONSTRAINT analyst_estimates_analyst_count_check CHECK (analyst_count >= 0)
      )`);
    await protectAsReference(db, 'analyst_estimates');

    await db.query(`
      CREATE TABLE fund_holdings (
        instrument_id  uuid NOT NULL CONSTRAINT fund_holdings_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset        text NOT NULL,
        as_of_date     date NOT NULL,
        holding_symbol text NOT NULL,
        holding_name   text,
        sector         text,
        weight         numeric NOT NULL,
        shares         numeric,
        market_value   numeric,
        fetched_at     timestamptz NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT now(),
        updated_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT fund_holdings_pk PRIMARY KEY (instrument_id, dataset, as_of_date, holding_symbol),
        CONSTRAINT fund_holdings_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT fund_holdings_weight_check CHECK (weight BETWEEN -10 AND 10),
        CONSTRAINT fund_holdings_holding_symbol_check CHECK (holding_symbol <> '')
      )`);
    await protectAsReference(db, 'fund_holdings');

    await db.query(`
      CREATE TABLE benchmarks_sector_weights (
        instrument_id    uuid NOT NULL CONSTRAINT benchmarks_sector_weights_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset          text NOT NULL,
        as_of_date       date NOT NULL,
        sector           text NOT NULL,
        benchmark_code   text NOT NULL,
        weight           numeric NOT NULL,
        market_cap       numeric,
        num_constituents integer,
        fetched_at       timestamptz NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT now(),
        updated_at       timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT benchmarks_sector_weights_pk PRIMARY KEY (instrument_id, dataset, as_of_date, sector),
        CONSTRAINT benchmarks_sector_weights_dataset_check CHECK (dataset IN ('simulated', 'csv', 'yahoo', 'fmp')),
        CONSTRAINT benchmarks_sector_weights_weight_check CHECK (weight BETWEEN 0 AND 1),
        CONSTRAINT benchmarks_sector_weights_sector_check CHECK (sector <> ''),
        CONSTRAINT benchmarks_sector_weights_num_constituents_check CHECK (num_constituents >= 0)
      )`);
    await protectAsReference(db, 'benchmarks_sector_weights');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE benchmarks_sector_weights');
    await db.query('DROP TABLE fund_holdings');
    await db.query('DROP TABLE analyst_estimates');
    await db.query('DROP TABLE company_profiles');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, protectAsReference, protectByPortfolio } from './policies.js';

const CATEGORIES = "('market', 'rates', 'rotation', 'volatility', 'historical', 'custom')";
const SEVERITIES = "('base', 'mild', 'moderate', 'severe', 'extreme')";

/** Scenarios, built in and of users; what options are revalued by; and what each scenario does to each portfolio. */
export class CreateStressTests1764000000140 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE stress_test_scenarios (
        id          text NOT NULL CONSTRAINT stress_test_scenarios_pk PRIMARY KEY,
        user_id     uuid CONSTRAINT stress_test_scenarios_user_id_fk REFERENCES users (id) ON DELETE CASCADE,
        name        text NOT NULL,
        description text NOT NULL,
        category    text NOT NULL,
        severity    text NOT NULL,
        shocks      jsonb NOT NULL,
        version     integer NOT NULL DEFAULT 1,
        created_at  timestamptz NOT NULL DEFAULT now(),
        updated_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT stress_test_scenarios_category_check CHECK (category IN ${CATEGORIES}),
        CONSTRAINT stress_test_scenarios_severity_check CHECK (severity IN ${SEVERITIES}),
        CONSTRAINT stress_test_scenarios_version_check CHECK (version >= 1),
        CONSTRAINT stress_test_scenarios_shocks_check CHECK (jsonb_typeof(shocks) = 'object')
      )`);
    await db.query('CREATE INDEX stress_test_scenarios_user_id_idx ON stress_test_scenarios (user_id)');
    await protect(
      db,
      'stress_test_scenarios',
      'SELECT, INSERT, UPDATE, DELETE',
      'user_id IS NULL OR user_id = app_user_id()',
      'user_id = app_user_id()',
    );
    await db.query(`
      INSERT INTO stress_test_scenarios (id, name, category, severity, shocks, description) VALUES
        ('market_up_5', 'Market Rally 5%', 'market', 'base', '{"factors":{"market":0.05}}', 'The US stock market rises by 5 %'),
        ('market_down_5', 'Market Decline 5%', 'market', 'base', '{"factors":{"market":-0.05}}', 'The US stock market falls by 5 %'),
        ('market_up_10', 'Market Rally 10%', 'market', 'moderate', '{"factors":{"market":0.1}}', 'The US stock market rises by 10 %'),
        ('market_down_10', 'Market Decline 10%', 'market', 'moderate', '{"factors":{"market":-0.1}}', 'The US stock market falls by 10 %'),
        ('market_crash_35', 'Market Crash 35%', 'market', 'severe', '{"factors":{"market":-0.35}}', 'The US stock market falls by 35 %'),
        ('market_rally_25', 'Market Rally 25%', 'market', 'severe', '{"factors":{"market":0.25}}', 'The US stock market rises by 25 %'),
        ('rates_up_50bp', 'Rates Up 50bp', 'rates', 'base', '{"rates_bp":50}', 'All Treasury yields rise by half a percentage point'),
        ('rates_down_50bp', 'Rates Down 50bp', 'rates', 'base', '{"rates_bp":-50}', 'All Treasury yields fall by half a percentage point'),
        ('rates_up_25bp', 'Rates Up 25bp', 'rates', 'mild', '{"rates_bp":25}', 'All Treasury yields rise by a quarter of a percentage point'),
        ('rates_down_25bp', 'Rates Down 25bp', 'rates', 'mild', '{"rates_bp":-25}', 'All Treasury yields fall by a quarter of a percentage point'),
        ('rates_up_100bp', 'Rates Up 100bp', 'rates', 'moderate', '{"rates_bp":100}', 'All Treasury yields rise by one percentage point'),
        ('rates_down_100bp', 'Rates Down 100bp', 'rates', 'moderate', '{"rates_bp":-100}', 'All Treasury yields fall by one percentage point'),
        ('rate_spike_300bp', 'Rate Spike 300bp', 'rates', 'severe', '{"rates_bp":300}', 'All Treasury yields rise by three percentage points'),
        ('value_rotation_20', 'Value Rotation 20%', 'rotation', 'moderate', '{"factors":{"value":0.3}}', 'Cheap companies gain 20 % and growing ones lose 10 %: a spread of 30 %'),
        ('growth_rally_15', 'Growth Rally 15%', 'rotation', 'moderate', '{"factors":{"value":-0.15,"momentum":0.1}}', 'Growing companies gain 15 % on cheap ones, and recent winners 10 % on the market'),
        ('small_cap_outperformance_10', 'Small Cap Outperformance 10%', 'rotation', 'mild', '{"factors":{"size":0.1}}', 'Small companies gain 10 % on the market'),
        ('quality_flight_12', 'Flight to Quality 12%', 'rotation', 'mild', '{"factors":{"market":-0.05,"quality":0.12}}', 'The market falls by 5 %, and profitable, stable companies gain 12 % on it'),
        ('vix_spike_150', 'VIX Spike 150%', 'volatility', 'severe', '{"factors":{"market":-0.15,"low_volatility":-0.25},"volatility_percent":150}', 'The market falls by 15 %, calm stocks lose 25 % on it, and the volatility of every option rises by 150 % of itself'),
        ('liquidity_crisis', 'Liquidity Crisis', 'volatility', 'severe', '{"factors":{"market":-0.2,"low_volatility":-0.3,"quality":0.15,"size":-0.1}}', 'The market falls by 20 %; calm stocks lose 30 % and small ones 10 % on it, stable companies gain 15 %'),
        ('financial_crisis_2008', '2008 Financial Crisis Replay', 'historical', 'extreme', '{"factors":{"market":-0.5678}}', 'The S&P 500 from its close of 1565.15 on 2007-10-09 to that of 676.53 on 2009-03-09, at once; the styles follow as they now move with the market'),
        ('covid_crash_2020', 'COVID-19 Crash Replay (March 2020)', 'historical', 'extreme', '{"factors":{"market":-0.3392}}', 'The S&P 500 from its close of 3386.15 on 2020-02-19 to that of 2237.40 on 2020-03-23, at once; the styles follow as they now move with the market'),
        ('dotcom_crash_2000', 'Dot-Com Crash Replay (2000-2002)', 'historical', 'extreme', '{"factors":{"market":-0.4915}}', 'The S&P 500 from its close of 1527.46 on 2000-03-24 to that of 776.76 on 2002-10-09, at once; the styles follow as they now move with the market')`);

    await db.query(`
      CREATE TABLE symbol_option_terms (
        instrument_id  uuid NOT NULL CONSTRAINT symbol_option_terms_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset        text NOT NULL,
        as_of_date     date NOT NULL,
        underlying_id  uuid CONSTRAINT symbol_option_terms_underlying_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        option_type    text NOT NULL,
        exercise       text NOT NULL,
        strike         double precision NOT NULL,
        spot           double precision,
        price          double precision,
        time_to_expiry double precision NOT NULL,
        rate           double precision NOT NULL,
        dividend_yield double precision,
        volatility     double precision,
        reason         text,
        method         text NOT NULL,
        updated_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT symbol_option_terms_pk PRIMARY KEY (instrument_id, dataset, as_of_date),
        CONSTRAINT symbol_option_terms_option_type_check CHECK (option_type IN ('CALL', 'PUT')),
        CONSTRAINT symbol_option_terms_exercise_check CHECK (exercise IN ('AMERICAN', 'EUROPEAN')),
        CONSTRAINT symbol_option_terms_method_check
          CHECK (method IN ('implied-volatility', 'realized-volatility-63d', 'expiring', 'none')),
        CONSTRAINT symbol_option_terms_reason_check CHECK ((volatility IS NULL) = (reason IS NOT NULL))
      )`);
    await db.query('CREATE INDEX symbol_option_terms_underlying_id_idx ON symbol_option_terms (underlying_id)');
    await protectAsReference(db, 'symbol_option_terms');

    // Of built-in scenarios alone, so without a reference that would be looked up when users delete their own.
    await db.query(`
      CREATE TABLE stress_test_results (
        portfolio_id        uuid NOT NULL,
        as_of_date          date NOT NULL,
        scenario_id         text NOT NULL,
        scenario_version    integer NOT NULL,
        dollar_impact       double precision,
        percentage_impact   double precision,
        new_portfolio_value double precision,
        direct_impact       double precision,
        propagated_impact   double precision,
        coverage            double precision,
        positions_total     integer,
        positions_left_out  integer,
        observations        integer NOT NULL,
        reason              text,
        method              text NOT NULL,
        version             integer NOT NULL,
        updated_at          timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT stress_test_results_pk PRIMARY KEY (portfolio_id, as_of_date, scenario_id),
        CONSTRAINT stress_test_results_snapshot_fk FOREIGN KEY (portfolio_id, as_of_date)
          REFERENCES portfolio_snapshots (portfolio_id, snapshot_date) ON DELETE CASCADE,
        CONSTRAINT stress_test_results_reason_check CHECK ((percentage_impact IS NULL) = (reason IS NOT NULL)),
        CONSTRAINT stress_test_results_whole_check
          CHECK (num_nulls(dollar_impact, new_portfolio_value, direct_impact, propagated_impact, coverage) IN (0, 5))
      )`);
    await protectByPortfolio(db, 'stress_test_results', 'SELECT');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE stress_test_results');
    await db.query('DROP TABLE symbol_option_terms');
    await db.query('DROP TABLE stress_test_scenarios');
  }
}

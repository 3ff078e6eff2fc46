import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsReference, protectByPortfolio } from './policies.js';

const MODELS = "('joint', 'style', 'spread', 'rate')";

/** What symbols and portfolios are exposed to: factors of four models, and the covariance of the funds behind them. */
export class CreateFactorExposures1764000000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE factor_definitions (
        model         text NOT NULL,
        position      integer NOT NULL,
        name          text NOT NULL,
        long_symbol   text NOT NULL,
        short_symbol  text,
        description   text NOT NULL,
        CONSTRAINT factor_definitions_pk PRIMARY KEY (model, position),
        CONSTRAINT factor_definitions_name_key UNIQUE (model, name),
        CONSTRAINT factor_definitions_model_check CHECK (model IN ${MODELS})
      )`);
    await db.query(`
      INSERT INTO factor_definitions (model, position, name, long_symbol, short_symbol, description) VALUES
        ('joint', 1, 'Market', 'SPY', NULL, 'The US stock market'),
        ('joint', 2, 'Value', 'VTV', 'VUG', 'Cheap companies against growing ones'),
        ('joint', 3, 'Momentum', 'MTUM', 'SPY', 'Recent winners against the market'),
        ('joint', 4, 'Quality', 'QUAL', 'SPY', 'Profitable, stable companies against the market'),
        ('joint', 5, 'Size', 'IWM', 'SPY', 'Small companies against the market'),
        ('joint', 6, 'Low Volatility', 'USMV', 'SPY', 'Calm stocks against the market'),
        ('joint', 7, 'Interest Rates', 'TLT', NULL, 'Long US Treasury bonds: their price falls when yields rise'),
        ('style', 1, 'Market', 'SPY', NULL, 'The US stock market'),
        ('style', 2, 'Value', 'VTV', 'SPY', 'Cheap companies against the market'),
        ('style', 3, 'Growth', 'VUG', 'SPY', 'Growing companies against the market'),
        ('style', 4, 'Momentum', 'MTUM', 'SPY', 'Recent winners against the market'),
        ('style', 5, 'Quality', 'QUAL', 'SPY', 'Profitable, stable companies against the market'),
        ('style', 6, 'Size', 'IWM', 'SPY', 'Small companies against the market'),
        ('style', 7, 'Low Volatility', 'USMV', 'SPY', 'Calm stocks against the market'),
        ('spread', 1, 'Market', 'SPY', NULL, 'The US stock market'),
        ('spread', 2, 'Growth-Value Spread', 'VUG', 'VTV', 'Growing companies against cheap ones'),
        ('spread', 3, 'Momentum Spread', 'MTUM', 'SPY', 'Recent winners against the market'),
        ('spread', 4, 'Size Spread', 'IWM', 'SPY', 'Small companies against the market'),
        ('spread', 5, 'Quality Spread', 'QUAL', 'SPY', 'Profitable, stable companies against the market'),
        ('rate', 1, 'Market', 'SPY', NULL, 'The US stock market'),
        ('rate', 2, 'IR Beta', 'TLT', NULL, 'Long US Treasury bonds: their price falls when yields rise')`);
    await protectAsReference(db, 'factor_definitions');

    await db.query(`
      CREATE TABLE symbol_factor_exposures (
        instrument_id      uuid NOT NULL CONSTRAINT symbol_factor_exposures_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset            text NOT NULL,
        as_of_date         date NOT NULL,
        model              text NOT NULL,
        window_sessions    integer NOT NULL,
        observations       integer NOT NULL,
        alpha              double precision,
        exposures          double precision[],
        std_errors         double precision[],
        r_squared          double precision,
        adjusted_r_squared double precision,
        penalty            double precision,
        reason             text,
        method             text NOT NULL,
        updated_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT symbol_factor_exposures_pk PRIMARY KEY (instrument_id, dataset, as_of_date, model),
        CONSTRAINT symbol_factor_exposures_model_check CHECK (model IN ${MODELS}),
        CONSTRAINT symbol_factor_exposures_reason_check CHECK ((exposures IS NULL) = (reason IS NOT NULL))
      )`);
    await protectAsReference(db, 'symbol_factor_exposures');

    await db.query(`
      CREATE TABLE factor_correlations (
        dataset            text NOT NULL,
        as_of_date         date NOT NULL,
        window_sessions    integer NOT NULL,
        observations       integer NOT NULL,
        funds              jsonb NOT NULL,
        covariance         double precision[],
        variance_inflation double precision[],
        condition_number   double precision,
        reason             text,
        method             text NOT NULL,
        updated_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT factor_correlations_pk PRIMARY KEY (dataset, as_of_date),
        CONSTRAINT factor_correlations_reason_check CHECK ((covariance IS NULL) = (reason IS NOT NULL))
      )`);
    await protectAsReference(db, 'factor_correlations');

    await db.query(`
      CREATE TABLE factor_exposures (
        portfolio_id    uuid NOT NULL,
        as_of_date      date NOT NULL,
        model           text NOT NULL,
        factor          text NOT NULL,
        exposure        double precision,
        dollar_exposure double precision,
        coverage        double precision,
        window_sessions integer NOT NULL,
        observations    integer NOT NULL,
        reason          text,
        method          text NOT NULL,
        updated_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT factor_exposures_pk PRIMARY KEY (portfolio_id, as_of_date, model, factor),
        CONSTRAINT factor_exposures_snapshot_fk FOREIGN KEY (portfolio_id, as_of_date)
          REFERENCES portfolio_snapshots (portfolio_id, snapshot_date) ON DELETE CASCADE,
        CONSTRAINT factor_exposures_model_check CHECK (model IN ${MODELS}),
        CONSTRAINT factor_exposures_reason_check CHECK ((exposure IS NULL) = (reason IS NOT NULL))
      )`);
    await protectByPortfolio(db, 'factor_exposures', 'SELECT');

    await db.query(`
      CREATE VIEW position_factor_exposures WITH (security_invoker = true) AS
      SELECT held.portfolio_id, held.position_id, held.snapshot_date AS calculation_date, symbol.model, definition.name AS factor,
             symbol.exposures[definition.position] AS exposure, symbol.std_errors[definition.position] AS std_error,
             symbol.observations, symbol.reason, symbol.method
        FROM snapshot_positions held
        JOIN portfolios portfolio ON portfolio.id = held.portfolio_id
        JOIN symbol_factor_exposures symbol ON symbol.instrument_id = held.instrument_id
         AND symbol.dataset = portfolio.price_dataset AND symbol.as_of_date = held.snapshot_date
        JOIN factor_definitions definition ON definition.model = symbol.model`);
    await db.query(`
      CREATE VIEW position_interest_rate_betas WITH (security_invoker = true) AS
      SELECT portfolio_id, position_id, calculation_date, exposure AS ir_beta, std_error, observations, reason, method
        FROM position_factor_exposures WHERE model = 'rate' AND factor = 'IR Beta'`);
    await db.query(
      'GRANT SELECT ON position_factor_exposures, position_interest_rate_betas TO sigmasight_app, sigmasight_system',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW position_interest_rate_betas');
    await db.query('DROP VIEW position_factor_exposures');
    await db.query('DROP TABLE factor_exposures');
    await db.query('DROP TABLE factor_correlations');
    await db.query('DROP TABLE symbol_factor_exposures');
    await db.query('DROP TABLE factor_definitions');
  }
}

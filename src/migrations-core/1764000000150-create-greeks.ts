import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsReference, protectByPortfolio } from './policies.js';

/** Implied volatilities and Greeks of options, what positions make of them, and delta-adjusted exposures of portfolios. */
export class CreateGreeks1764000000150 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE symbol_greeks (
        instrument_id      uuid NOT NULL CONSTRAINT symbol_greeks_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset            text NOT NULL,
        as_of_date         date NOT NULL,
        underlying_id      uuid CONSTRAINT symbol_greeks_underlying_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        price              double precision,
        spot               double precision,
        rate               double precision,
        dividend_yield     double precision,
        time_to_expiry     double precision,
        implied_volatility double precision,
        delta              double precision,
        gamma              double precision,
        vega_per_point     double precision,
        theta_per_day      double precision,
        rho_per_point      double precision,
        observations       integer NOT NULL,
        version            integer NOT NULL,
        reason             text,
        method             text NOT NULL,
        updated_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT symbol_greeks_pk PRIMARY KEY (instrument_id, dataset, as_of_date),
        CONSTRAINT symbol_greeks_reason_check CHECK ((delta IS NULL) = (reason IS NOT NULL))
      )`);
    await db.query('CREATE INDEX symbol_greeks_underlying_id_idx ON symbol_greeks (underlying_id)');
    await protectAsReference(db, 'symbol_greeks');

    await db.query(`
      CREATE TABLE portfolio_exposures (
        portfolio_id                  uuid NOT NULL,
        as_of_date                    date NOT NULL,
        long_exposure                 double precision NOT NULL,
        short_exposure                double precision NOT NULL,
        gross_exposure                double precision NOT NULL,
        net_exposure                  double precision NOT NULL,
        gamma_exposure                double precision NOT NULL,
        options                       integer NOT NULL,
        at_value                      jsonb NOT NULL,
        plain_beta_90d                double precision,
        plain_hhi                     double precision,
        plain_effective_num_positions double precision,
        plain_top_3_concentration     double precision,
        plain_top_10_concentration    double precision,
        plain_factors                 jsonb NOT NULL,
        reasons                       jsonb NOT NULL,
        observations                  integer NOT NULL,
        version                       integer NOT NULL,
        method                        text NOT NULL,
        updated_at                    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT portfolio_exposures_pk PRIMARY KEY (portfolio_id, as_of_date),
        CONSTRAINT portfolio_exposures_snapshot_fk FOREIGN KEY (portfolio_id, as_of_date)
          REFERENCES portfolio_snapshots (portfolio_id, snapshot_date) ON DELETE CASCADE,
        CONSTRAINT portfolio_exposures_short_exposure_check CHECK (short_exposure <= 0)
      )`);
    await protectByPortfolio(db, 'portfolio_exposures', 'SELECT');

    await db.query(`
      CREATE VIEW position_greeks WITH (security_invoker = true) AS
      SELECT held.portfolio_id, held.position_id, held.snapshot_date AS calculation_date, held.instrument_id,
             instrument.symbol, instrument.investment_class = 'OPTIONS' AS is_option, held.quantity::float8 AS quantity,
             instrument.multiplier, held.market_value::float8 AS market_value, symbol.spot, symbol.implied_volatility,
             unit.delta, unit.gamma, unit.vega_per_point, unit.theta_per_day, unit.rho_per_point,
             unit.shares * unit.delta AS position_delta, unit.shares * unit.gamma AS position_gamma,
             unit.shares * unit.vega_per_point AS position_vega, unit.shares * unit.theta_per_day AS position_theta,
             unit.shares * unit.rho_per_point AS position_rho,
             CASE WHEN instrument.investment_class = 'OPTIONS' THEN unit.shares * unit.delta * symbol.spot
                  ELSE held.market_value::float8 END AS delta_dollars,
             CASE WHEN instrument.investment_class = 'OPTIONS' THEN unit.shares * unit.gamma * symbol.spot * symbol.spot * 0.01
                  ELSE 0 END AS gamma_dollars,
             CASE WHEN instrument.investment_class = 'OPTIONS' THEN coalesce(symbol.reason, CASE WHEN symbol.delta IS NULL THEN 'not-computed-yet' END)
             END AS reason,
             CASE WHEN instrument.investment_class = 'OPTIONS' THEN symbol.method ELSE 'own-value' END AS method
        FROM snapshot_positions held
        JOIN portfolios portfolio ON portfolio.id = held.portfolio_id
        JOIN instruments instrument ON instrument.id = held.instrument_id
        LEFT JOIN symbol_greeks symbol ON symbol.instrument_id = held.instrument_id
         AND symbol.dataset = portfolio.price_dataset AND symbol.as_of_date = held.snapshot_date
       CROSS JOIN LATERAL (
         SELECT held.quantity::float8 * instrument.multiplier AS shares,
                CASE WHEN instrument.investment_class = 'OPTIONS' THEN symbol.delta ELSE 1 END AS delta,
                CASE WHEN instrument.investment_class = 'OPTIONS' THEN symbol.gamma ELSE 0 END AS gamma,
                CASE WHEN instrument.investment_class = 'OPTIONS' THEN symbol.vega_per_point ELSE 0 END AS vega_per_point,
                CASE WHEN instrument.investment_class = 'OPTIONS' THEN symbol.theta_per_day ELSE 0 END AS theta_per_day,
                CASE WHEN instrument.investment_class = 'OPTIONS' THEN symbol.rho_per_point ELSE 0 END AS rho_per_point
       ) unit`);
    await db.query('GRANT SELECT ON position_greeks TO sigmasight_app, sigmasight_system');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW position_greeks');
    await db.query('DROP TABLE portfolio_exposures');
    await db.query('DROP TABLE symbol_greeks');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectAsReference, protectByPortfolio } from './policies.js';

/** What the batch computes: what belongs to a symbol once a symbol and date, the rest once a portfolio and date. */
export class CreateResults1764000000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE symbol_market_betas (
        instrument_id       uuid NOT NULL CONSTRAINT symbol_market_betas_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset             text NOT NULL,
        as_of_date          date NOT NULL,
        window_sessions     integer NOT NULL,
        market_index        text NOT NULL,
        beta                double precision,
        alpha               double precision,
        r_squared           double precision,
        std_error           double precision,
        std_error_classical double precision,
        p_value             double precision,
        observations        integer NOT NULL,
        reason              text,
        method              text NOT NULL,
        updated_at          timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT symbol_market_betas_pk PRIMARY KEY (instrument_id, dataset, as_of_date, window_sessions),
        CONSTRAINT symbol_market_betas_reason_check CHECK ((beta IS NULL) = (reason IS NOT NULL))
      )`);
    await protectAsReference(db, 'symbol_market_betas');

    await db.query(`
      CREATE TABLE symbol_volatility (
        instrument_id    uuid NOT NULL CONSTRAINT symbol_volatility_instrument_id_fk REFERENCES instruments (id) ON DELETE CASCADE,
        dataset          text NOT NULL,
        as_of_date       date NOT NULL,
        window_sessions  integer NOT NULL,
        realized_vol     double precision,
        observations     integer NOT NULL,
        reason           text,
        method           text NOT NULL,
        updated_at       timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT symbol_volatility_pk PRIMARY KEY (instrument_id, dataset, as_of_date, window_sessions),
        CONSTRAINT symbol_volatility_reason_check CHECK ((realized_vol IS NULL) = (reason IS NOT NULL))
      )`);
    await protectAsReference(db, 'symbol_volatility');

    await db.query(`
      CREATE TABLE portfolio_snapshots (
        portfolio_id            uuid NOT NULL CONSTRAINT portfolio_snapshots_portfolio_id_fk REFERENCES portfolios (id) ON DELETE CASCADE,
        snapshot_date           date NOT NULL,
        status                  text NOT NULL,
        coverage                double precision,
        net_asset_value         numeric(28, 8) NOT NULL,
        cash_value              numeric(28, 8) NOT NULL,
        long_value              numeric(28, 8) NOT NULL,
        short_value             numeric(28, 8) NOT NULL,
        gross_exposure          numeric(28, 8) NOT NULL,
        net_exposure            numeric(28, 8) NOT NULL,
        daily_pnl               numeric(28, 8) NOT NULL,
        daily_return            double precision,
        cumulative_pnl          numeric(28, 8) NOT NULL,
        daily_realized_pnl      numeric(28, 8) NOT NULL,
        cumulative_realized_pnl numeric(28, 8) NOT NULL,
        daily_capital_flow      numeric(28, 8) NOT NULL,
        cumulative_capital_flow numeric(28, 8) NOT NULL,
        num_positions           integer NOT NULL,
        num_long_positions      integer NOT NULL,
        num_short_positions     integer NOT NULL,
        realized_volatility_21d double precision,
        realized_volatility_63d double precision,
        volatility_coverage     double precision,
        beta_calculated_90d     double precision,
        beta_calculated_90d_r_squared    double precision,
        beta_calculated_90d_observations integer,
        beta_calculated_252d    double precision,
        beta_coverage           double precision,
        hhi                     double precision,
        effective_num_positions double precision,
        top_3_concentration     double precision,
        top_10_concentration    double precision,
        reasons                 jsonb NOT NULL DEFAULT '{}',
        run_id                  uuid,
        created_at              timestamptz NOT NULL DEFAULT now(),
        updated_at              timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT portfolio_snapshots_pk PRIMARY KEY (portfolio_id, snapshot_date),
        CONSTRAINT portfolio_snapshots_status_check CHECK (status IN ('OK', 'PARTIAL')),
        CONSTRAINT portfolio_snapshots_nav_check CHECK (net_asset_value = cash_value + long_value + short_value),
        CONSTRAINT portfolio_snapshots_gross_check CHECK (gross_exposure = long_value - short_value AND net_exposure = long_value + short_value),
        CONSTRAINT portfolio_snapshots_coverage_check CHECK (coverage BETWEEN 0 AND 1)
      )`);
    await protectByPortfolio(db, 'portfolio_snapshots', 'SELECT');

    await db.query(`
      CREATE TABLE snapshot_positions (
        portfolio_id   uuid NOT NULL,
        snapshot_date  date NOT NULL,
        position_id    uuid NOT NULL CONSTRAINT snapshot_positions_position_id_fk REFERENCES positions (id) ON DELETE CASCADE,
        instrument_id  uuid NOT NULL CONSTRAINT snapshot_positions_instrument_id_fk REFERENCES instruments (id),
        quantity       numeric(28, 8) NOT NULL,
        price          numeric(28, 8),
        price_date     date,
        age_sessions   integer,
        market_value   numeric(28, 8) NOT NULL,
        cost_basis     numeric(28, 8) NOT NULL,
        unrealized_pnl numeric(28, 8),
        weight         double precision,
        status         text NOT NULL,
        reason         text,
        CONSTRAINT snapshot_positions_pk PRIMARY KEY (portfolio_id, snapshot_date, position_id),
        CONSTRAINT snapshot_positions_snapshot_fk FOREIGN KEY (portfolio_id, snapshot_date)
          REFERENCES portfolio_snapshots (portfolio_id, snapshot_date) ON DELETE CASCADE,
        CONSTRAINT snapshot_positions_status_check CHECK (status IN ('priced', 'stale', 'unpriced'))
      )`);
    await db.query('CREATE INDEX snapshot_positions_position_id_idx ON snapshot_positions (position_id)');
    await protectByPortfolio(db, 'snapshot_positions', 'SELECT');

    // The position-level names of old: one row a lot and date, from what is stored once a symbol.
    await db.query(`
      CREATE VIEW position_market_betas WITH (security_invoker = true) AS
      SELECT held.portfolio_id, held.position_id, beta.as_of_date AS calc_date, beta.window_sessions AS window_days,
             beta.beta, beta.alpha, beta.r_squared, beta.std_error, beta.p_value, beta.observations, beta.method,
             beta.market_index, beta.reason
        FROM snapshot_positions held
        JOIN portfolios portfolio ON portfolio.id = held.portfolio_id
        JOIN symbol_market_betas beta ON beta.instrument_id = held.instrument_id
         AND beta.dataset = portfolio.price_dataset AND beta.as_of_date = held.snapshot_date`);
    await db.query(`
      CREATE VIEW position_volatility WITH (security_invoker = true) AS
      SELECT held.portfolio_id, held.position_id, volatility.as_of_date AS calculation_date,
             max(volatility.realized_vol) FILTER (WHERE volatility.window_sessions = 21) AS realized_vol_21d,
             max(volatility.realized_vol) FILTER (WHERE volatility.window_sessions = 63) AS realized_vol_63d,
             max(volatility.observations) AS observations
        FROM snapshot_positions held
        JOIN portfolios portfolio ON portfolio.id = held.portfolio_id
        JOIN symbol_volatility volatility ON volatility.instrument_id = held.instrument_id
         AND volatility.dataset = portfolio.price_dataset AND volatility.as_of_date = held.snapshot_date
       GROUP BY held.portfolio_id, held.position_id, volatility.as_of_date`);
    await db.query('GRANT SELECT ON position_market_betas, position_volatility TO sigmasight_app, sigmasight_system');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW position_volatility');
    await db.query('DROP VIEW position_market_betas');
    await db.query('DROP TABLE snapshot_positions');
    await db.query('DROP TABLE portfolio_snapshots');
    await db.query('DROP TABLE symbol_volatility');
    await db.query('DROP TABLE symbol_market_betas');
  }
}

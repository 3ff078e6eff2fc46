import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { StressDay, StressInputs, StressTestView } from './stress-view.js';

const IS_STALE = 'coalesce(portfolio.stale_from <= snapshot.snapshot_date, false) AS "isStale"';

/** Newest snapshot of a portfolio, as `snapshot`. */
const NEWEST = `
  LEFT JOIN LATERAL (
    SELECT snapshot_date, net_asset_value, gross_exposure, reasons FROM portfolio_snapshots
     WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
  ) snapshot ON true`;

const OUTCOMES = `
  coalesce((
    SELECT json_agg(json_build_object('id', result.scenario_id, 'name', scenario.name, 'description', scenario.description,
             'category', scenario.category, 'severity', scenario.severity, 'version', result.scenario_version,
             'dollarImpact', result.dollar_impact, 'percentageImpact', result.percentage_impact,
             'newPortfolioValue', result.new_portfolio_value, 'directImpact', result.direct_impact,
             'propagatedImpact', result.propagated_impact, 'coverage', result.coverage,
             'positionsTotal', result.positions_total, 'positionsLeftOut', result.positions_left_out,
             'observations', result.observations, 'reason', result.reason, 'method', result.method)
             ORDER BY scenario.category COLLATE "C", scenario.name COLLATE "C", result.scenario_id)
      FROM stress_test_results result
      JOIN stress_scenario_versions scenario
        ON scenario.scenario_id = result.scenario_id AND scenario.version = result.scenario_version
     WHERE result.portfolio_id = portfolio.id AND result.as_of_date = snapshot.snapshot_date
       AND ($3::text[] IS NULL OR result.scenario_id = ANY ($3::text[]))), '[]') AS outcomes`;

/** Exposures of what is held, of the index that stands for a private asset, or of what an option is on. */
const HOLDINGS = `
  coalesce((
    SELECT json_agg(json_build_object(
             'symbol', held.symbol, 'isOption', held.is_option, 'marketValue', held.market_value, 'shares', held.shares,
             'exposures', CASE WHEN proxy.beta IS NULL THEN to_json(fit.exposures)
                               ELSE (SELECT json_agg(proxy.beta * one ORDER BY place) FROM unnest(fit.exposures) WITH ORDINALITY AS each (one, place)) END,
             'reason', CASE WHEN held.is_option AND terms.volatility IS NULL THEN coalesce(terms.reason, 'not-computed-yet')
                            WHEN fit.exposures IS NULL THEN coalesce(fit.reason, 'not-applicable') END,
             'option', CASE WHEN terms.volatility IS NULL THEN NULL ELSE json_build_object(
               'type', terms.option_type, 'exercise', terms.exercise, 'strike', terms.strike, 'spot', terms.spot,
               'timeToExpiry', terms.time_to_expiry, 'rate', terms.rate, 'dividendYield', terms.dividend_yield,
               'volatility', terms.volatility, 'underlyingSymbol', held.underlying_symbol) END)
             ORDER BY held.symbol COLLATE "C", held.instrument_id)
      FROM (
        SELECT lot.instrument_id, instrument.symbol, instrument.underlying_symbol,
               instrument.investment_class = 'OPTIONS' AS is_option, sum(lot.market_value)::float8 AS market_value,
               sum(lot.quantity * instrument.multiplier)::float8 AS shares
          FROM snapshot_positions lot JOIN instruments instrument ON instrument.id = lot.instrument_id
         WHERE lot.portfolio_id = portfolio.id AND lot.snapshot_date = snapshot.snapshot_date
         GROUP BY lot.instrument_id, instrument.symbol, instrument.underlying_symbol, instrument.investment_class
      ) held
      LEFT JOIN symbol_option_terms terms ON terms.instrument_id = held.instrument_id
       AND terms.dataset = portfolio.price_dataset AND terms.as_of_date = snapshot.snapshot_date
      LEFT JOIN instrument_risk_proxies proxy ON proxy.instrument_id = held.instrument_id AND proxy.beta IS NOT NULL
      LEFT JOIN instruments listed ON listed.symbol = proxy.index_symbol AND listed.owner_user_id IS NULL
      LEFT JOIN symbol_factor_exposures fit ON fit.model = 'joint' AND fit.dataset = portfolio.price_dataset
       AND fit.as_of_date = snapshot.snapshot_date
       AND fit.instrument_id = coalesce(listed.id, terms.underlying_id, held.instrument_id)), '[]') AS holdings`;

/** Reads what the batch found, one statement each. */
@Injectable()
export class StressTestRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Of the given portfolios as far as they are the user's, in no order of their own; all scenarios when none are named. */
  listNewest(
    userId: string,
    portfolioIds: readonly string[],
    scenarioIds: readonly string[] | null,
  ): Promise<StressTestView[]> {
    return this.tx.manager.query<StressTestView[]>(
      `SELECT portfolio.id AS "portfolioId", snapshot.snapshot_date::text AS "asOf", ${IS_STALE},
              snapshot.net_asset_value::float8 AS "netAssetValue", snapshot.gross_exposure::float8 AS "grossExposure",
              coalesce(snapshot.reasons, '{}') AS reasons, ${OUTCOMES}
         FROM portfolios portfolio ${NEWEST}
        WHERE portfolio.id = ANY ($1::uuid[]) AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL
        ORDER BY portfolio.id`,
      [portfolioIds, userId, scenarioIds],
    );
  }

  /** What the newest session's stress tests were computed from. */
  async findInputs(userId: string, portfolioId: string): Promise<StressInputs | null> {
    const [inputs] = await this.tx.manager.query<StressInputs[]>(
      `SELECT portfolio.id AS "portfolioId", snapshot.snapshot_date::text AS "asOf", ${IS_STALE},
              snapshot.net_asset_value::float8 AS "netAssetValue", factors.covariance,
              factors.reason AS "covarianceReason", coalesce(factors.observations, 0) AS observations, ${HOLDINGS}
         FROM portfolios portfolio ${NEWEST}
         LEFT JOIN factor_correlations factors
           ON factors.dataset = portfolio.price_dataset AND factors.as_of_date = snapshot.snapshot_date
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioId, userId],
    );
    return inputs ?? null;
  }

  /** The newest days of a span, ascending; null for a portfolio that is not the user's. */
  async findHistory(
    userId: string,
    portfolioId: string,
    scenarioId: string,
    { from, to, limit }: { readonly from: string | null; readonly to: string | null; readonly limit: number },
  ): Promise<StressDay[] | null> {
    const [row] = await this.tx.manager.query<{ days: StressDay[] }[]>(
      `SELECT coalesce((
                SELECT json_agg(json_build_object('date', day.as_of_date, 'dollarImpact', day.dollar_impact,
                         'percentageImpact', day.percentage_impact, 'newPortfolioValue', day.new_portfolio_value,
                         'coverage', day.coverage, 'scenarioVersion', day.scenario_version, 'reason', day.reason)
                         ORDER BY day.as_of_date)
                  FROM (SELECT * FROM stress_test_results
                         WHERE portfolio_id = portfolio.id AND scenario_id = $3
                           AND ($4::date IS NULL OR as_of_date >= $4::date) AND ($5::date IS NULL OR as_of_date <= $5::date)
                         ORDER BY as_of_date DESC LIMIT $6) day), '[]') AS days
         FROM portfolios portfolio
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioId, userId, scenarioId, from, to, limit],
    );
    return row?.days ?? null;
  }
}

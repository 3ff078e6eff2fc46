import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { bearerOf, exposureOf, greeksOf } from './exposed-lot.js';
import {
  type BetaSnapshot,
  type ConcentrationSnapshot,
  type LatestSnapshot,
  type OverviewSnapshot,
} from './snapshot-view.js';

/**
 * Reads the newest snapshot of a portfolio, one statement each. The statements name the fields of the views, and
 * PostgreSQL builds the objects: `to_json` writes a numeric with all its digits, so a double loses nothing more.
 */
@Injectable()
export class SnapshotRepository {
  constructor(private readonly tx: CoreTransactions) {}

  findLatest(userId: string, portfolioId: string): Promise<LatestSnapshot | null> {
    return this.first(LATEST, userId, portfolioId);
  }

  findOverview(userId: string, portfolioId: string): Promise<OverviewSnapshot | null> {
    return this.first(OVERVIEW, userId, portfolioId);
  }

  findConcentration(userId: string, portfolioId: string): Promise<ConcentrationSnapshot | null> {
    return this.first(CONCENTRATION, userId, portfolioId);
  }

  findBetas(userId: string, portfolioId: string): Promise<BetaSnapshot | null> {
    return this.first(BETAS, userId, portfolioId);
  }

  /** The portfolio's columns come flat, the rest as it is in the view. */
  private async first<T extends LatestSnapshot>(sql: string, userId: string, portfolioId: string): Promise<T | null> {
    const [row] = await this.tx.manager.query<(Omit<T, 'portfolio'> & PortfolioColumns)[]>(sql, [portfolioId, userId]);
    if (row === undefined) return null;
    const { id, name, accountName, currency, equityBalance, staleFrom, updatedAt, ...rest } = row;
    const portfolio = { id, name, accountName, currency, equityBalance, staleFrom, updatedAt };
    return { ...rest, portfolio } as unknown as T;
  }
}

type PortfolioColumns = LatestSnapshot['portfolio'];

const SNAPSHOT_COLUMNS = `
  snapshot_date AS "date", status, coverage, net_asset_value AS "netAssetValue", cash_value AS cash,
  long_value AS "longValue", short_value AS "shortValue", gross_exposure AS "grossExposure",
  net_exposure AS "netExposure", daily_pnl AS "dailyPnl", daily_return AS "dailyReturn",
  cumulative_pnl AS "cumulativePnl", cumulative_realized_pnl AS "cumulativeRealizedPnl",
  num_positions AS "positionCount", num_long_positions AS "longCount", num_short_positions AS "shortCount",
  realized_volatility_21d AS "realizedVolatility21d", realized_volatility_63d AS "realizedVolatility63d",
  volatility_coverage AS "volatilityCoverage", beta_calculated_90d AS "beta90d",
  beta_calculated_90d_r_squared AS "beta90dRSquared", beta_calculated_90d_observations AS "beta90dObservations",
  beta_calculated_252d AS "beta252d", beta_calculated_252d_observations AS "beta252dObservations", beta_coverage AS "betaCoverage", hhi AS "herfindahlIndex",
  effective_num_positions AS "effectivePositions", top_3_concentration AS "top3Share",
  top_10_concentration AS "top10Share", reasons, versions, updated_at AS "updatedAt"`;

/** The portfolio ($1) of its owner ($2) with its newest snapshot, and further columns on both. */
const latestWith = (columns: string, joins = ''): string => `
  SELECT portfolio.id, portfolio.name, portfolio.account_name AS "accountName", portfolio.currency,
         portfolio.equity_balance::float8 AS "equityBalance", portfolio.stale_from::text AS "staleFrom",
         portfolio.updated_at AS "updatedAt",
         CASE WHEN snapshot."date" IS NOT NULL THEN to_json(snapshot) END AS snapshot${columns}
    FROM portfolios portfolio
    LEFT JOIN LATERAL (
      SELECT ${SNAPSHOT_COLUMNS}
        FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id
       ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true${joins}
   WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`;

const HELD = `
  snapshot_positions held
  JOIN instruments instrument ON instrument.id = held.instrument_id`;
const OF_SNAPSHOT = 'held.portfolio_id = portfolio.id AND held.snapshot_date = snapshot."date"';

const LATEST = latestWith('');

/** A period is measured from the session before it; days that could not be valued may lie between, a history still to come not. */
const MAX_DAYS_BEFORE_PERIOD = 10;

/** A cast to a time without zone: the start of a year must not depend on the time zone of the connection. */
const cumulativePnlBefore = (period: 'year' | 'month'): string => {
  const start = `date_trunc('${period}', snapshot."date"::timestamp)::date`;
  return `
  (SELECT cumulative_pnl::float8
     FROM portfolio_snapshots
    WHERE portfolio_id = portfolio.id AND snapshot_date < ${start} AND snapshot_date >= ${start} - ${String(MAX_DAYS_BEFORE_PERIOD)}
    ORDER BY snapshot_date DESC LIMIT 1)`;
};

/** What the batch found of the newest session; null where it has not computed it. */
const EXPOSURE_ROW = `
  (SELECT json_build_object('longExposure', long_exposure, 'shortExposure', short_exposure, 'grossExposure', gross_exposure,
            'netExposure', net_exposure, 'gammaExposure', gamma_exposure, 'options', options, 'atValue', at_value,
            'plainHerfindahlIndex', plain_hhi, 'plainEffectivePositions', plain_effective_num_positions,
            'plainTop3Share', plain_top_3_concentration, 'plainTop10Share', plain_top_10_concentration)
     FROM portfolio_exposures
    WHERE portfolio_id = portfolio.id AND as_of_date = snapshot."date") AS "optionExposure"`;

const OVERVIEW = latestWith(
  `,
  lots."optionCount", lots."unrealizedPnl", ${EXPOSURE_ROW}, lots."unpricedCount",
  ${cumulativePnlBefore('year')} AS "cumulativePnlBeforeYear",
  ${cumulativePnlBefore('month')} AS "cumulativePnlBeforeMonth",
  (SELECT min(line.trade_date)::text FROM transactions line
    WHERE line.portfolio_id = portfolio.id AND line.reverses_id IS NULL
      AND NOT EXISTS (SELECT FROM transactions reversal WHERE reversal.reverses_id = line.id)) AS "ledgerStart"`,
  `
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE instrument.investment_class = 'OPTIONS')::int AS "optionCount",
           count(*) FILTER (WHERE held.status = 'unpriced')::int AS "unpricedCount",
           sum(held.unrealized_pnl)::float8 AS "unrealizedPnl"
      FROM ${HELD} WHERE ${OF_SNAPSHOT}
  ) lots`,
);

/** Lots of one symbol are netted before their sizes are compared, as in the index, and options with their underlyings. */
const CONCENTRATION = latestWith(`,
  ${EXPOSURE_ROW},
  coalesce((
    SELECT json_agg(json_build_object('symbol', symbol, 'share', (size / nullif(total, 0))::float8)
                    ORDER BY size DESC, symbol COLLATE "C")
      FROM (SELECT instrument.symbol, abs(sum(${exposureOf('held')})) AS size,
                   sum(abs(sum(${exposureOf('held')}))) OVER () AS total
              FROM snapshot_positions held ${greeksOf('held', 'portfolio.price_dataset')}
              JOIN instruments instrument ON instrument.id = ${bearerOf('held')}
             WHERE ${OF_SNAPSHOT}
             GROUP BY instrument.id, instrument.symbol
             ORDER BY size DESC, instrument.symbol COLLATE "C" LIMIT 10) sizes
     WHERE size > 0), '[]') AS largest,
  (SELECT count(DISTINCT held.instrument_id)::int FROM ${HELD} WHERE ${OF_SNAPSHOT}) AS "symbolCount"`);

const BETA_WINDOW = 90;

/** What has no market price is not regressed; a public symbol without a row waits for its first run. */
const BETAS = latestWith(`,
  coalesce((
    SELECT json_agg(json_build_object(
             'positionId', held.position_id, 'symbol', instrument.symbol, 'investmentClass', instrument.investment_class,
             'beta', beta.beta, 'rSquared', beta.r_squared, 'stdError', beta.std_error, 'pValue', beta.p_value,
             'observations', beta.observations, 'method', beta.method, 'version', beta.version,
             'reason', CASE WHEN beta.instrument_id IS NOT NULL THEN beta.reason
                            WHEN instrument.investment_class = 'PUBLIC' THEN 'not-computed-yet'
                            ELSE 'not-applicable' END)
             ORDER BY instrument.symbol COLLATE "C", held.position_id)
      FROM ${HELD}
      LEFT JOIN symbol_market_betas beta
        ON beta.instrument_id = held.instrument_id AND beta.dataset = portfolio.price_dataset
       AND beta.as_of_date = held.snapshot_date AND beta.window_sessions = ${String(BETA_WINDOW)}
     WHERE ${OF_SNAPSHOT}), '[]') AS positions`);

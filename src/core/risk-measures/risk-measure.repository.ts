import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { SnapshotMeasure } from './risk-measure-names.kernel.js';
import type {
  BenchmarkClose,
  ContributionRow,
  DailyReturn,
  HistoryPoint,
  MeasuresView,
  ReturnsHead,
  SessionSpan,
  StoredMeasure,
} from './risk-measure-view.js';
import { MOST_SESSIONS } from './session-limit.kernel.js';
import type { BacktestDay } from './var-backtest.kernel.js';

/** Portfolio $1 of its owner $2, its newest session and the measures of that session. */
const NEWEST = `
  SELECT portfolio.id AS "portfolioId", snapshot.snapshot_date::text AS "asOf",
         coalesce(portfolio.stale_from <= snapshot.snapshot_date, false) AS "isStale",
         snapshot.net_asset_value::float8 AS "netAssetValue", coalesce(snapshot.reasons, '{}') AS reasons,
         coalesce((
           SELECT json_agg(json_build_object('measure', measure, 'window', window_sessions, 'value', value,
                    'observations', observations, 'reason', reason, 'method', method, 'version', version)
                    ORDER BY measure, window_sessions)
             FROM portfolio_risk_measures
            WHERE portfolio_id = portfolio.id AND as_of_date = snapshot.snapshot_date), '[]') AS measures
    FROM portfolios portfolio
    LEFT JOIN LATERAL (
      SELECT snapshot_date, net_asset_value, reasons FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true
   WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`;

const WITHIN = '($2::date IS NULL OR day >= $2) AND ($3::date IS NULL OR day <= $3)';

/** Reads what the batch stored. What takes no user is read after `findHead` or `findNewest` has, in the same unit of work. */
@Injectable()
export class RiskMeasureRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async findNewest(userId: string, portfolioId: string): Promise<MeasuresView | null> {
    const [view] = await this.query<MeasuresView>(NEWEST, [portfolioId, userId]);
    return view ?? null;
  }

  /** Of one session, by name. */
  listMeasures(userId: string, portfolioId: string, session: string): Promise<StoredMeasure[]> {
    return this.query<StoredMeasure>(
      `SELECT stored.measure, stored.window_sessions AS "window", stored.value, stored.observations, stored.reason,
              stored.method, stored.version
         FROM portfolio_risk_measures stored JOIN portfolios portfolio ON portfolio.id = stored.portfolio_id
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL AND stored.as_of_date = $3
        ORDER BY stored.measure, stored.window_sessions`,
      [portfolioId, userId, session],
    );
  }

  async findHead(userId: string, portfolioId: string): Promise<ReturnsHead | null> {
    const [head] = await this.query<ReturnsHead>(
      `SELECT id AS "portfolioId", price_dataset AS dataset, benchmark_symbol AS "benchmarkSymbol" FROM portfolios
        WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL`,
      [portfolioId, userId],
    );
    return head ?? null;
  }

  /** The largest first, by size; what has none last, by symbol. */
  async listContributions(
    portfolioId: string,
    asOf: string | null,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<{ total: number; contributions: ContributionRow[] }> {
    const rows = await this.query<ContributionRow & { total: number }>(
      `SELECT held.instrument_id AS "instrumentId", instrument.symbol, instrument.investment_class AS "investmentClass",
              held.weight, held.volatility_contribution AS volatility, held.marginal_volatility AS "marginalVolatility",
              held.component_var_95 AS "componentVar", held.marginal_var_95 AS "marginalVar",
              held.incremental_var_95 AS "incrementalVar", held.component_cvar_95 AS "componentCvar", held.observations,
              held.reason, held.method, held.version, count(*) OVER ()::int AS total
         FROM risk_contributions held JOIN instruments instrument ON instrument.id = held.instrument_id
        WHERE held.portfolio_id = $1 AND held.as_of_date = $2
        ORDER BY abs(held.volatility_contribution) DESC NULLS LAST, instrument.symbol COLLATE "C", held.instrument_id
        LIMIT $3 OFFSET $4`,
      [portfolioId, asOf, limit, offset],
    );
    return {
      total: rows[0]?.total ?? (offset === 0 ? 0 : await this.countContributions(portfolioId, asOf)),
      contributions: rows,
    };
  }

  /** Newest first, one more than `MOST_SESSIONS`. */
  listReturns(portfolioId: string, { from, to }: SessionSpan): Promise<DailyReturn[]> {
    return this.query<DailyReturn>(
      `SELECT day::text AS date, daily_return AS "dailyReturn"
         FROM (SELECT snapshot_date AS day, daily_return::float8 FROM portfolio_snapshots WHERE portfolio_id = $1) days
        WHERE ${WITHIN} ORDER BY day DESC LIMIT ${String(MOST_SESSIONS + 1)}`,
      [portfolioId, from, to],
    );
  }

  /** The same with a stored VaR of each session. */
  listBacktestDays(portfolioId: string, { from, to }: SessionSpan, measure: string): Promise<BacktestDay[]> {
    return this.query<BacktestDay>(
      `SELECT day::text AS date, daily_return AS "dailyReturn", stored.value AS "valueAtRisk"
         FROM (SELECT portfolio_id, snapshot_date AS day, daily_return::float8 FROM portfolio_snapshots
                WHERE portfolio_id = $1) days
         LEFT JOIN portfolio_risk_measures stored
           ON stored.portfolio_id = days.portfolio_id AND stored.as_of_date = day AND stored.measure = $4
        WHERE ${WITHIN} ORDER BY day DESC LIMIT ${String(MOST_SESSIONS + 1)}`,
      [portfolioId, from, to, measure],
    );
  }

  /** Newest first; at most twice as many as sessions, for a measure with two windows. */
  listMeasure(
    portfolioId: string,
    { from, to }: SessionSpan,
    measure: string,
    window: number | null,
  ): Promise<HistoryPoint[]> {
    return this.query<HistoryPoint>(
      `SELECT day::text AS date, window_sessions AS "window", value, observations, reason, method, version
         FROM (SELECT as_of_date AS day, * FROM portfolio_risk_measures
                WHERE portfolio_id = $1 AND measure = $4 AND ($5::int IS NULL OR window_sessions = $5)) days
        WHERE ${WITHIN} ORDER BY day DESC, window_sessions DESC LIMIT ${String(MOST_SESSIONS + 1)}`,
      [portfolioId, from, to, measure, window],
    );
  }

  /** A column of the snapshots, found by its name in the row: it is compared with a list before it gets here. */
  listSnapshotColumn(
    portfolioId: string,
    { from, to }: SessionSpan,
    column: string,
    { calculation, method, window, observations }: SnapshotMeasure,
  ): Promise<HistoryPoint[]> {
    const [count, countColumn] = typeof observations === 'string' ? [null, observations] : [observations, null];
    return this.query<HistoryPoint>(
      `SELECT day::text AS date, $5::int AS "window", value,
              CASE WHEN value IS NOT NULL THEN observations END AS observations,
              CASE WHEN value IS NULL THEN coalesce(reason, 'not-computed-yet') END AS reason, $6::text AS method, version
         FROM (SELECT snapshot_date AS day, (to_jsonb(snapshot) ->> $4::text)::float8 AS value, reasons ->> $4::text AS reason,
                      (versions ->> $7::text)::int AS version,
                      coalesce($8::int, (to_jsonb(snapshot) ->> $9::text)::int) AS observations
                 FROM portfolio_snapshots snapshot WHERE portfolio_id = $1) days
        WHERE ${WITHIN} ORDER BY day DESC LIMIT ${String(MOST_SESSIONS + 1)}`,
      [portfolioId, from, to, column, window, method, calculation, count, countColumn],
    );
  }

  /** Closes of a listed symbol, ascending; within as many years as a query may ask for. */
  listBenchmark({ dataset, benchmarkSymbol }: ReturnsHead, from: string, to: string): Promise<BenchmarkClose[]> {
    return this.query<BenchmarkClose>(
      `SELECT price.price_date::text AS date, price.close::float8 AS close, price.split_factor::float8 AS split,
              price.dividend::float8 AS dividend, price.basis
         FROM market_data_cache price JOIN instruments instrument ON instrument.id = price.instrument_id
        WHERE instrument.symbol = $2 AND instrument.owner_user_id IS NULL AND price.dataset = $1
          AND price.price_date BETWEEN $3 AND $4
        ORDER BY price.price_date`,
      [dataset, benchmarkSymbol, from, to],
    );
  }

  private async countContributions(portfolioId: string, asOf: string | null): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM risk_contributions WHERE portfolio_id = $1 AND as_of_date = $2',
      [portfolioId, asOf],
    );
    return row?.count ?? 0;
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

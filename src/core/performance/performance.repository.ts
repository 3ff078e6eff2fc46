import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { type KindSum } from './attribution.kernel.js';
import { type Close } from './benchmark-return.kernel.js';
import { type HeldDay, type PerformanceHead } from './performance-view.js';
import { type ValueDay } from './portfolio-performance.kernel.js';

/** Neither a reversal nor reversed. */
export const IN_FORCE = `line.reverses_id IS NULL
  AND NOT EXISTS (SELECT FROM transactions reversal WHERE reversal.reverses_id = line.id)`;

/** What performance is computed from: snapshots and ledger sums, of one portfolio or of several as one. */
@Injectable()
export class PerformanceRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** One of the user's portfolios, or all active ones, oldest first. */
  listHeads(userId: string, portfolioId: string | null): Promise<PerformanceHead[]> {
    return this.query<PerformanceHead>(
      `SELECT portfolio.id, portfolio.currency, portfolio.price_dataset AS dataset,
              portfolio.benchmark_symbol AS "benchmarkSymbol", portfolio.lot_method AS "lotMethod", portfolio.stale_from::text AS "staleFrom",
              (SELECT min(line.trade_date)::text FROM transactions line
                WHERE line.portfolio_id = portfolio.id AND ${IN_FORCE}) AS "ledgerStart",
              (SELECT min(snapshot_date)::text FROM portfolio_snapshots WHERE portfolio_id = portfolio.id) AS "firstSnapshot"
         FROM portfolios portfolio
        WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL
          AND CASE WHEN $2::uuid IS NULL THEN portfolio.is_active ELSE portfolio.id = $2::uuid END
        ORDER BY portfolio.created_at, portfolio.id`,
      [userId, portfolioId],
    );
  }

  /** Every session up to `to`, ascending: at most as many as the calendar has. */
  listSeries(portfolioIds: readonly string[], to: string | null): Promise<ValueDay[]> {
    return this.query<ValueDay>(
      `SELECT snapshot_date::text AS date, count(*)::int AS count, sum(net_asset_value) AS "netAssetValue",
              sum(net_exposure) AS "netExposure", sum(cumulative_capital_flow) AS "cumulativeFlow",
              sum(cumulative_realized_pnl) AS "cumulativeRealized"
         FROM portfolio_snapshots
        WHERE portfolio_id = ANY ($1::uuid[]) AND ($2::date IS NULL OR snapshot_date <= $2)
        GROUP BY snapshot_date ORDER BY snapshot_date`,
      [portfolioIds, to],
    );
  }

  /** Of the given sessions; one on which nothing was held has no row. */
  listHeld(portfolioIds: readonly string[], dates: readonly string[]): Promise<HeldDay[]> {
    return this.query<HeldDay>(
      `SELECT snapshot_date::text AS date, sum(cost_basis) AS "costBasis",
              count(*) FILTER (WHERE price IS NULL)::int AS unpriced
         FROM snapshot_positions
        WHERE portfolio_id = ANY ($1::uuid[]) AND snapshot_date = ANY ($2::date[])
        GROUP BY snapshot_date ORDER BY snapshot_date`,
      [portfolioIds, dates],
    );
  }

  /** Of entries after `from` (of all when null) up to `to`. By kind. */
  listSums(portfolioIds: readonly string[], from: string | null, to: string): Promise<KindSum[]> {
    return this.query<KindSum>(
      `SELECT line.kind, coalesce(instrument.investment_class = 'PRIVATE', false) AS "isPrivate",
              sum(line.amount) AS amount, sum(line.fees) AS fees
         FROM transactions line LEFT JOIN instruments instrument ON instrument.id = line.instrument_id
        WHERE line.portfolio_id = ANY ($1::uuid[]) AND ($2::date IS NULL OR line.trade_date > $2) AND line.trade_date <= $3
          AND ${IN_FORCE}
        GROUP BY 1, 2 ORDER BY 1, 2`,
      [portfolioIds, from, to],
    );
  }

  /** Deposits less withdrawals of each day after `from` up to `to`. */
  listFlows(
    portfolioIds: readonly string[],
    from: string | null,
    to: string,
  ): Promise<{ date: string; amount: string }[]> {
    return this.query<{ date: string; amount: string }>(
      `SELECT line.trade_date::text AS date, sum(line.amount) AS amount
         FROM transactions line
        WHERE line.portfolio_id = ANY ($1::uuid[]) AND line.kind IN ('deposit', 'withdrawal')
          AND ($2::date IS NULL OR line.trade_date > $2) AND line.trade_date <= $3 AND ${IN_FORCE}
        GROUP BY line.trade_date ORDER BY line.trade_date`,
      [portfolioIds, from, to],
    );
  }

  /** What the prices of a dataset have in them already; null while it has none. */
  async findBasis(dataset: string): Promise<Close['basis'] | null> {
    const [row] = await this.query<{ basis: Close['basis'] }>(
      'SELECT basis FROM market_data_cache WHERE dataset = $1 LIMIT 1',
      [dataset],
    );
    return row?.basis ?? null;
  }

  /** Closes of a listed symbol from one session to another, ascending. */
  listBenchmark(dataset: string, symbol: string, from: string, to: string): Promise<Close[]> {
    return this.query<Close>(
      `SELECT price.price_date::text AS date, price.close::float8 AS close, price.split_factor::float8 AS split,
              price.dividend::float8 AS dividend, price.basis
         FROM market_data_cache price
         JOIN instruments instrument ON instrument.id = price.instrument_id
        WHERE instrument.symbol = $2 AND instrument.owner_user_id IS NULL AND price.dataset = $1
          AND price.price_date BETWEEN $3 AND $4
        ORDER BY price.price_date`,
      [dataset, symbol, from, to],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { bearerOf, exposureOf, greeksOf } from '../snapshots/exposed-lot.js';
import type { AggregateHolding, AggregatePortfolio } from './aggregate-view.js';

/** More portfolios than any plan allows; a sum over fewer would be wrong in silence. */
const MAX_PORTFOLIOS = 1_000;

@Injectable()
export class AggregateRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Those of the ids that are the user's, or all active ones; oldest first, each with its newest snapshot. */
  listPortfolios(userId: string, ids: readonly string[] | null): Promise<AggregatePortfolio[]> {
    return this.tx.manager.query<AggregatePortfolio[]>(PORTFOLIOS, [userId, ids, MAX_PORTFOLIOS]);
  }

  /** What the newest snapshots of these portfolios hold, by symbol. */
  listHoldings(userId: string, portfolioIds: readonly string[]): Promise<AggregateHolding[]> {
    return this.tx.manager.query<AggregateHolding[]>(HOLDINGS, [userId, portfolioIds]);
  }
}

const PORTFOLIOS = `
  SELECT portfolio.id, portfolio.account_name AS "accountName", portfolio.account_type AS "accountType",
         portfolio.currency, portfolio.price_dataset AS dataset, snapshot.snapshot_date::text AS "asOf",
         snapshot.net_asset_value::float8 AS "netAssetValue", snapshot.cash_value::float8 AS cash,
         snapshot.long_value::float8 AS "longValue", snapshot.short_value::float8 AS "shortValue",
         snapshot.gross_exposure::float8 AS "grossExposure", snapshot.daily_pnl::float8 AS "dailyPnl",
         snapshot.cumulative_pnl::float8 AS "cumulativePnl",
         snapshot.cumulative_realized_pnl::float8 AS "cumulativeRealizedPnl",
         snapshot.beta_calculated_90d AS "beta90d", snapshot.beta_coverage AS "betaCoverage",
         snapshot.reasons ->> 'beta_calculated_90d' AS "betaReason",
         snapshot.realized_volatility_21d AS "realizedVolatility21d",
         snapshot.realized_volatility_63d AS "realizedVolatility63d"
    FROM portfolios portfolio
    LEFT JOIN LATERAL (
      SELECT * FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true
   WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL
     AND CASE WHEN $2::uuid[] IS NULL THEN portfolio.is_active ELSE portfolio.id = ANY ($2::uuid[]) END
   ORDER BY portfolio.created_at, portfolio.id
   LIMIT $3`;

const HOLDINGS = `
  SELECT held.instrument_id AS "instrumentId", instrument.symbol, instrument.investment_class AS "investmentClass",
         portfolio.price_dataset AS dataset, sum(held.market_value)::float8 AS "marketValue",
         bearer.id AS "bearerId", bearer.symbol AS "bearerSymbol", sum(${exposureOf('held')})::float8 AS exposure,
         sum(held.unrealized_pnl)::float8 AS "unrealizedPnl", count(*)::int AS lots
    FROM portfolios portfolio
    JOIN LATERAL (
      SELECT snapshot_date FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
    ) newest ON true
    JOIN snapshot_positions held ON held.portfolio_id = portfolio.id AND held.snapshot_date = newest.snapshot_date
    JOIN instruments instrument ON instrument.id = held.instrument_id
    ${greeksOf('held', 'portfolio.price_dataset')}
    JOIN instruments bearer ON bearer.id = ${bearerOf('held')}
   WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND portfolio.id = ANY ($2::uuid[])
   GROUP BY held.instrument_id, instrument.symbol, instrument.investment_class, bearer.id, bearer.symbol, portfolio.price_dataset
   ORDER BY abs(sum(held.market_value)) DESC, instrument.symbol COLLATE "C", held.instrument_id, portfolio.price_dataset`;

import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { GreeksDay, GreeksView } from './greeks-view.js';

const SUMS = `
  coalesce(sum(coalesce(greeks.delta_dollars, greeks.market_value)), 0)::float8 AS delta_dollars,
  coalesce(sum(greeks.gamma_dollars), 0)::float8 AS gamma_dollars, coalesce(sum(greeks.position_vega), 0)::float8 AS vega,
  coalesce(sum(greeks.position_theta), 0)::float8 AS theta, coalesce(sum(greeks.position_rho), 0)::float8 AS rho,
  count(*) FILTER (WHERE greeks.is_option)::int AS options,
  count(*) FILTER (WHERE greeks.is_option AND greeks.delta IS NOT NULL)::int AS with_greeks`;

const TOTALS = `
  json_build_object('deltaDollars', sums.delta_dollars, 'gammaDollars', sums.gamma_dollars, 'vega', sums.vega,
    'theta', sums.theta, 'rho', sums.rho, 'options', sums.options, 'optionsWithGreeks', sums.with_greeks)`;

const POSITION = `
  json_build_object('positionId', page.position_id, 'symbol', page.symbol, 'underlyingSymbol', page.underlying_symbol,
    'isOption', page.is_option, 'quantity', page.quantity, 'multiplier', page.multiplier, 'marketValue', page.market_value,
    'spot', page.spot, 'impliedVolatility', page.implied_volatility,
    'unit', json_build_object('delta', page.delta, 'gamma', page.gamma, 'vega', page.vega_per_point,
      'theta', page.theta_per_day, 'rho', page.rho_per_point),
    'position', json_build_object('delta', page.position_delta, 'gamma', page.position_gamma, 'vega', page.position_vega,
      'theta', page.position_theta, 'rho', page.position_rho),
    'deltaDollars', page.delta_dollars, 'gammaDollars', page.gamma_dollars, 'reason', page.reason, 'method', page.method,
    'version', page.version)`;

/** Reads what the batch found, one statement each. */
@Injectable()
export class GreeksRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Of the newest session; options first, then by symbol and lot. Totals are of all positions, whatever the page. */
  async findNewest(
    userId: string,
    portfolioId: string,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<GreeksView | null> {
    const [view] = await this.tx.manager.query<GreeksView[]>(
      `SELECT portfolio.id AS "portfolioId", snapshot.snapshot_date::text AS "asOf",
              coalesce(portfolio.stale_from <= snapshot.snapshot_date, false) AS "isStale",
              coalesce(snapshot.reasons, '{}') AS reasons, sums.total, ${TOTALS} AS totals, held.positions
         FROM portfolios portfolio
         LEFT JOIN LATERAL (
           SELECT snapshot_date, reasons FROM portfolio_snapshots
            WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
         ) snapshot ON true
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS total, ${SUMS} FROM position_greeks greeks
           WHERE greeks.portfolio_id = portfolio.id AND greeks.calculation_date = snapshot.snapshot_date
        ) sums
        CROSS JOIN LATERAL (
          SELECT coalesce(json_agg(${POSITION} ORDER BY page.is_option DESC, page.symbol COLLATE "C", page.position_id), '[]') AS positions
            FROM (SELECT greeks.*, instrument.underlying_symbol, own.version
                    FROM position_greeks greeks JOIN instruments instrument ON instrument.id = greeks.instrument_id
                    LEFT JOIN symbol_greeks own ON own.instrument_id = greeks.instrument_id
                     AND own.dataset = portfolio.price_dataset AND own.as_of_date = greeks.calculation_date
                   WHERE greeks.portfolio_id = portfolio.id AND greeks.calculation_date = snapshot.snapshot_date
                   ORDER BY greeks.is_option DESC, greeks.symbol COLLATE "C", greeks.position_id LIMIT $3 OFFSET $4) page
        ) held
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioId, userId, limit, offset],
    );
    return view ?? null;
  }

  /** Totals of each session from `from` to `to`, at most `limit` of the newest, ascending; null for no portfolio of this user. */
  async listDays(
    userId: string,
    portfolioId: string,
    { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
  ): Promise<GreeksDay[] | null> {
    const [row] = await this.tx.manager.query<{ days: GreeksDay[] }[]>(
      `SELECT coalesce((
          SELECT json_agg((jsonb_build_object('date', day.snapshot_date::text) || (${TOTALS})::jsonb) ORDER BY day.snapshot_date)
            FROM (SELECT snapshot_date FROM portfolio_snapshots
                   WHERE portfolio_id = portfolio.id AND snapshot_date BETWEEN $3::date AND $4::date
                   ORDER BY snapshot_date DESC LIMIT $5) day
           CROSS JOIN LATERAL (
             SELECT ${SUMS} FROM position_greeks greeks
              WHERE greeks.portfolio_id = portfolio.id AND greeks.calculation_date = day.snapshot_date
           ) sums), '[]') AS days
         FROM portfolios portfolio
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioId, userId, from, to, limit],
    );
    return row?.days ?? null;
  }
}

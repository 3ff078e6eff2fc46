import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { COMPLETE_LIMITS, type CompleteParts, type CompleteRow, type HoldingRow } from './complete-view.js';

const { maxPositions, maxDays, maxSymbols, attributionSessions } = COMPLETE_LIMITS;

/** A window over which beta is known in full stands for a complete price history. */
const HISTORY_SESSIONS = 252;

/**
 * Everything about a portfolio at a session, in one statement: at several thousand requests a second, each further
 * round trip would cost more than what it reads.
 */
@Injectable()
export class CompleteRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** @param asOf the newest snapshot on or before this day; null for the newest of all. */
  async find(
    userId: string,
    portfolioId: string,
    asOf: string | null,
    parts: CompleteParts,
  ): Promise<CompleteRow | null> {
    const [row] = await this.tx.manager.query<CompleteRow[]>(statementFor(parts), [portfolioId, userId, asOf]);
    return row ?? null;
  }

  /** Lots of a portfolio that has not been valued yet: what the ledger knows, without prices. */
  async listUnvalued(portfolioId: string, withTags: boolean): Promise<HoldingRow[]> {
    return this.tx.manager.query<HoldingRow[]>(withTags ? UNVALUED_WITH_TAGS : UNVALUED, [portfolioId]);
  }
}

const statements = new Map<string, string>();

/** The statement for `[portfolioId, userId, asOf]`. Only the parts that are asked for: the planner would think about the others too. */
export function statementFor(parts: CompleteParts): string {
  const key = JSON.stringify(parts);
  const known = statements.get(key);
  if (known !== undefined) return known;
  const statement = `${CHOSEN}, ${HELD}${parts.tags ? `, ${TAGGED}` : ''}${parts.attribution ? `, ${ATTRIBUTED}` : ''}
    SELECT chosen.id, chosen.name, chosen.account_name, chosen.currency, chosen.equity_balance::float8 AS equity_balance,
           chosen.stale_from::text AS stale_from, chosen.snapshot_date::text AS as_of, chosen.status, chosen.coverage,
           chosen.net_asset_value::float8 AS net_asset_value, chosen.cash_value::float8 AS cash,
           chosen.daily_pnl::float8 AS daily_pnl, chosen.daily_return, chosen.cumulative_pnl::float8 AS cumulative_pnl,
           chosen.net_exposure::float8 AS net_exposure,
           chosen.snapshot_date IS NOT NULL
             OR EXISTS (SELECT 1 FROM portfolio_snapshots WHERE portfolio_id = chosen.id) AS has_snapshots,
           (${summaryOf(parts)}) AS held
           ${parts.timeseries ? `, (${TIMESERIES}) AS timeseries` : ''}
           ${parts.attribution ? `, (${ATTRIBUTION}) AS attribution` : ''}
      FROM chosen`;
  statements.set(key, statement);
  return statement;
}

/** The portfolio ($1) of its owner ($2) and its snapshot on or before a day ($3). */
const CHOSEN = `
  WITH chosen AS (
    SELECT portfolio.id, portfolio.name, portfolio.account_name, portfolio.currency, portfolio.equity_balance,
           portfolio.price_dataset, portfolio.stale_from, snapshot.*
      FROM portfolios portfolio
      LEFT JOIN LATERAL (
        SELECT snapshot_date, status, coverage, net_asset_value, cash_value, daily_pnl, daily_return, cumulative_pnl,
               net_exposure
          FROM portfolio_snapshots
         WHERE portfolio_id = portfolio.id AND snapshot_date <= coalesce($3::date, 'infinity')
         ORDER BY snapshot_date DESC LIMIT 1
      ) snapshot ON true
     WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL
  )`;

const HELD = `
  held AS (
    SELECT lot.*, position.position_type, position.entry_price, instrument.symbol, instrument.name,
           instrument.investment_class, coalesce(beta.observations >= ${String(HISTORY_SESSIONS)}, false) AS is_complete,
           row_number() OVER (ORDER BY instrument.symbol COLLATE "C", lot.position_id) AS place
      FROM chosen
      JOIN snapshot_positions lot ON lot.portfolio_id = chosen.id AND lot.snapshot_date = chosen.snapshot_date
      JOIN positions position ON position.id = lot.position_id
      JOIN instruments instrument ON instrument.id = lot.instrument_id
      LEFT JOIN symbol_market_betas beta
        ON beta.instrument_id = lot.instrument_id AND beta.dataset = chosen.price_dataset
       AND beta.as_of_date = chosen.snapshot_date AND beta.window_sessions = ${String(HISTORY_SESSIONS)}
  )`;

const TAG_LIST = `json_agg(json_build_object('id', tag.id, 'name', tag.name, 'color', tag.color)
                          ORDER BY tag.display_order, tag.name, tag.id)`;

const TAGGED = `
  tagged AS (
    SELECT link.position_id, ${TAG_LIST} AS tags
      FROM position_tags link
      JOIN tags tag ON tag.id = link.tag_id AND NOT tag.is_archived
     WHERE link.position_id IN (SELECT position_id FROM held)
     GROUP BY link.position_id
  )`;

/** Net asset value carries an unpriced lot at its last price, or else at cost, but that is not what the market pays for it. */
const holdingOf = (withTags: boolean): string => `
  json_build_object(
    'id', position_id, 'symbol', symbol, 'name', name, 'quantity', quantity, 'position_type', position_type,
    'investment_class', investment_class, 'entry_price', entry_price, 'cost_basis', cost_basis,
    'market_value', CASE WHEN status <> 'unpriced' THEN market_value END, 'last_price', price, 'current_price', price,
    'price_date', price_date, 'price_age_sessions', age_sessions,
    'unrealized_pnl', CASE WHEN status <> 'unpriced' THEN unrealized_pnl END,
    'weight', CASE WHEN status <> 'unpriced' THEN weight END,
    'has_complete_history', is_complete, 'status', status, 'reason', reason${
      withTags ? `, 'tags', coalesce(tags, '[]')` : ''
    })`;

const summaryOf = (parts: CompleteParts): string => `
  SELECT json_build_object(
           'position_count', count(*), 'long_count', count(*) FILTER (WHERE quantity > 0),
           'short_count', count(*) FILTER (WHERE quantity < 0),
           'option_count', count(*) FILTER (WHERE investment_class = 'OPTIONS'),
           'complete_count', count(*) FILTER (WHERE is_complete)${
             parts.holdings
               ? `, 'holdings', coalesce(json_agg(${holdingOf(parts.tags)} ORDER BY place) FILTER (WHERE place <= ${String(maxPositions)}), '[]')`
               : ''
           })
    FROM held${parts.tags ? ' LEFT JOIN tagged USING (position_id)' : ''}`;

/** One session more than is shown, to know whether there are more. */
const TIMESERIES = `
  SELECT json_build_object(
           'dates', json_agg(snapshot_date ORDER BY snapshot_date) FILTER (WHERE shown),
           'values', json_agg(net_asset_value ORDER BY snapshot_date) FILTER (WHERE shown),
           'daily_pnl', json_agg(daily_pnl ORDER BY snapshot_date) FILTER (WHERE shown),
           'daily_return', json_agg(daily_return ORDER BY snapshot_date) FILTER (WHERE shown),
           'capital_flow', json_agg(daily_capital_flow ORDER BY snapshot_date) FILTER (WHERE shown),
           'cash', json_agg(cash_value ORDER BY snapshot_date) FILTER (WHERE shown),
           'gross_exposure', json_agg(gross_exposure ORDER BY snapshot_date) FILTER (WHERE shown),
           'net_exposure', json_agg(net_exposure ORDER BY snapshot_date) FILTER (WHERE shown),
           'truncated', count(*) > ${String(maxDays)})
    FROM (SELECT *, row_number() OVER (ORDER BY snapshot_date DESC) <= ${String(maxDays)} AS shown
            FROM portfolio_snapshots
           WHERE portfolio_id = chosen.id AND snapshot_date <= chosen.snapshot_date
           ORDER BY snapshot_date DESC LIMIT ${String(maxDays + 1)}) recent
  HAVING count(*) > 0`;

/** What never had a price is carried at cost, so that market value less cost is its 0; the column itself is null then. */
const ATTRIBUTED = `
  span AS (
    SELECT chosen.id AS portfolio_id, chosen.snapshot_date AS end_date, start.snapshot_date AS start_date, start.sessions,
           start.net_asset_value AS start_value, chosen.cumulative_pnl - start.cumulative_pnl AS total_pnl
      FROM chosen
      LEFT JOIN LATERAL (
        SELECT snapshot_date, net_asset_value, cumulative_pnl,
               row_number() OVER (ORDER BY snapshot_date DESC) AS sessions
          FROM portfolio_snapshots
         WHERE portfolio_id = chosen.id AND snapshot_date < chosen.snapshot_date
         ORDER BY snapshot_date DESC LIMIT ${String(attributionSessions)}
      ) start ON true
     ORDER BY start.snapshot_date LIMIT 1
  ), ranked AS (
    SELECT instrument.symbol, moved.instrument_id, moved.pnl,
           row_number() OVER (ORDER BY moved.pnl DESC, instrument.symbol COLLATE "C", moved.instrument_id) AS best,
           row_number() OVER (ORDER BY moved.pnl, instrument.symbol COLLATE "C", moved.instrument_id) AS worst
      FROM (
        SELECT instrument_id, sum(pnl) AS pnl
          FROM (
            SELECT lot.instrument_id,
                   (lot.market_value - lot.cost_basis) * CASE WHEN lot.snapshot_date = span.end_date THEN 1 ELSE -1 END AS pnl
              FROM span
              JOIN snapshot_positions lot
                ON lot.portfolio_id = span.portfolio_id AND lot.snapshot_date IN (span.start_date, span.end_date)
             WHERE span.start_date IS NOT NULL
            UNION ALL
            SELECT position.instrument_id, event.realized_pnl
              FROM span
              JOIN position_realized_events event
                ON event.portfolio_id = span.portfolio_id
               AND event.trade_date > span.start_date AND event.trade_date <= span.end_date
              JOIN positions position ON position.id = event.position_id
          ) parts
         GROUP BY instrument_id
      ) moved
      JOIN instruments instrument ON instrument.id = moved.instrument_id
  )`;

const IS_CONTRIBUTOR = `pnl > 0 AND best <= ${String(maxSymbols)}`;
const IS_DETRACTOR = `pnl < 0 AND worst <= ${String(maxSymbols)}`;

const symbolsWhere = (condition: string, order: string): string => `
  coalesce((SELECT json_agg(json_build_object(
              'symbol', symbol, 'pnl', pnl,
              'contribution', CASE WHEN span.start_value > 0 THEN (pnl / span.start_value)::float8 END) ORDER BY ${order})
              FROM ranked WHERE ${condition}), '[]')`;

const ATTRIBUTION = `
  SELECT json_build_object(
           'start_date', span.start_date, 'end_date', span.end_date, 'sessions', span.sessions,
           'starting_net_asset_value', span.start_value, 'total_pnl', span.total_pnl,
           'contributors', ${symbolsWhere(IS_CONTRIBUTOR, 'best')},
           'detractors', ${symbolsWhere(IS_DETRACTOR, 'worst')},
           'other_pnl', CASE WHEN span.start_date IS NOT NULL THEN coalesce(
             (SELECT sum(pnl) FROM ranked WHERE NOT (${IS_CONTRIBUTOR}) AND NOT (${IS_DETRACTOR})), 0) END,
           'residual_pnl', span.total_pnl - coalesce((SELECT sum(pnl) FROM ranked), 0))
    FROM span
   WHERE span.end_date IS NOT NULL`;

const unvalued = (withTags: boolean): string => `
  SELECT position.id, instrument.symbol, instrument.name, position.quantity::float8 AS quantity, position.position_type,
         instrument.investment_class, position.entry_price::float8 AS entry_price,
         (position.quantity * position.entry_price * instrument.multiplier)::float8 AS cost_basis,
         NULL AS market_value, NULL AS last_price, NULL AS current_price, NULL AS price_date, NULL AS price_age_sessions,
         NULL AS unrealized_pnl, NULL AS weight, false AS has_complete_history, NULL AS status,
         'not-computed-yet' AS reason${
           withTags
             ? `, coalesce((SELECT ${TAG_LIST} FROM position_tags link JOIN tags tag ON tag.id = link.tag_id
                             WHERE link.position_id = position.id AND NOT tag.is_archived), '[]') AS tags`
             : ''
         }
    FROM positions position
    JOIN instruments instrument ON instrument.id = position.instrument_id
   WHERE position.portfolio_id = $1 AND position.quantity <> 0
   ORDER BY instrument.symbol COLLATE "C", position.id`;

const UNVALUED = unvalued(false);
const UNVALUED_WITH_TAGS = unvalued(true);

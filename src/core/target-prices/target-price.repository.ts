import { Injectable } from '@nestjs/common';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { type PositionSide } from './target-draft.kernel.js';

/** The valuation that prices are taken from. */
export interface ValuationDay {
  readonly portfolioId: string;
  /** Session of the newest snapshot; null before the first. */
  readonly asOf: string | null;
  /** `YYYY-MM-DD`: prices after it are not looked at. */
  readonly today: string;
}

/** A portfolio with the figures of its newest snapshot. */
export interface TargetBook {
  readonly id: string;
  readonly name: string;
  readonly asOf: string | null;
  /** Before the first snapshot null. Decimal text. */
  readonly netAssetValue: string | null;
}

/** What is stored of a target. */
export interface StoredTarget {
  readonly symbol: string;
  readonly positionType: PositionSide;
  readonly positionId: string | null;
  readonly eoy: string | null;
  readonly nextYear: string | null;
  readonly downside: string | null;
  /** As given. */
  readonly currentPrice: string | null;
}

/** A target with what the valuation says of its symbol. Decimal texts. */
export interface ValuedTarget extends StoredTarget {
  readonly id: string;
  readonly portfolioId: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly price: string | null;
  /** Session of the price; null when it is the one that was given. */
  readonly priceDate: string | null;
  /** Signed quantity × multiplier of the open lots of this symbol and side. */
  readonly shares: string;
  readonly volatility: number | null;
}

/** An open lot with the target of its symbol and side, if there is one. */
export interface LotWithTarget {
  readonly shares: string;
  readonly price: string | null;
  readonly targetId: string | null;
  readonly eoy: string | null;
  readonly nextYear: string | null;
  readonly downside: string | null;
  readonly targetUpdatedAt: Date | null;
}

export interface TargetFilter {
  readonly id?: string;
  readonly symbol?: string;
  readonly positionType?: string;
}

/** More than anybody holds; a list shows them all. */
export const MAX_TARGETS = 2000;
const ENTIRE = [null, null, null];
export const TARGET_KEY: readonly CursorPart[] = ['text', 'text', 'uuid'];
const MAX_LOTS = 20_000;

/** The portfolio is the service's to check; row-level security stands behind it. */
@Injectable()
export class TargetPriceRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Null for a portfolio that is not this user's or has been deleted. */
  async findBook(userId: string, portfolioId: string): Promise<TargetBook | null> {
    const [book] = await this.query<TargetBook>(
      `SELECT portfolio.id, portfolio.name, snapshot.snapshot_date::text AS "asOf",
              snapshot.net_asset_value::text AS "netAssetValue"
         FROM portfolios portfolio
         LEFT JOIN LATERAL (
           SELECT snapshot_date, net_asset_value FROM portfolio_snapshots
            WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
         ) snapshot ON true
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioId, userId],
    );
    return book ?? null;
  }

  /** The portfolio of a target of this user. */
  async findPortfolioOf(userId: string, id: string): Promise<string | null> {
    const [row] = await this.query<{ portfolioId: string }>(
      `SELECT target.portfolio_id AS "portfolioId"
         FROM portfolio_target_prices target JOIN portfolios portfolio ON portfolio.id = target.portfolio_id
        WHERE target.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [id, userId],
    );
    return row?.portfolioId ?? null;
  }

  /** By symbol, then side. */
  async list(day: ValuationDay, filter: TargetFilter = {}): Promise<readonly ValuedTarget[]> {
    return (await this.listPage(day, filter, { limit: MAX_TARGETS, offset: 0, after: null })).items;
  }

  async listPage(
    { portfolioId, asOf, today }: ValuationDay,
    filter: TargetFilter,
    { limit, offset, after }: CursoredPage,
  ): Promise<CursorPage<ValuedTarget>> {
    const { id = null, symbol = null, positionType = null } = filter;
    const which = [portfolioId, asOf, today, id, symbol, positionType];
    const page = [limit + 1, after ? 0 : offset, ...(after ?? ENTIRE)];
    const rows = await this.query<ValuedTarget>(VALUED, [...which, ...page]);
    return cursorPage(rows, limit, (target) => [target.symbol, target.positionType, target.id]);
  }

  /** The price that the valuation or the dataset has of each symbol; of one that neither knows there is no entry. */
  async prices({ portfolioId, asOf, today }: ValuationDay, symbols: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.query<{ symbol: string; price: string }>(PRICES, [portfolioId, asOf, today, symbols]);
    return new Map(rows.map(({ symbol, price }) => [symbol, price]));
  }

  lotsWithTargets({ portfolioId, asOf, today }: ValuationDay): Promise<LotWithTarget[]> {
    return this.query<LotWithTarget>(LOTS, [portfolioId, asOf, today, MAX_LOTS]);
  }

  /** Symbol and side of these lots, as far as they are of this portfolio. */
  async sidesOf(
    portfolioId: string,
    positionIds: readonly string[],
  ): Promise<Map<string, Pick<StoredTarget, 'symbol' | 'positionType'>>> {
    const rows = await this.query<{ id: string; symbol: string; positionType: PositionSide }>(
      `SELECT position.id, instrument.symbol, position.position_type AS "positionType"
         FROM positions position JOIN instruments instrument ON instrument.id = position.instrument_id
        WHERE position.portfolio_id = $1 AND position.id = ANY ($2::uuid[])`,
      [portfolioId, positionIds],
    );
    return new Map(rows.map(({ id, symbol, positionType }) => [id, { symbol, positionType }]));
  }

  /** Makes the targets, or replaces what is stored under their symbols and sides. @returns their ids, unordered */
  async upsert(portfolioId: string, author: string, targets: readonly StoredTarget[]): Promise<string[]> {
    const column = <K extends keyof StoredTarget>(key: K): StoredTarget[K][] => targets.map((target) => target[key]);
    const rows = await this.query<{ id: string }>(
      `INSERT INTO portfolio_target_prices (portfolio_id, created_by, symbol, position_type, position_id, target_price_eoy,
         target_price_next_year, downside_target_price, current_price)
       SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::uuid[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[])
       ON CONFLICT (portfolio_id, symbol, position_type) DO UPDATE SET position_id = excluded.position_id,
         target_price_eoy = excluded.target_price_eoy, target_price_next_year = excluded.target_price_next_year,
         downside_target_price = excluded.downside_target_price, current_price = excluded.current_price, updated_at = now()
       RETURNING id`,
      [
        ...[portfolioId, author, column('symbol'), column('positionType'), column('positionId'), column('eoy')],
        ...[column('nextYear'), column('downside'), column('currentPrice')],
      ],
    );
    return rows.map(({ id }) => id);
  }

  async delete(portfolioId: string, id: string): Promise<number> {
    const rows = await this.query<{ id: string }>(
      `WITH gone AS (DELETE FROM portfolio_target_prices WHERE portfolio_id = $1 AND id = $2 RETURNING id)
       SELECT id FROM gone`,
      [portfolioId, id],
    );
    return rows.length;
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

/** Prices of the snapshot ($2) of the portfolio ($1): all lots of an instrument have the same one. */
const QUOTE = `
  quote AS (
    SELECT DISTINCT ON (held.instrument_id) held.instrument_id, instrument.symbol, held.price, held.price_date
      FROM snapshot_positions held JOIN instruments instrument ON instrument.id = held.instrument_id
     WHERE held.portfolio_id = $1 AND held.snapshot_date = $2::date AND held.status <> 'unpriced' AND held.price IS NOT NULL
     ORDER BY held.instrument_id, held.price_date DESC NULLS LAST
  )`;

/** Older than this is no current price: a week, and a long weekend. */
const MAX_PRICE_AGE = '10 days';

/** Where the snapshot has no price: the newest close of the portfolio's dataset. */
const marketOf = (instrument: string): string => `
  LEFT JOIN LATERAL (
    SELECT daily.close, daily.price_date
      FROM instruments known
      JOIN market_data_cache daily ON daily.instrument_id = known.id AND daily.dataset = portfolio.price_dataset
     WHERE quote.price IS NULL AND ${instrument}
       AND daily.price_date <= $3::date AND daily.price_date > $3::date - interval '${MAX_PRICE_AGE}'
     ORDER BY daily.price_date DESC LIMIT 1
  ) market ON true`;
const VISIBLE = '(known.owner_user_id IS NULL OR known.owner_user_id = portfolio.user_id)';

const PRICES = `
  WITH ${QUOTE}
  SELECT DISTINCT ON (wanted.symbol) wanted.symbol, coalesce(quote.price, market.close)::text AS price
    FROM portfolios portfolio
    CROSS JOIN unnest($4::text[]) AS wanted (symbol)
    LEFT JOIN quote ON quote.symbol = wanted.symbol${marketOf(`known.symbol = wanted.symbol AND ${VISIBLE}`)}
   WHERE portfolio.id = $1 AND coalesce(quote.price, market.close) IS NOT NULL
   ORDER BY wanted.symbol`;

const VALUED = `
  WITH ${QUOTE}, priced AS (SELECT DISTINCT ON (symbol) * FROM quote ORDER BY symbol, price_date DESC NULLS LAST),
  holding AS (
    SELECT instrument.symbol, position.position_type, sum(position.quantity * instrument.multiplier) AS shares
      FROM positions position JOIN instruments instrument ON instrument.id = position.instrument_id
     WHERE position.portfolio_id = $1 AND position.quantity <> 0
     GROUP BY instrument.symbol, position.position_type
  )
  SELECT target.id, target.portfolio_id AS "portfolioId", target.position_id AS "positionId", target.symbol,
         target.position_type AS "positionType", target.target_price_eoy::text AS eoy,
         target.target_price_next_year::text AS "nextYear", target.downside_target_price::text AS downside,
         target.current_price::text AS "currentPrice", target.created_by AS "createdBy",
         target.created_at AS "createdAt", target.updated_at AS "updatedAt",
         coalesce(quote.price, market.close, target.current_price)::text AS price,
         coalesce(quote.price_date, market.price_date, CASE WHEN quote.price IS NOT NULL THEN $2::date END)::text AS "priceDate",
         coalesce(holding.shares, 0)::text AS shares, volatility.realized_vol AS volatility
    FROM portfolio_target_prices target
    JOIN portfolios portfolio ON portfolio.id = target.portfolio_id
    LEFT JOIN holding ON holding.symbol = target.symbol AND holding.position_type = target.position_type
    LEFT JOIN priced quote ON quote.symbol = target.symbol${marketOf(`known.symbol = target.symbol AND ${VISIBLE}`)}
    LEFT JOIN symbol_volatility volatility ON volatility.instrument_id = quote.instrument_id
     AND volatility.dataset = portfolio.price_dataset AND volatility.as_of_date = $2::date AND volatility.window_sessions = 63
   WHERE target.portfolio_id = $1 AND ($4::uuid IS NULL OR target.id = $4::uuid)
     AND ($5::text IS NULL OR target.symbol = $5::text) AND ($6::text IS NULL OR target.position_type = $6::text)
     AND ($9::text IS NULL OR (target.symbol COLLATE "C", target.position_type COLLATE "C", target.id) > ($9::text, $10::text, $11::uuid))
   ORDER BY target.symbol COLLATE "C", target.position_type COLLATE "C", target.id
   LIMIT $7 OFFSET $8`;

const LOTS = `
  WITH ${QUOTE}
  SELECT (position.quantity * instrument.multiplier)::text AS shares,
         coalesce(quote.price, market.close, target.current_price)::text AS price, target.id AS "targetId",
         target.target_price_eoy::text AS eoy, target.target_price_next_year::text AS "nextYear",
         target.downside_target_price::text AS downside, target.updated_at AS "targetUpdatedAt"
    FROM positions position
    JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
    JOIN instruments instrument ON instrument.id = position.instrument_id
    LEFT JOIN portfolio_target_prices target ON target.portfolio_id = position.portfolio_id
     AND target.symbol = instrument.symbol AND target.position_type = position.position_type
    LEFT JOIN quote ON quote.instrument_id = position.instrument_id${marketOf('known.id = position.instrument_id')}
   WHERE position.portfolio_id = $1 AND position.quantity <> 0
   ORDER BY instrument.symbol COLLATE "C", position.id
   LIMIT $4`;

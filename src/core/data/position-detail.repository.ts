import { Injectable } from '@nestjs/common';
import { type CursorPart, cursorPage } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { profileOf } from '../market-data/asked-dataset.js';
import { type PositionDetail, type PositionDetailPage, type PositionSums } from './portfolio-view.js';

export const POSITION_KEY: readonly CursorPart[] = ['text', 'uuid'];

interface Wanted {
  readonly portfolioId: string | null;
  /** None: all of the portfolio. */
  readonly positionIds: readonly string[];
  readonly includeClosed: boolean;
  readonly page: CursoredPage;
}

@Injectable()
export class PositionDetailRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Whether the portfolio is there for this user. */
  async isOwned(userId: string, portfolioId: string): Promise<boolean> {
    const rows = await this.tx.manager.query<unknown[]>(
      'SELECT 1 FROM portfolios WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL',
      [portfolioId, userId],
    );
    return rows.length > 0;
  }

  /** The first of these that the user does not have. */
  async findMissing(userId: string, positionIds: readonly string[]): Promise<string | null> {
    if (positionIds.length === 0) return null;
    const [row] = await this.tx.manager.query<{ id: string }[]>(
      `SELECT wanted.id FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, place)
        WHERE NOT EXISTS (SELECT FROM positions position JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
                           WHERE position.id = wanted.id AND portfolio.user_id = $1 AND portfolio.deleted_at IS NULL)
        ORDER BY wanted.place LIMIT 1`,
      [userId, positionIds],
    );
    return row?.id ?? null;
  }

  /** By symbol, then by position. Of those that are named the closed ones too: they were asked for by name. */
  async listPage(
    userId: string,
    { portfolioId, positionIds, includeClosed, page }: Wanted,
  ): Promise<PositionDetailPage> {
    const isNamed = positionIds.length > 0;
    const which = [userId, portfolioId, isNamed ? positionIds : null, isNamed || includeClosed];
    const { limit, offset, after } = page;
    const rows = await this.tx.manager.query<PositionDetail[]>(DETAILS, [
      ...[...which, limit + 1, after ? 0 : offset, ...(after ?? [null, null])],
    ]);
    const [sums = NO_SUMS] = await this.tx.manager.query<PositionSums[]>(SUMS, which);
    return { ...cursorPage(rows, limit, ({ symbol, id }) => [symbol, id]), sums };
  }
}

const NO_SUMS: PositionSums = { positions: 0, costBasis: 0, marketValue: 0, unrealizedPnl: 0, unpriced: 0 };

const COST_BASIS = 'position.quantity * position.entry_price * instrument.multiplier';
const MARKET_VALUE = `CASE WHEN held.status <> 'unpriced' THEN position.quantity * held.price * instrument.multiplier END`;
const UNREALIZED = `CASE WHEN held.status <> 'unpriced'
              THEN position.quantity * (held.price - position.entry_price) * instrument.multiplier END`;

/** Of the user $1: of the portfolio $2 and with the ids $3, as far as they are given; $4: closed ones too. */
const LOTS = `
    FROM positions position
    JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
    JOIN instruments instrument ON instrument.id = position.instrument_id
    LEFT JOIN LATERAL (
      SELECT snapshot_date FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true
    LEFT JOIN snapshot_positions held
      ON held.portfolio_id = portfolio.id AND held.snapshot_date = snapshot.snapshot_date AND held.position_id = position.id`;
const WANTED = `
   WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND ($2::uuid IS NULL OR portfolio.id = $2)
     AND ($3::uuid[] IS NULL OR position.id = ANY ($3)) AND ($4::boolean OR position.quantity <> 0)`;

/** Nothing held is worth 0; something without any price is worth nobody knows what. */
const known = (value: string): string => `CASE WHEN count(*) = 0 THEN 0 ELSE sum(${value}) END::float8`;

const SUMS = `
  SELECT count(*)::int AS positions, coalesce(sum(${COST_BASIS}), 0)::float8 AS "costBasis",
         ${known(MARKET_VALUE)} AS "marketValue", ${known(UNREALIZED)} AS "unrealizedPnl",
         (count(*) - count(${MARKET_VALUE}))::int AS unpriced${LOTS}${WANTED}`;

/**
 * The quantity is the ledger's of this moment and the price that of the newest snapshot, so that a trade shows at once.
 * A lot that was opened since has no price yet.
 */
const DETAILS = `
  SELECT position.id, position.portfolio_id AS "portfolioId", instrument.symbol,
         coalesce(profile.company_name, instrument.name) AS name, profile.sector, profile.industry,
         position.position_type AS "positionType", instrument.investment_class AS "investmentClass",
         instrument.investment_subtype AS "investmentSubtype", position.quantity::float8 AS quantity,
         position.entry_date::text AS "entryDate", position.entry_price::float8 AS "entryPrice",
         position.exit_date::text AS "exitDate", position.realized_pnl::float8 AS "realizedPnl",
         (${COST_BASIS})::float8 AS "costBasis",
         held.price::float8 AS price, held.price_date::text AS "priceDate", held.age_sessions AS "priceAgeSessions",
         (${MARKET_VALUE})::float8 AS "marketValue", (${UNREALIZED})::float8 AS "unrealizedPnl",
         instrument.strike_price::float8 AS "strikePrice", instrument.expiration_date::text AS "expirationDate",
         instrument.underlying_symbol AS "underlyingSymbol", snapshot.snapshot_date::text AS "asOf", held.status,
         CASE WHEN held.price IS NULL THEN coalesce(held.reason, 'not-computed-yet')
              WHEN held.status <> 'priced' THEN held.reason END AS reason,
         coalesce(tagged.tags, '[]') AS tags${LOTS}
    LEFT JOIN (
      SELECT link.position_id,
             json_agg(json_build_object('id', tag.id, 'name', tag.name, 'color', tag.color, 'description', tag.description)
                      ORDER BY tag.display_order, tag.name, tag.id) AS tags
        FROM tags tag JOIN position_tags link ON link.tag_id = tag.id
       WHERE tag.user_id = $1 AND NOT tag.is_archived
       GROUP BY link.position_id
    ) tagged ON tagged.position_id = position.id
    LEFT JOIN LATERAL (${profileOf('instrument.id', 'portfolio.price_dataset')}) profile ON true${WANTED}
     AND ($7::text IS NULL OR (instrument.symbol COLLATE "C", position.id) > ($7::text, $8::uuid))
   ORDER BY instrument.symbol COLLATE "C", position.id LIMIT $5 OFFSET $6`;

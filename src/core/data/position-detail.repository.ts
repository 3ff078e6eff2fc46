import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { profileOf } from '../market-data/asked-dataset.js';
import { type PositionDetail } from './portfolio-view.js';

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

  listOfPortfolio(userId: string, portfolioId: string, includeClosed: boolean): Promise<PositionDetail[]> {
    const which = 'portfolio.id = $2 AND ($3 OR position.quantity <> 0)';
    return this.tx.manager.query<PositionDetail[]>(detailsWhere(which), [userId, portfolioId, includeClosed]);
  }

  /** Closed ones too: they were asked for by name. */
  listByIds(userId: string, positionIds: readonly string[]): Promise<PositionDetail[]> {
    return this.tx.manager.query<PositionDetail[]>(detailsWhere('position.id = ANY ($2::uuid[])'), [
      userId,
      positionIds,
    ]);
  }
}

/**
 * The quantity is the ledger's of this moment and the price that of the newest snapshot, so that a trade shows at once.
 * A lot that was opened since has no price yet.
 */
const detailsWhere = (which: string): string => `
  SELECT position.id, position.portfolio_id AS "portfolioId", instrument.symbol,
         coalesce(profile.company_name, instrument.name) AS name, profile.sector, profile.industry,
         position.position_type AS "positionType", instrument.investment_class AS "investmentClass",
         instrument.investment_subtype AS "investmentSubtype", position.quantity::float8 AS quantity,
         position.entry_date::text AS "entryDate", position.entry_price::float8 AS "entryPrice",
         position.exit_date::text AS "exitDate", position.realized_pnl::float8 AS "realizedPnl",
         (position.quantity * position.entry_price * instrument.multiplier)::float8 AS "costBasis",
         held.price::float8 AS price, held.price_date::text AS "priceDate", held.age_sessions AS "priceAgeSessions",
         CASE WHEN held.status <> 'unpriced'
              THEN (position.quantity * held.price * instrument.multiplier)::float8 END AS "marketValue",
         CASE WHEN held.status <> 'unpriced'
              THEN (position.quantity * (held.price - position.entry_price) * instrument.multiplier)::float8 END AS "unrealizedPnl",
         instrument.strike_price::float8 AS "strikePrice", instrument.expiration_date::text AS "expirationDate",
         instrument.underlying_symbol AS "underlyingSymbol", snapshot.snapshot_date::text AS "asOf", held.status,
         CASE WHEN held.price IS NULL THEN coalesce(held.reason, 'not-computed-yet')
              WHEN held.status <> 'priced' THEN held.reason END AS reason,
         coalesce(tagged.tags, '[]') AS tags
    FROM positions position
    JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
    JOIN instruments instrument ON instrument.id = position.instrument_id
    LEFT JOIN LATERAL (
      SELECT snapshot_date FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true
    LEFT JOIN snapshot_positions held
      ON held.portfolio_id = portfolio.id AND held.snapshot_date = snapshot.snapshot_date AND held.position_id = position.id
    LEFT JOIN (
      SELECT link.position_id,
             json_agg(json_build_object('id', tag.id, 'name', tag.name, 'color', tag.color, 'description', tag.description)
                      ORDER BY tag.display_order, tag.name, tag.id) AS tags
        FROM tags tag JOIN position_tags link ON link.tag_id = tag.id
       WHERE tag.user_id = $1 AND NOT tag.is_archived
       GROUP BY link.position_id
    ) tagged ON tagged.position_id = position.id
    LEFT JOIN LATERAL (${profileOf('instrument.id', 'portfolio.price_dataset')}) profile ON true
   WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND ${which}
   ORDER BY instrument.symbol COLLATE "C", position.id`;

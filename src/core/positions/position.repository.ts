import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { type ClosingEntry } from './position-removal.kernel.js';
import { FRESH_MINUTES, type PositionView } from './position-view.js';

/** The entry in force that opened a lot, and the mark that was booked with it. */
export interface OpeningEntry {
  readonly lotId: string;
  readonly id: string;
  readonly kind: 'buy' | 'short';
  readonly tradeDate: string;
  readonly quantity: string;
  readonly price: string;
  readonly fees: string;
  readonly notes: string | null;
  /** Of a private asset: the mark at its entry price. */
  readonly markId: string | null;
}

/** Note of the mark that goes with the opening of a private asset. */
export const ENTRY_MARK = 'Entry price';

/** Positions as their owner sees them. What a lot is, is the ledger's to say; only its notes are written here. */
@Injectable()
export class PositionRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Those that are there for this user, by symbol, then by id. */
  listByIds(userId: string, ids: readonly string[]): Promise<PositionView[]> {
    return this.query<PositionView>(viewsWhere('position.id = ANY ($2::uuid[])'), [userId, ids]);
  }

  /** Open lots of a symbol, by id; the symbol is a canonical one. */
  listOpen(userId: string, portfolioId: string, symbol: string, limit: number): Promise<PositionView[]> {
    const which = 'portfolio.id = $2 AND position.quantity <> 0 AND instrument.symbol = $3';
    return this.query<PositionView>(`${viewsWhere(which)} LIMIT $4`, [userId, portfolioId, symbol, limit]);
  }

  /** The active tags of the open lots of a symbol, in the order in which the user keeps them. */
  async listTagIds(userId: string, portfolioId: string, symbol: string): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `SELECT tag.id FROM tags tag
        WHERE tag.user_id = $1 AND NOT tag.is_archived AND EXISTS (
          SELECT FROM position_tags link
            JOIN positions position ON position.id = link.position_id
            JOIN instruments instrument ON instrument.id = position.instrument_id
           WHERE link.tag_id = tag.id AND position.portfolio_id = $2 AND position.quantity <> 0 AND instrument.symbol = $3)
        ORDER BY tag.display_order, tag.name, tag.id`,
      [userId, portfolioId, symbol],
    );
    return rows.map(({ id }) => id);
  }

  /** The entries in force that opened these lots, by lot. The portfolio is the caller's to check. */
  listOpenings(portfolioId: string, lotIds: readonly string[]): Promise<OpeningEntry[]> {
    return this.query<OpeningEntry>(
      `SELECT coalesce(t.lot_id, t.id) AS "lotId", t.id, t.kind, t.trade_date::text AS "tradeDate", t.quantity, t.price,
              t.fees, t.notes, mark.id AS "markId"
         FROM transactions t
         LEFT JOIN LATERAL (
           SELECT m.id FROM transactions m
            WHERE m.portfolio_id = t.portfolio_id AND m.instrument_id = t.instrument_id AND m.kind = 'mark'
              AND m.trade_date = t.trade_date AND m.price = t.price AND m.notes = $3 AND m.reverses_id IS NULL
              AND NOT EXISTS (SELECT FROM transactions r WHERE r.reverses_id = m.id)
            ORDER BY m.sequence LIMIT 1
         ) mark ON true
        WHERE t.portfolio_id = $1 AND t.kind IN ('buy', 'short') AND t.reverses_id IS NULL
          AND coalesce(t.lot_id, t.id) = ANY ($2::uuid[])
          AND NOT EXISTS (SELECT FROM transactions r WHERE r.reverses_id = t.id)
        ORDER BY 1`,
      [portfolioId, lotIds, ENTRY_MARK],
    );
  }

  /** The entries that closed some of these lots, with all lots that they closed, in order of booking. */
  listClosings(portfolioId: string, lotIds: readonly string[]): Promise<ClosingEntry[]> {
    return this.query<ClosingEntry>(
      `SELECT t.id, t.kind, t.trade_date::text AS "tradeDate", t.quantity,
              array_agg(event.position_id::text ORDER BY event.position_id) AS "lotIds"
         FROM transactions t
         JOIN position_realized_events event ON event.transaction_id = t.id
        WHERE t.portfolio_id = $1 AND t.id IN (
          SELECT transaction_id FROM position_realized_events WHERE position_id = ANY ($2::uuid[]))
        GROUP BY t.id, t.kind, t.trade_date, t.quantity, t.sequence
        ORDER BY t.sequence`,
      [portfolioId, lotIds],
    );
  }

  async updateNotes(portfolioId: string, id: string, notes: string | null): Promise<void> {
    await this.query(
      `UPDATE positions SET notes = $3, updated_at = now() WHERE portfolio_id = $1 AND id = $2 AND notes IS DISTINCT FROM $3`,
      [portfolioId, id, notes],
    );
  }

  /** Whether any dataset has prices of the shared instrument of this symbol. */
  async hasPrices(symbol: string): Promise<boolean> {
    const [row] = await this.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM instruments instrument JOIN market_data_cache price ON price.instrument_id = instrument.id
                       WHERE instrument.symbol = $1 AND instrument.owner_user_id IS NULL) AS found`,
      [symbol],
    );
    return row?.found ?? false;
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

/** The quantity is the ledger's of this moment, the price that of the newest snapshot. */
const viewsWhere = (which: string): string => `
  SELECT position.id, position.portfolio_id AS "portfolioId", position.instrument_id AS "instrumentId", instrument.symbol,
         instrument.multiplier, position.position_type AS "positionType", instrument.investment_class AS "investmentClass",
         instrument.investment_subtype AS "investmentSubtype", instrument.underlying_symbol AS "underlyingSymbol",
         instrument.strike_price AS "strikePrice", instrument.expiration_date::text AS "expirationDate",
         instrument.option_type AS "optionType", position.quantity, position.opened_quantity AS "openedQuantity",
         position.entry_price AS "entryPrice", position.entry_date::text AS "entryDate",
         position.exit_price AS "exitPrice", position.exit_date::text AS "exitDate",
         position.realized_pnl AS "realizedPnl", position.notes,
         CASE WHEN held.status <> 'unpriced' THEN held.price END AS "lastPrice",
         CASE WHEN held.status <> 'unpriced' THEN position.quantity * held.price * instrument.multiplier END AS "marketValue",
         CASE WHEN held.status <> 'unpriced'
              THEN position.quantity * (held.price - position.entry_price) * instrument.multiplier END AS "unrealizedPnl",
         held.price_date::text AS "priceDate",
         CASE WHEN position.quantity = 0 THEN 'position-closed'
              WHEN held.price IS NULL THEN coalesce(held.reason, 'not-computed-yet')
              WHEN held.status <> 'priced' THEN held.reason END AS "priceReason",
         position.created_at AS "createdAt", position.updated_at AS "updatedAt",
         position.created_at > now() - interval '${String(FRESH_MINUTES)} minutes' AS "isFresh"
    FROM positions position
    JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
    JOIN instruments instrument ON instrument.id = position.instrument_id
    LEFT JOIN LATERAL (
      SELECT snapshot_date FROM portfolio_snapshots
       WHERE portfolio_id = portfolio.id ORDER BY snapshot_date DESC LIMIT 1
    ) snapshot ON true
    LEFT JOIN snapshot_positions held
      ON held.portfolio_id = portfolio.id AND held.snapshot_date = snapshot.snapshot_date
     AND held.position_id = position.id AND held.instrument_id = position.instrument_id AND position.quantity <> 0
   WHERE portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND ${which}
   ORDER BY instrument.symbol COLLATE "C", position.id`;

import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { type StoredLot } from './ledger-booking.kernel.js';
import { type RealizedEvent } from './lot.kernel.js';

/** Which lots a rebuild touched. */
export interface LotChanges {
  readonly changed: ReadonlySet<string>;
  readonly removed: readonly string[];
}

const CHUNK = 5000;

/**
 * Writes what was derived from the ledger: `positions` and `position_realized_events`. Nobody else writes them, but for
 * the notes of a position.
 */
@Injectable()
export class LotRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * Makes the stored lots of these instruments equal to the derived ones. Rows that are the same already stay
   * untouched, so that `updated_at` tells when a lot really changed.
   */
  async replace(
    portfolioId: string,
    instrumentIds: readonly string[],
    lots: readonly StoredLot[],
    events: readonly RealizedEvent[],
  ): Promise<LotChanges> {
    const removed = await this.removeOthers(portfolioId, instrumentIds, lots);
    const changed = new Set<string>();
    for (let start = 0; start < lots.length; start += CHUNK) {
      for (const id of await this.upsertLots(portfolioId, lots.slice(start, start + CHUNK))) changed.add(id);
    }
    await this.removeOtherEvents(portfolioId, instrumentIds, events);
    for (let start = 0; start < events.length; start += CHUNK) {
      for (const id of await this.upsertEvents(portfolioId, events.slice(start, start + CHUNK))) changed.add(id);
    }
    return { changed, removed };
  }

  private async removeOthers(
    portfolioId: string,
    instrumentIds: readonly string[],
    lots: readonly StoredLot[],
  ): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `WITH gone AS (
         DELETE FROM positions WHERE portfolio_id = $1 AND instrument_id = ANY ($2::uuid[]) AND id <> ALL ($3::uuid[])
         RETURNING id)
       SELECT id FROM gone ORDER BY id`,
      [portfolioId, instrumentIds, lots.map(({ id }) => id)],
    );
    return rows.map(({ id }) => id);
  }

  /** The notes of a lot begin as those of the trade that opened it, and are the user's own from then on. */
  private async upsertLots(portfolioId: string, lots: readonly StoredLot[]): Promise<string[]> {
    const column = <K extends keyof StoredLot>(key: K): StoredLot[K][] => lots.map((lot) => lot[key]);
    const rows = await this.query<{ id: string }>(
      `INSERT INTO positions (id, portfolio_id, instrument_id, position_type, opened_quantity, quantity, entry_price,
         entry_date, exit_price, exit_date, realized_pnl, notes)
       SELECT l.id, $1, l.instrument_id,
              CASE i.option_type WHEN 'CALL' THEN CASE WHEN l.is_short THEN 'SC' ELSE 'LC' END
                                 WHEN 'PUT' THEN CASE WHEN l.is_short THEN 'SP' ELSE 'LP' END
                                 ELSE CASE WHEN l.is_short THEN 'SHORT' ELSE 'LONG' END END,
              l.opened_quantity, l.quantity, l.entry_price, l.entry_date, l.exit_price, l.exit_date, l.realized_pnl, t.notes
         FROM unnest($2::uuid[], $3::uuid[], $4::boolean[], $5::numeric[], $6::numeric[], $7::numeric[], $8::date[],
                     $9::numeric[], $10::date[], $11::numeric[])
              AS l (id, instrument_id, is_short, opened_quantity, quantity, entry_price, entry_date, exit_price, exit_date,
                    realized_pnl)
         JOIN instruments i ON i.id = l.instrument_id
         JOIN transactions t ON t.id = l.id
       ON CONFLICT (id) DO UPDATE SET instrument_id = excluded.instrument_id, position_type = excluded.position_type,
         opened_quantity = excluded.opened_quantity, quantity = excluded.quantity,
         entry_price = excluded.entry_price, exit_price = excluded.exit_price, exit_date = excluded.exit_date,
         realized_pnl = excluded.realized_pnl, updated_at = now()
       WHERE (positions.instrument_id, positions.position_type, positions.opened_quantity, positions.quantity, positions.entry_price, positions.exit_price, positions.exit_date,
              positions.realized_pnl)
         IS DISTINCT FROM (excluded.instrument_id, excluded.position_type, excluded.opened_quantity, excluded.quantity, excluded.entry_price, excluded.exit_price,
                           excluded.exit_date, excluded.realized_pnl)
       RETURNING id`,
      [
        portfolioId,
        column('id'),
        column('instrumentId'),
        column('isShort'),
        column('openedQuantity'),
        column('quantity'),
        column('entryPrice'),
        column('entryDate'),
        column('exitPrice'),
        column('exitDate'),
        column('realizedPnl'),
      ],
    );
    return rows.map(({ id }) => id);
  }

  private async removeOtherEvents(
    portfolioId: string,
    instrumentIds: readonly string[],
    events: readonly RealizedEvent[],
  ): Promise<void> {
    await this.query(
      `DELETE FROM position_realized_events e USING positions p
        WHERE p.id = e.position_id AND p.portfolio_id = $1 AND p.instrument_id = ANY ($2::uuid[])
          AND (e.position_id, e.transaction_id) NOT IN (SELECT * FROM unnest($3::uuid[], $4::uuid[]))`,
      [portfolioId, instrumentIds, events.map(({ lotId }) => lotId), events.map(({ entryId }) => entryId)],
    );
  }

  private async upsertEvents(portfolioId: string, events: readonly RealizedEvent[]): Promise<string[]> {
    const column = <K extends keyof RealizedEvent>(key: K): RealizedEvent[K][] => events.map((event) => event[key]);
    const rows = await this.query<{ id: string }>(
      `INSERT INTO position_realized_events AS e (position_id, transaction_id, portfolio_id, trade_date, quantity_closed,
         exit_price, realized_pnl)
       SELECT c.position_id, c.transaction_id, $1, c.trade_date, c.quantity_closed, c.exit_price, c.realized_pnl
         FROM unnest($2::uuid[], $3::uuid[], $4::date[], $5::numeric[], $6::numeric[], $7::numeric[])
              AS c (position_id, transaction_id, trade_date, quantity_closed, exit_price, realized_pnl)
       ON CONFLICT (position_id, transaction_id) DO UPDATE SET quantity_closed = excluded.quantity_closed,
         exit_price = excluded.exit_price, realized_pnl = excluded.realized_pnl
       WHERE (e.quantity_closed, e.exit_price, e.realized_pnl)
         IS DISTINCT FROM (excluded.quantity_closed, excluded.exit_price, excluded.realized_pnl)
       RETURNING position_id AS id`,
      [
        portfolioId,
        column('lotId'),
        column('entryId'),
        column('tradeDate'),
        column('quantityClosed'),
        column('exitPrice'),
        column('realizedPnl'),
      ],
    );
    return rows.map(({ id }) => id);
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

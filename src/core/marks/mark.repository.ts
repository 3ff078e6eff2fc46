import { Injectable } from '@nestjs/common';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';

export interface MarkRecord {
  readonly id: string;
  /** Of the ledger. */
  readonly sequence: string;
  readonly instrumentId: string;
  readonly symbol: string;
  readonly date: string;
  readonly price: string;
  readonly notes: string | null;
  /** The one that values the asset now. */
  readonly isNewest: boolean;
}

export const MARK_KEY: readonly CursorPart[] = ['day', 'integer'];

export interface MarkFilter extends CursoredPage {
  readonly symbol: string | null;
}

@Injectable()
export class MarkRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Marks in force, newest first. */
  async listPage(
    portfolioId: string,
    { symbol, limit, offset, after }: MarkFilter,
  ): Promise<CursorPage<MarkRecord> & { readonly total: number }> {
    const marks = `
      SELECT line.id, line.instrument_id AS "instrumentId", instrument.symbol, line.trade_date, line.sequence, line.price, line.notes,
             row_number() OVER (PARTITION BY line.instrument_id ORDER BY line.trade_date DESC, line.sequence DESC) = 1 AS "isNewest"
        FROM transactions line JOIN instruments instrument ON instrument.id = line.instrument_id
       WHERE line.portfolio_id = $1 AND line.kind = 'mark' AND line.reverses_id IS NULL
         AND NOT EXISTS (SELECT FROM transactions reversal WHERE reversal.reverses_id = line.id)
         AND ($2::text IS NULL OR instrument.symbol = $2)`;
    const rows = await this.tx.manager.query<MarkRecord[]>(
      `SELECT id, sequence::text AS sequence, "instrumentId", symbol, trade_date::text AS date, price, notes, "isNewest" FROM (${marks}) mark
        WHERE $5::date IS NULL OR (mark.trade_date, mark.sequence) < ($5::date, $6::bigint)
        ORDER BY mark.trade_date DESC, mark.sequence DESC LIMIT $3 OFFSET $4`,
      [portfolioId, symbol, limit + 1, after ? 0 : offset, ...(after ?? [null, null])],
    );
    const [counted] = await this.tx.manager.query<{ total: number }[]>(
      `SELECT count(*)::int AS total FROM (${marks}) mark`,
      [portfolioId, symbol],
    );
    return { ...cursorPage(rows, limit, ({ date, sequence }) => [date, sequence]), total: counted?.total ?? 0 };
  }
}

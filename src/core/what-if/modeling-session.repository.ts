import { Injectable } from '@nestjs/common';
import { type CursorKey, type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { CoreTransactions } from '../core.transactions.js';
import type { BookedTrade, WhatIfSide } from './what-if-view.js';

export const MODELING_SESSION_KEY: readonly CursorPart[] = ['instant', 'uuid'];

export interface ModelingSessionHead {
  readonly id: string;
  readonly portfolioId: string;
  readonly name: string;
  readonly status: string;
  readonly asOf: string;
  readonly trades: readonly BookedTrade[];
  /** ISO 8601, to the microsecond. */
  readonly createdAt: string;
}

export interface ModelingSessionView extends ModelingSessionHead {
  readonly before: WhatIfSide;
  readonly after: WhatIfSide;
}

const HEAD = `
  session.id, session.portfolio_id AS "portfolioId", session.name, session.status, session.as_of_date::text AS "asOf",
  session.changes AS trades,
  to_char(session.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt"`;

/** The portfolio is the service's to check; row-level security stands behind it. */
@Injectable()
export class ModelingSessionRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Null when the portfolio has so many already. */
  async insert(
    userId: string,
    name: string,
    view: {
      readonly portfolioId: string;
      readonly asOf: string;
      readonly trades: readonly BookedTrade[];
      readonly before: WhatIfSide;
      readonly after: WhatIfSide;
    },
    most: number,
  ): Promise<string | null> {
    const [row] = await this.tx.manager.query<{ id: string }[]>(
      `INSERT INTO modeling_session_snapshots (user_id, portfolio_id, name, as_of_date, base_portfolio_snapshot,
                                               modified_portfolio_snapshot, changes, completed_at)
       SELECT $1::uuid, $2::uuid, $3::text, $4::date, $5::jsonb, $6::jsonb, $7::jsonb, now()
        WHERE (SELECT count(*) FROM modeling_session_snapshots WHERE portfolio_id = $2::uuid) < $8::int
       RETURNING id`,
      [
        ...[userId, view.portfolioId, name, view.asOf, JSON.stringify(view.before), JSON.stringify(view.after)],
        ...[JSON.stringify(view.trades), most],
      ],
    );
    return row?.id ?? null;
  }

  /** Newest first. */
  async list(
    portfolioId: string,
    { limit, after }: { readonly limit: number; readonly after: CursorKey | null },
  ): Promise<CursorPage<ModelingSessionHead>> {
    const rows = await this.tx.manager.query<ModelingSessionHead[]>(
      `SELECT ${HEAD} FROM modeling_session_snapshots session
        WHERE session.portfolio_id = $1 AND ($2::timestamptz IS NULL OR (session.created_at, session.id) < ($2::timestamptz, $3::uuid))
        ORDER BY session.created_at DESC, session.id DESC LIMIT $4`,
      [portfolioId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return cursorPage(rows, limit, ({ createdAt, id }) => [createdAt, id]);
  }

  async find(portfolioId: string, id: string): Promise<ModelingSessionView | null> {
    const [row] = await this.tx.manager.query<ModelingSessionView[]>(
      `SELECT ${HEAD}, session.base_portfolio_snapshot AS before, session.modified_portfolio_snapshot AS after
         FROM modeling_session_snapshots session WHERE session.portfolio_id = $1 AND session.id = $2`,
      [portfolioId, id],
    );
    return row ?? null;
  }

  async remove(portfolioId: string, id: string): Promise<boolean> {
    const [, count] = await this.tx.manager.query<[unknown[], number]>(
      'DELETE FROM modeling_session_snapshots WHERE portfolio_id = $1 AND id = $2',
      [portfolioId, id],
    );
    return count > 0;
  }
}

import { Injectable } from '@nestjs/common';
import { Between, IsNull, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { EquityChange } from './equity-change.entity.js';

export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

export type NewEquityChange = Pick<
  EquityChange,
  | 'id'
  | 'portfolioId'
  | 'transactionId'
  | 'changeType'
  | 'amount'
  | 'changeDate'
  | 'notes'
  | 'createdByUserId'
  | 'createdAt'
>;

/** Sums as decimal strings. */
export interface FlowSums {
  readonly contributions: string;
  readonly withdrawals: string;
}

export const EQUITY_CHANGE_KEY: readonly CursorPart[] = ['day', 'instant', 'uuid'];

export interface EquityChangeBounds extends CursoredPage {
  readonly includeDeleted: boolean;
}

export interface EquityChangePage extends CursorPage<EquityChange> {
  readonly total: number;
}

/** An export has everything; beyond this nobody opens it. */
const MAX_EXPORT = 100_000;
const NEWEST_FIRST = { changeDate: 'DESC', createdAt: 'DESC', id: 'ASC' } as const;

/** The portfolio is the service's to check; row-level security stands behind it. */
@Injectable()
export class EquityChangeRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async listPage(
    portfolioId: string,
    span: Span,
    { limit, offset, after, includeDeleted }: EquityChangeBounds,
  ): Promise<EquityChangePage> {
    const where = { portfolioId, ...within(span), ...(includeDeleted ? {} : { deletedAt: IsNull() }) };
    const wanted = this.changes.createQueryBuilder('change').where(where);
    const total = await wanted.getCount();
    if (after !== null) {
      const [day, at, id] = after;
      wanted.andWhere(
        `((change.changeDate, change.createdAt) < (:day::date, :at::timestamptz)
          OR (change.changeDate = :day::date AND change.createdAt = :at::timestamptz AND change.id > :id::uuid))`,
        { day, at, id },
      );
    }
    const rows = await wanted
      .orderBy({ 'change.changeDate': 'DESC', 'change.createdAt': 'DESC', 'change.id': 'ASC' })
      .take(limit + 1)
      .skip(after ? 0 : offset)
      .getMany();
    // The program's clock writes created_at, in milliseconds: a Date is all of it.
    return { ...cursorPage(rows, limit, (row) => [row.changeDate, row.createdAt.toISOString(), row.id]), total };
  }

  /** Newest first, without deleted ones. */
  listAll(portfolioId: string, span: Span): Promise<EquityChange[]> {
    const where = { portfolioId, ...within(span), deletedAt: IsNull() };
    return this.changes.find({ where, order: NEWEST_FIRST, take: MAX_EXPORT });
  }

  find(portfolioId: string, id: string): Promise<EquityChange | null> {
    return this.changes.findOneBy({ portfolioId, id });
  }

  findLast(portfolioId: string): Promise<EquityChange | null> {
    return this.changes.findOne({ where: { portfolioId, deletedAt: IsNull() }, order: NEWEST_FIRST });
  }

  async insert(change: NewEquityChange): Promise<void> {
    await this.changes.insert(change);
  }

  async update(
    portfolioId: string,
    id: string,
    changes: Partial<Pick<EquityChange, 'transactionId' | 'amount' | 'changeDate' | 'notes' | 'deletedAt'>>,
  ): Promise<void> {
    await this.changes.update({ portfolioId, id }, changes);
  }

  /** For each span, in their order. */
  async sum(portfolioId: string, spans: readonly Span[]): Promise<FlowSums[]> {
    return this.tx.manager.query<FlowSums[]>(
      `SELECT COALESCE(sum(c.amount) FILTER (WHERE c.change_type = 'CONTRIBUTION'), 0)::text AS contributions,
              COALESCE(sum(c.amount) FILTER (WHERE c.change_type = 'WITHDRAWAL'), 0)::text AS withdrawals
         FROM unnest($2::date[], $3::date[]) WITH ORDINALITY AS span (first_day, last_day, place)
         LEFT JOIN equity_changes c ON c.portfolio_id = $1 AND c.deleted_at IS NULL
          AND (span.first_day IS NULL OR c.change_date >= span.first_day)
          AND (span.last_day IS NULL OR c.change_date <= span.last_day)
        GROUP BY span.place ORDER BY span.place`,
      [portfolioId, spans.map(({ from }) => from), spans.map(({ to }) => to)],
    );
  }

  /**
   * What could be withdrawn on a day: the value of the latest snapshot up to it, with the flows that this snapshot
   * does not know yet; before the first snapshot the cash of the ledger.
   */
  async equityOn(portfolioId: string, day: string): Promise<string> {
    const [row] = await this.tx.manager.query<{ equity: string }[]>(
      `WITH latest AS (
         SELECT net_asset_value, snapshot_date, updated_at FROM portfolio_snapshots
          WHERE portfolio_id = $1 AND snapshot_date <= $2::date ORDER BY snapshot_date DESC LIMIT 1)
       SELECT (COALESCE((SELECT net_asset_value FROM latest), 0) + COALESCE((
         SELECT sum(t.amount) FROM transactions t LEFT JOIN latest ON true
          WHERE t.portfolio_id = $1 AND t.trade_date <= $2::date AND (latest.snapshot_date IS NULL
             OR (t.kind IN ('deposit', 'withdrawal')
                 AND (t.trade_date > latest.snapshot_date OR t.created_at > latest.updated_at)))), 0))::text AS equity`,
      [portfolioId, day],
    );
    return row?.equity ?? '0';
  }

  private get changes() {
    return this.tx.manager.getRepository(EquityChange);
  }
}

function within({ from, to }: Span) {
  if (from !== null && to !== null) return { changeDate: Between(from, to) };
  if (from !== null) return { changeDate: MoreThanOrEqual(from) };
  return to === null ? {} : { changeDate: LessThanOrEqual(to) };
}

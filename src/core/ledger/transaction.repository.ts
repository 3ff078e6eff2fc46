import { Injectable } from '@nestjs/common';
import { type CursorKey, cursorPage, type CursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { CoreTransactions } from '../core.transactions.js';
import { type LedgerEntry, type LedgerKind } from './ledger-entry.kernel.js';
import { type LotMethod } from './lot-book.kernel.js';

export type TransactionSource = 'opening' | 'import' | 'api' | 'equity_change' | 'batch' | 'reversal' | 'seed';

/** What a ledger needs to know of its portfolio. */
export interface LedgerHead {
  readonly portfolioId: string;
  readonly lotMethod: LotMethod;
}

/** An entry as it is read back. */
export interface TransactionRecord extends LedgerEntry {
  readonly symbol: string | null;
  readonly source: TransactionSource;
  readonly notes: string | null;
  readonly createdAt: Date;
  /** The entry that cancels this one. */
  readonly reversedById: string | null;
}

export interface NewTransaction extends Omit<LedgerEntry, 'sequence'> {
  readonly source: TransactionSource;
  readonly notes: string | null;
}

export interface TransactionFilter {
  readonly kind: LedgerKind | null;
  readonly symbol: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
  readonly offset: number;
  /** Trade date and sequence of the last entry of the page before; then nothing more is skipped. */
  readonly after: CursorKey | null;
}

export const TRANSACTION_KEY: readonly CursorPart[] = ['day', 'integer'];

export interface TransactionPage extends CursorPage<TransactionRecord> {
  /** Of all that match, not of this page. */
  readonly total: number;
}

/** Days as text: the driver would make them instants of the server's own zone. */
const ENTRY = `t.id, t.sequence::text AS sequence, t.kind, t.trade_date::text AS "tradeDate", t.instrument_id AS "instrumentId",
  t.quantity, t.price, t.multiplier, t.amount, t.fees, t.ratio, t.lot_id AS "lotId", t.leg_id AS "legId",
  t.crosses_zero AS "crossesZero", t.reverses_id AS "reversesId"`;
const RECORD = `${ENTRY}, i.symbol, t.source, t.notes, t.created_at AS "createdAt", r.id AS "reversedById"`;
const RECORDS = `transactions t LEFT JOIN instruments i ON i.id = t.instrument_id
  LEFT JOIN transactions r ON r.reverses_id = t.id`;

/** A filter: portfolio, kind, symbol, first and last day. */
const WANTED = `t.portfolio_id = $1 AND ($2::text IS NULL OR t.kind = $2) AND ($3::text IS NULL OR i.symbol = $3)
  AND ($4::date IS NULL OR t.trade_date >= $4) AND ($5::date IS NULL OR t.trade_date <= $5)`;

type Row<T extends LedgerEntry> = Omit<T, 'sequence'> & { readonly sequence: string };

/** Sequences are far below 2^53. */
const numbered = <T extends LedgerEntry>(row: Row<T>): T =>
  ({ ...row, sequence: Number(row.sequence) }) as unknown as T;

/** Few enough parameters in one message, and few enough round trips. */
const CHUNK = 5000;

/** The ledger's lines: appended and read, never changed. */
@Injectable()
export class TransactionRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Null for a portfolio that does not exist, was deleted or is another user's. Locked, it has one writer at a time. */
  async findHead(userId: string, portfolioId: string, lock: boolean): Promise<LedgerHead | null> {
    const [head] = await this.query<LedgerHead>(
      `SELECT id AS "portfolioId", lot_method AS "lotMethod" FROM portfolios
        WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL${lock ? ' FOR UPDATE' : ''}`,
      [portfolioId, userId],
    );
    return head ?? null;
  }

  /**
   * These instruments and all whose lots hang together with theirs: an option and the stock that it was exercised into.
   * `drafted` are pairs that are not booked yet.
   */
  async listLinked(
    portfolioId: string,
    instrumentIds: readonly string[],
    drafted: readonly (readonly [string, string])[],
  ): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `WITH RECURSIVE pair AS (
         SELECT option.instrument_id AS a, leg.instrument_id AS b
           FROM transactions option
           JOIN transactions leg ON leg.id = option.leg_id AND leg.portfolio_id = $1
          WHERE option.portfolio_id = $1 AND option.leg_id IS NOT NULL
         UNION SELECT * FROM unnest($3::uuid[], $4::uuid[])
       ), reached (id) AS (
         SELECT unnest($2::uuid[])
         UNION
         SELECT CASE WHEN pair.a = reached.id THEN pair.b ELSE pair.a END
           FROM reached JOIN pair ON reached.id IN (pair.a, pair.b)
       )
       SELECT id FROM reached WHERE id IS NOT NULL ORDER BY id`,
      [portfolioId, instrumentIds, drafted.map(([a]) => a), drafted.map(([, b]) => b)],
    );
    return rows.map(({ id }) => id);
  }

  /** The other legs of these exercises and assignments, whichever legs are named; none for other entries. In order of booking. */
  async listOtherLegs(portfolioId: string, ids: readonly string[]): Promise<TransactionRecord[]> {
    const rows = await this.query<Row<TransactionRecord>>(
      `SELECT ${RECORD} FROM ${RECORDS}
        WHERE t.portfolio_id = $1 AND t.reverses_id IS NULL
          AND (t.leg_id = ANY ($2::uuid[])
               OR t.id IN (SELECT option.leg_id FROM transactions option WHERE option.portfolio_id = $1 AND option.id = ANY ($2::uuid[])))
        ORDER BY t.sequence`,
      [portfolioId, ids],
    );
    return rows.map((row) => numbered<TransactionRecord>(row));
  }

  /** In order of booking. All instruments when none are named. */
  async listEntries(portfolioId: string, instrumentIds: readonly string[] | null): Promise<LedgerEntry[]> {
    const rows = await this.query<Row<LedgerEntry>>(
      `SELECT ${ENTRY} FROM transactions t
        WHERE t.portfolio_id = $1 AND ($2::uuid[] IS NULL OR t.instrument_id = ANY ($2::uuid[]))
        ORDER BY t.sequence`,
      [portfolioId, instrumentIds],
    );
    return rows.map(numbered);
  }

  /** Whole ledgers in one query, each in the order in which it takes effect. */
  async listForPortfolios(portfolioIds: readonly string[]): Promise<Map<string, LedgerEntry[]>> {
    const rows = await this.query<Row<LedgerEntry> & { readonly portfolioId: string }>(
      `SELECT t.portfolio_id AS "portfolioId", ${ENTRY} FROM transactions t
        WHERE t.portfolio_id = ANY ($1::uuid[]) ORDER BY t.portfolio_id, t.trade_date, t.sequence`,
      [portfolioIds],
    );
    const ledgers = new Map<string, LedgerEntry[]>(portfolioIds.map((id) => [id, []]));
    for (const { portfolioId, ...row } of rows) ledgers.get(portfolioId)?.push(numbered(row));
    return ledgers;
  }

  /** Newest trade date first; of a day, last booked first. */
  async listPage(portfolioId: string, filter: TransactionFilter): Promise<TransactionPage> {
    const wanted = [portfolioId, filter.kind, filter.symbol, filter.from, filter.to];
    const rows = await this.query<Row<TransactionRecord> & { readonly total: string }>(
      `SELECT * FROM (SELECT ${RECORD}, count(*) OVER () AS total FROM ${RECORDS} WHERE ${WANTED}) record
        WHERE $8::date IS NULL OR (record."tradeDate"::date, record.sequence::bigint) < ($8::date, $9::bigint)
        ORDER BY record."tradeDate"::date DESC, record.sequence::bigint DESC LIMIT $6 OFFSET $7`,
      [...wanted, filter.limit + 1, filter.after ? 0 : filter.offset, ...(filter.after ?? [null, null])],
    );
    const records = rows.map((row) => numbered<TransactionRecord>(row));
    const page = cursorPage(records, filter.limit, ({ tradeDate, sequence }) => [tradeDate, String(sequence)]);
    const [first] = rows;
    if (first) return { ...page, total: Number(first.total) };
    // A page beyond the end has no row to tell how many there are.
    const [counted] = await this.query<{ total: string }>(
      `SELECT count(*) AS total FROM ${RECORDS} WHERE ${WANTED}`,
      wanted,
    );
    return { ...page, total: Number(counted?.total ?? 0) };
  }

  async findRecord(portfolioId: string, id: string): Promise<TransactionRecord | null> {
    const [record] = await this.listRecords(portfolioId, [id]);
    return record ?? null;
  }

  /** In order of booking. */
  async listRecords(portfolioId: string, ids: readonly string[]): Promise<TransactionRecord[]> {
    const rows = await this.query<Row<TransactionRecord>>(
      `SELECT ${RECORD} FROM ${RECORDS} WHERE t.portfolio_id = $1 AND t.id = ANY ($2::uuid[]) ORDER BY t.sequence`,
      [portfolioId, ids],
    );
    return rows.map((row) => numbered<TransactionRecord>(row));
  }

  /** The opening deposit that was booked last, in force or reversed. */
  async findOpeningDeposit(portfolioId: string): Promise<TransactionRecord | null> {
    const [row] = await this.query<Row<TransactionRecord>>(
      `SELECT ${RECORD} FROM ${RECORDS}
        WHERE t.portfolio_id = $1 AND t.kind = 'deposit' AND t.source = 'opening'
        ORDER BY t.sequence DESC LIMIT 1`,
      [portfolioId],
    );
    return row ? numbered<TransactionRecord>(row) : null;
  }

  /** Appends in the given order; answers the sequence of each. */
  async append(
    portfolioId: string,
    author: string | null,
    entries: readonly NewTransaction[],
  ): Promise<Map<string, number>> {
    const sequences = new Map<string, number>();
    for (let start = 0; start < entries.length; start += CHUNK) {
      const chunk = entries.slice(start, start + CHUNK);
      const column = <K extends keyof NewTransaction>(key: K): NewTransaction[K][] => chunk.map((entry) => entry[key]);
      const rows = await this.query<{ id: string; sequence: string }>(
        `INSERT INTO transactions (id, portfolio_id, created_by, kind, trade_date, instrument_id, quantity, price, multiplier,
           amount, fees, ratio, lot_id, leg_id, crosses_zero, reverses_id, source, notes)
         SELECT e.id, $1, $2, e.kind, e.trade_date, e.instrument_id, e.quantity, e.price, e.multiplier,
                e.amount, e.fees, e.ratio, e.lot_id, e.leg_id, coalesce(e.crosses_zero, false), e.reverses_id, e.source, e.notes
           FROM unnest($3::uuid[], $4::text[], $5::date[], $6::uuid[], $7::numeric[], $8::numeric[], $9::integer[],
                       $10::numeric[], $11::numeric[], $12::numeric[], $13::uuid[], $14::uuid[], $15::text[], $16::text[], $17::uuid[],
                       $18::boolean[])
                WITH ORDINALITY AS e (id, kind, trade_date, instrument_id, quantity, price, multiplier,
                                      amount, fees, ratio, lot_id, reverses_id, source, notes, leg_id, crosses_zero, place)
          ORDER BY e.place
         RETURNING id, sequence::text AS sequence`,
        [
          portfolioId,
          author,
          column('id'),
          column('kind'),
          column('tradeDate'),
          column('instrumentId'),
          column('quantity'),
          column('price'),
          column('multiplier'),
          column('amount'),
          column('fees'),
          column('ratio'),
          column('lotId'),
          column('reversesId'),
          column('source'),
          column('notes'),
          column('legId'),
          column('crossesZero'),
        ],
      );
      for (const { id, sequence } of rows) sequences.set(id, Number(sequence));
    }
    return sequences;
  }

  /** Snapshots from this session on no longer follow from the ledger. */
  async markStale(portfolioId: string, session: string): Promise<void> {
    await this.query('UPDATE portfolios SET stale_from = LEAST(stale_from, $2::date) WHERE id = $1', [
      portfolioId,
      session,
    ]);
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

import { Injectable } from '@nestjs/common';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { HoldingImport } from './holding-import.entity.js';

export type NewHoldingImport = Pick<
  HoldingImport,
  | 'id'
  | 'portfolioId'
  | 'preset'
  | 'fileName'
  | 'contentHash'
  | 'account'
  | 'asOfDate'
  | 'rowCount'
  | 'holdingCount'
  | 'transactionCount'
  | 'warningCount'
  | 'report'
  | 'createdBy'
  | 'createdAt'
>;

export const IMPORT_KEY: readonly CursorPart[] = ['instant', 'uuid'];
export const ENTRY_KEY: readonly CursorPart[] = ['integer'];

export interface HoldingImportPage extends CursorPage<HoldingImport> {
  readonly total: number;
}

/** A ledger line of an import as it stands now. */
export interface ImportedEntry {
  readonly transactionId: string;
  readonly sequence: string;
  readonly row: number | null;
  readonly kind: string;
  readonly tradeDate: string;
  readonly symbol: string | null;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly amount: string;
  readonly isReversed: boolean;
}

export interface EntryLink {
  readonly transactionId: string;
  readonly row: number | null;
}

const CHUNK = 5000;
/**
 * The ledger line of a link `l`, always looked up by its key. A plain join is at the mercy of statistics: analysed when
 * the table held none but dead rows, the planner expects one row and reads the whole table once for each link, which
 * makes a minute of what takes a moment. `OFFSET 0` keeps the lookup a lookup.
 */
const ENTRY_OF_LINK = '(SELECT * FROM transactions WHERE id = l.transaction_id OFFSET 0)';
/** A report may have a thousand problems; lists go without. */
const WITHOUT_REPORT = {
  ...{ id: true, portfolioId: true, preset: true, fileName: true, contentHash: true, account: true, asOfDate: true },
  ...{ status: true, rowCount: true, holdingCount: true, transactionCount: true, warningCount: true },
  ...{ createdBy: true, createdAt: true, undoneAt: true },
};

/** The portfolio is the service's to check; row-level security stands behind it. */
@Injectable()
export class HoldingImportRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Newest first, without the reports. */
  async listPage(portfolioId: string, { limit, offset, after }: CursoredPage): Promise<HoldingImportPage> {
    const total = await this.imports.countBy({ portfolioId });
    const wanted = this.imports
      .createQueryBuilder('import')
      .setFindOptions({ select: WITHOUT_REPORT, where: { portfolioId } });
    if (after !== null) {
      const [at, id] = after;
      wanted.andWhere(
        '(import.createdAt < :at::timestamptz OR (import.createdAt = :at::timestamptz AND import.id > :id::uuid))',
        { at, id },
      );
    }
    const rows = await wanted
      .orderBy({ 'import.createdAt': 'DESC', 'import.id': 'ASC' })
      .take(limit + 1)
      .skip(after ? 0 : offset)
      .getMany();
    // The program's clock writes created_at, in milliseconds: a Date is all of it.
    return { ...cursorPage(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]), total };
  }

  find(portfolioId: string, id: string): Promise<HoldingImport | null> {
    return this.imports.findOneBy({ portfolioId, id });
  }

  /** The one in force of this file and account. */
  findBooked(portfolioId: string, contentHash: string, account: string): Promise<HoldingImport | null> {
    return this.imports.findOneBy({ portfolioId, contentHash, account, status: 'booked' });
  }

  async insert(holdingImport: NewHoldingImport, links: readonly EntryLink[]): Promise<void> {
    await this.imports.insert(holdingImport);
    for (let start = 0; start < links.length; start += CHUNK) {
      const chunk = links.slice(start, start + CHUNK);
      await this.tx.manager.query(
        `INSERT INTO holding_import_transactions (import_id, transaction_id, portfolio_id, file_row)
         SELECT $1, l.transaction_id, $2, l.file_row FROM unnest($3::uuid[], $4::integer[]) AS l (transaction_id, file_row)`,
        [
          holdingImport.id,
          holdingImport.portfolioId,
          chunk.map(({ transactionId }) => transactionId),
          chunk.map(({ row }) => row),
        ],
      );
    }
  }

  async markUndone(portfolioId: string, id: string, undoneAt: Date): Promise<void> {
    await this.imports.update({ portfolioId, id }, { status: 'undone', undoneAt });
  }

  /** In order of booking. */
  async listTransactionIds(portfolioId: string, importId: string): Promise<string[]> {
    const rows = await this.tx.manager.query<{ id: string }[]>(
      `SELECT t.id FROM holding_import_transactions l CROSS JOIN LATERAL ${ENTRY_OF_LINK} t
        WHERE l.portfolio_id = $1 AND l.import_id = $2 ORDER BY t.sequence`,
      [portfolioId, importId],
    );
    return rows.map(({ id }) => id);
  }

  /** In order of booking, a page of them. */
  async listEntries(
    portfolioId: string,
    importId: string,
    { limit, offset, after }: CursoredPage,
  ): Promise<CursorPage<ImportedEntry>> {
    const rows = await this.tx.manager.query<ImportedEntry[]>(
      `SELECT t.id AS "transactionId", t.sequence::text AS sequence, l.file_row AS row, t.kind, t.trade_date::text AS "tradeDate", i.symbol, t.quantity, t.price,
              t.amount, r.id IS NOT NULL AS "isReversed"
         FROM holding_import_transactions l
        CROSS JOIN LATERAL ${ENTRY_OF_LINK} t
         LEFT JOIN instruments i ON i.id = t.instrument_id
         LEFT JOIN LATERAL (SELECT id FROM transactions WHERE reverses_id = t.id OFFSET 0) r ON true
        WHERE l.portfolio_id = $1 AND l.import_id = $2 AND ($5::bigint IS NULL OR t.sequence > $5::bigint)
        ORDER BY t.sequence LIMIT $3 OFFSET $4`,
      [portfolioId, importId, limit + 1, after ? 0 : offset, ...(after ?? [null])],
    );
    return cursorPage(rows, limit, ({ sequence }) => [sequence]);
  }

  /** At the end of the day. */
  async cashOn(portfolioId: string, day: string): Promise<string> {
    const [row] = await this.tx.manager.query<{ cash: string }[]>(
      'SELECT COALESCE(sum(amount), 0)::text AS cash FROM transactions WHERE portfolio_id = $1 AND trade_date <= $2::date',
      [portfolioId, day],
    );
    return row?.cash ?? '0';
  }

  /** For the operator's command line, who acts as the owner. Null when there is no such portfolio. */
  async findOwner(portfolioId: string): Promise<string | null> {
    const [row] = await this.tx.manager.query<{ owner: string }[]>(
      'SELECT user_id AS owner FROM portfolios WHERE id = $1 AND deleted_at IS NULL',
      [portfolioId],
    );
    return row?.owner ?? null;
  }

  private get imports() {
    return this.tx.manager.getRepository(HoldingImport);
  }
}

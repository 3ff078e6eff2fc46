import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { exportText } from './export-file.kernel.js';
import { POSITION_COLUMNS, TRADE_COLUMNS } from './export-columns.js';
import type { ExportRecord } from './export.entity.js';
import { ExportRowsService } from './export-rows.service.js';
import { ExportRepository } from './export.repository.js';

export interface WantedExport {
  readonly type: ExportRecord['exportType'];
  readonly format: ExportRecord['exportFormat'];
  /** Of trades: first and last day, `YYYY-MM-DD`. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface MadeExport {
  readonly content: string;
  readonly record: ExportRecord;
}

export const EXPORT_KEY: readonly CursorPart[] = ['integer'];
export type ExportPage = CursorPage<ExportRecord>;

/** Takes a portfolio or its ledger out as a file, and keeps a record of it. */
@Injectable()
export class ExportService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly rows: ExportRowsService,
    private readonly exports: ExportRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws PortfolioNotFound, ExportTooLarge */
  make(userId: string, portfolioId: string, wanted: WantedExport): Promise<MadeExport> {
    return this.tx.run(asUser(userId), async () => {
      const isTrades = wanted.type === 'trades';
      const rows = isTrades
        ? await this.rows.ofTrades(userId, portfolioId, wanted.from, wanted.to)
        : await this.rows.ofPositions(userId, portfolioId);
      const content = exportText(wanted.format, isTrades ? TRADE_COLUMNS : POSITION_COLUMNS, rows);
      const bytes = Buffer.from(content, 'utf8');
      const record = await this.exports.record({
        ...{ userId, portfolioId, exportType: wanted.type, exportFormat: wanted.format },
        fileName: `${wanted.type}-${isoDay(this.clock.now())}.${wanted.format}`,
        ...{ fileSizeBytes: bytes.length, rowCount: rows.length },
        contentHash: createHash('sha256').update(bytes).digest('hex'),
      });
      return { content, record };
    });
  }

  /** Newest first. @throws PortfolioNotFound */
  list(userId: string, portfolioId: string, limit: number, cursor: string | null): Promise<ExportPage> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      const rows = await this.exports.list(portfolioId, limit + 1, cursor);
      return cursorPage(rows, limit, ({ id }) => [id]);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { DataService } from '../data/data.service.js';
import { PositionDetailResponse } from '../data/position-detail.dto.js';
import { TransactionResponse } from '../ledger/transaction.dto.js';
import { TransactionService } from '../ledger/transaction.service.js';
import type { ExportRow } from './export-file.kernel.js';
import { ExportTooLarge } from './export.errors.js';

const MAX_ROWS = 100_000;

/** The rows of an export, as the API has them. */
@Injectable()
export class ExportRowsService {
  constructor(
    private readonly positions: DataService,
    private readonly trades: TransactionService,
  ) {}

  /** Lots as of the newest valuation, closed ones too. @throws PortfolioNotFound, ExportTooLarge */
  async ofPositions(userId: string, portfolioId: string): Promise<ExportRow[]> {
    const page = { limit: MAX_ROWS, offset: 0, after: null };
    const wanted = { portfolioId, positionIds: [], includeClosed: true, page };
    const { items, sums } = await this.positions.listPositions(userId, wanted);
    if (sums.positions > MAX_ROWS) throw new ExportTooLarge(sums.positions, MAX_ROWS);
    return items.map((position) => rowOf(PositionDetailResponse.from(position)));
  }

  /** Lines of the ledger, oldest first. @throws PortfolioNotFound, ExportTooLarge */
  async ofTrades(userId: string, portfolioId: string, from: string | null, to: string | null): Promise<ExportRow[]> {
    const filter = { kind: null, symbol: null, from, to, limit: MAX_ROWS, offset: 0, after: null };
    const { items, total } = await this.trades.list(userId, portfolioId, filter);
    if (total > MAX_ROWS) throw new ExportTooLarge(total, MAX_ROWS);
    return items.toReversed().map((record) => rowOf(TransactionResponse.from(record)));
  }
}

const rowOf = (response: object): ExportRow => Object.fromEntries(Object.entries(response));

import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { PricePanel } from './price-panel.kernel.js';
import { PricePanelRepository } from './price-panel.repository.js';
import { joinedColumns, type StoredColumns } from './result-columns.js';
import { ResultRepository } from './result.repository.js';

const IDENTITY = asSystem('batch');

/** Load inputs once, compute in memory, store in bulk. */
@Injectable()
export class CalculationRunner {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly prices: PricePanelRepository,
    private readonly results: ResultRepository,
  ) {}

  async loadPrices(dataset: string, instrumentIds: readonly string[], from: string, to: string): Promise<PricePanel> {
    const stored = await this.tx.run(IDENTITY, () => this.prices.list(dataset, instrumentIds, from, to));
    return new PricePanel(dataset, sessionsBetween(from, to), stored);
  }

  /** Within the caller's unit of work: see `ResultRepository.replace`. */
  replace(portfolioId: string, sessions: readonly string[], batches: readonly StoredColumns[]): Promise<void> {
    return this.results.replace(portfolioId, sessions, batches);
  }

  /** In transactions of their own: each holds rows that are right whatever becomes of the others. */
  async store(batches: readonly StoredColumns[]): Promise<void> {
    for (const rows of joinedColumns(batches)) await this.tx.run(IDENTITY, () => this.results.store(rows));
  }
}

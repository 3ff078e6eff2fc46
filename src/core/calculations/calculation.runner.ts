import { Injectable } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { type Figures, type PortfolioBook, Results, type SymbolSet } from './calculation.js';
import { calculationsOf } from './calculation.registry.js';
import { PricePanel } from './price-panel.kernel.js';
import { PricePanelRepository } from './price-panel.repository.js';
import type { Cell, ResultTable, StoredRows } from './result-table.js';
import { ResultRepository } from './result.repository.js';

const IDENTITY = asSystem('batch');

/** More in one statement would hold up everybody else on an embedded database. */
const ROWS_A_STATEMENT = 1_000;

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

  /** Everything about the symbols of one session; `rows` say what is to be stored of it. */
  computeSymbols(set: SymbolSet): { readonly results: Results; readonly rows: readonly StoredRows[] } {
    const results = new Results();
    const rows: StoredRows[] = [];
    for (const one of calculationsOf('symbol')) {
      const result = one.compute(set, results);
      results.set(one.name, result);
      rows.push(...(one.rows?.(result, set) ?? []));
    }
    return { results, rows };
  }

  computePortfolio(
    book: PortfolioBook,
    symbols: Results,
  ): { readonly figures: Figures; readonly rows: readonly StoredRows[] } {
    const results = new Results(symbols);
    const rows: StoredRows[] = [];
    let figures: Figures = {};
    for (const one of calculationsOf('portfolio')) {
      const result = one.compute(book, results);
      results.set(one.name, result);
      rows.push(...(one.rows?.(result, book) ?? []));
      figures = { ...figures, ...one.figures?.(result) };
    }
    return { figures, rows };
  }

  /** In transactions of their own: each holds rows that are right whatever becomes of the others. */
  async store(batches: readonly StoredRows[]): Promise<void> {
    for (const [table, rows] of byTable(batches)) {
      for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
        await this.tx.run(IDENTITY, () => this.results.store(table, rows.slice(start, start + ROWS_A_STATEMENT)));
      }
    }
  }
}

function byTable(batches: readonly StoredRows[]): Map<ResultTable, (readonly Cell[])[]> {
  const tables = new Map<ResultTable, (readonly Cell[])[]>();
  for (const { table, rows } of batches) {
    const known = tables.get(table);
    if (known) known.push(...rows);
    else tables.set(table, [...rows]);
  }
  return tables;
}

import { Injectable } from '@nestjs/common';
import { skipped } from '../../shared/outcome.js';
import { asSystem } from '../../shared/database/transactions.js';
import { sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import {
  type Calculation,
  type Figures,
  type InputOf,
  type PortfolioBook,
  Results,
  type SubjectKind,
  type SymbolSet,
} from './calculation.js';
import { calculationsOf } from './calculation.registry.js';
import { PricePanel } from './price-panel.kernel.js';
import { PricePanelRepository } from './price-panel.repository.js';
import { byTable, type StoredRows } from './result-table.js';
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
      const result = attempt(one, set, results);
      if (result) rows.push(...(one.rows?.(result.value, set) ?? []));
    }
    return { results, rows };
  }

  /** One that fails leaves the others: its figures have the reason 'computation-failed', and none of its rows stay. */
  computePortfolio(
    book: PortfolioBook,
    symbols: Results,
  ): { readonly figures: Figures; readonly rows: readonly StoredRows[]; readonly failed: ReadonlyMap<string, Error> } {
    const results = new Results(symbols);
    const rows: StoredRows[] = [];
    let figures: Figures = {};
    for (const one of calculationsOf('portfolio')) {
      const result = attempt(one, book, results);
      if (result) {
        rows.push(...(one.rows?.(result.value, book) ?? []));
        figures = { ...figures, ...one.figures?.(result.value) };
      } else {
        rows.push(...(one.tables ?? []).map((table) => ({ table, rows: [] })));
        figures = { ...figures, ...figuresOfFailed(one) };
      }
    }
    return { figures, rows, failed: results.failed };
  }

  /** Within the caller's unit of work: see `ResultRepository.replace`. */
  replace(portfolioId: string, sessions: readonly string[], batches: readonly StoredRows[]): Promise<void> {
    return this.results.replace(portfolioId, sessions, batches);
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

function attempt<Kind extends SubjectKind>(
  one: Calculation<Kind, unknown>,
  input: InputOf[Kind],
  results: Results,
): { readonly value: unknown } | null {
  try {
    const value = one.compute(input, results);
    results.set(one.name, value);
    return { value };
  } catch (error) {
    results.fail(one.name, error instanceof Error ? error : new Error(String(error)));
    return null;
  }
}

const figuresOfFailed = ({ columns = [] }: Calculation<'portfolio', unknown>): Figures =>
  Object.fromEntries(columns.map((column) => [column, skipped('computation-failed')]));

import { skipped } from '../../shared/outcome.js';
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
import { columnsOf, type StoredColumns } from './result-columns.js';
import type { StoredRows } from './result-table.js';

export interface SymbolResults {
  readonly results: Results;
  /** What is to be stored of them. */
  readonly rows: readonly StoredRows[];
}

export interface PortfolioResults {
  readonly figures: Figures;
  readonly rows: readonly StoredRows[];
  /** By the name of the calculation. */
  readonly failed: ReadonlyMap<string, Error>;
}

/** The symbols of one session, and portfolios that hold some of them. */
export interface SessionWork {
  readonly set: SymbolSet;
  readonly books: readonly PortfolioBook[];
}

/** Of a portfolio, ready to be stored. */
export interface StoredPortfolio {
  readonly figures: Figures;
  readonly columns: readonly StoredColumns[];
  readonly failed: ReadonlyMap<string, Error>;
}

/** Plain data, so that it may come from another thread. */
export interface SessionResults {
  readonly columns: readonly StoredColumns[];
  /** By book; or what kept one from being computed. */
  readonly portfolios: readonly (StoredPortfolio | Error)[];
}

/** Everything about the symbols of one session. */
export function computeSymbols(set: SymbolSet): SymbolResults {
  const results = new Results();
  const rows: StoredRows[] = [];
  for (const one of calculationsOf('symbol')) {
    const result = attempt(one, set, results);
    if (result) rows.push(...(one.rows?.(result.value, set) ?? []));
  }
  return { results, rows };
}

/** One that fails leaves the others: its figures have the reason 'computation-failed', and none of its rows stay. */
export function computePortfolio(book: PortfolioBook, symbols: Results): PortfolioResults {
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

/** Symbols and portfolios of a session at once, with nothing kept in between. */
export function computeSession({ set, books }: SessionWork): SessionResults {
  const { results, rows } = computeSymbols(set);
  const portfolios = books.map((book) => {
    try {
      return storedPortfolio(book, results);
    } catch (error) {
      return errorOf(error);
    }
  });
  return { columns: columnsOf(rows), portfolios };
}

export function storedPortfolio(book: PortfolioBook, symbols: Results): StoredPortfolio {
  const { figures, rows, failed } = computePortfolio(book, symbols);
  return { figures, columns: columnsOf(rows), failed };
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
    results.fail(one.name, errorOf(error));
    return null;
  }
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const figuresOfFailed = ({ columns = [] }: Calculation<'portfolio', unknown>): Figures =>
  Object.fromEntries(columns.map((column) => [column, skipped('computation-failed')]));

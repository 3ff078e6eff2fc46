//! What a calculation is, and what it may see. One folder a calculation, one line in the registry.
import type { Outcome } from '../../shared/outcome.js';
import type { OptionSubject } from './option-greeks/option-subject.kernel.js';
import type { ResultTable, StoredRows } from './result-table.js';

/** An instrument of a set. Options have prices at times, but no return that a window could be made of. */
export interface SymbolSubject {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly hasReturns: boolean;
}

/** All instruments of one dataset that somebody holds at one session, and the underlyings of the options among them, in the order of their ids. */
export interface SymbolSet {
  readonly dataset: string;
  readonly session: string;
  readonly subjects: readonly SymbolSubject[];
  /** Place of an instrument in `subjects` and in every array beside it. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** Simple total returns up to the session, of the longest lookback; aligned by session, NaN where there is none. */
  readonly returns: readonly Float64Array[];
  readonly benchmark: { readonly symbol: string; readonly returns: Float64Array } | null;
  /** Returns of the funds that stand for factors, by symbol, held or not; those without any price are missing. */
  readonly factors: ReadonlyMap<string, Float64Array>;
  /** Of the options among the subjects, by instrument. */
  readonly options?: ReadonlyMap<string, OptionSubject>;
}

/** A valued portfolio at one session, its lots summed by instrument. */
export interface PortfolioBook {
  readonly portfolioId: string;
  readonly session: string;
  readonly netAssetValue: number;
  readonly instrumentIds: readonly string[];
  /** Signed, in the portfolio's currency. */
  readonly marketValues: Float64Array;
  /** Signed number of shares that an option stands for; NaN for all others. */
  readonly optionShares?: Float64Array;
  /** Signed share of net asset value, cash left out; 'non-positive-equity' when that is not above 0. */
  readonly weights: Outcome<Float64Array>;
  /** Return series of `instrumentIds`, all NaN where there is none. */
  readonly returns: readonly Float64Array[];
  /** Annual, of assets that move by themselves and have no returns; NaN for all others. */
  readonly ownVolatilities?: Float64Array;
  readonly symbols: SymbolSet;
}

/** A further kind of subject (a universe, say) is a further member. */
export interface InputOf {
  readonly symbol: SymbolSet;
  readonly portfolio: PortfolioBook;
}
export type SubjectKind = keyof InputOf;

/** Columns of a snapshot and the figures they get. */
export type Figures = Readonly<Record<string, Outcome<number>>>;

/**
 * Pure, so that it can be run again from stored inputs, or on a portfolio that does not exist. What it stores is said
 * apart from what it computes: `rows` go to tables of its own, `figures` to the portfolio's snapshot.
 */
export interface Calculation<Kind extends SubjectKind, Result> {
  readonly name: string;
  /** Raised when the same inputs give other figures. */
  readonly version: number;
  readonly subject: Kind;
  /** Names of the calculations whose results it reads. */
  readonly after: readonly string[];
  /** Every column of the snapshot that `figures` fills. */
  readonly columns?: readonly string[];
  /** Of a portfolio: every table that `rows` fills, keyed by portfolio and session first. */
  readonly tables?: readonly ResultTable[];
  compute(input: InputOf[Kind], earlier: Results): Result;
  rows?(result: Result, input: InputOf[Kind]): readonly StoredRows[];
  figures?(result: Result): Figures;
}

export const calculation = <Kind extends SubjectKind, Result>(
  one: Calculation<Kind, Result>,
): Calculation<Kind, Result> => one;

/** Results by calculation, those of the symbols included when a portfolio is computed. */
export class Results {
  private readonly byName = new Map<string, unknown>();
  private readonly failures = new Map<string, Error>();

  constructor(private readonly parent?: Results) {}

  /** What calculations failed with, by name; those that read one that failed included. */
  get failed(): ReadonlyMap<string, Error> {
    return new Map([...(this.parent?.failed ?? []), ...this.failures]);
  }

  fail(name: string, error: Error): void {
    this.failures.set(name, error);
  }

  set(name: string, result: unknown): void {
    this.byName.set(name, result);
  }

  /** @throws Error for a calculation that failed, and for one that has not run: it is missing in `after`. */
  of<Kind extends SubjectKind, Result>({ name }: Calculation<Kind, Result>): Result {
    if (this.byName.has(name)) return this.byName.get(name) as Result;
    if (this.failures.has(name)) throw new Error(`${name} has failed`, { cause: this.failures.get(name) });
    if (!this.parent) throw new Error(`${name} has not been computed`);
    return this.parent.of({ name } as Calculation<Kind, Result>);
  }
}

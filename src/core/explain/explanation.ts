import type { CalculationTrace } from './calculation-trace.js';

/** Whose returns a calculation reads: of what is held, of all symbols of the session, of the benchmark, of the factors' funds. */
export type SeriesRole = 'holdings' | 'symbols' | 'benchmark' | 'factors';

export type Step = number | string | boolean | null | readonly Step[] | { readonly [name: string]: Step };

/** How a calculation comes to its figures, in words, and what it reads. */
export interface Explanation {
  readonly formula: string;
  /** Where the formula is from. */
  readonly source: string;
  readonly parameters: Readonly<Record<string, number | string | readonly number[]>>;
  /** Sessions of returns that it looks back on; 0 for none. */
  readonly window: number;
  readonly series: readonly SeriesRole[];
  /** Whether it reads terms and prices of options. */
  readonly readsOptions: boolean;
  /** What it goes through on the way to its figures, where that helps somebody who computes them again. */
  readonly steps?: (trace: CalculationTrace) => Readonly<Record<string, Step>>;
}

/** As JSON has it: nothing for what is not a number. */
export const numbersOf = (values: Iterable<number>): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));

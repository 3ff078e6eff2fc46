import { type Outcome, type Reason } from '../../src/shared/outcome.js';

const STATUS: Partial<Record<Reason, string>> = {
  'too-few-observations': 'insufficient_data',
  'no-positions': 'insufficient_data',
  'zero-variance': 'undefined',
  'no-solution': 'no_solution',
};

/** The golden name of an outcome. */
export const statusOf = (outcome: Outcome<unknown>): string =>
  outcome.ok ? 'ok' : (STATUS[outcome.reason] ?? outcome.reason);

/** Runs a kernel whose refusal of its input, a RangeError, the golden files call invalid_input. */
export function orInvalid(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return { status: 'invalid_input' };
    throw error;
  }
}

/** A series with null for missing, as kernels take it. */
export const series = (values: readonly (number | null)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);

/** A kernel's series, with null for missing. */
export const list = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

/** A matrix as the golden files have it. */
export const cells = (matrix: readonly Float64Array[]): (number | null)[][] => matrix.map(list);

/** A panel of the golden files: one series a name, in the order of the names. */
export const panelOf = (
  names: readonly string[],
  returns: Readonly<Record<string, readonly (number | null)[]>>,
): Float64Array[] => names.map((name) => series(returns[name] ?? []));

/** As statusOf; a regression without a solution is one whose factors depend on each other. */
export const statusOfRegression = (outcome: Outcome<unknown>): string =>
  !outcome.ok && outcome.reason === 'no-solution' ? 'rank_deficient' : statusOf(outcome);

/** Values under the names of their places. */
export const named = (names: readonly string[], values: ArrayLike<number | null>): Record<string, number | null> =>
  Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));

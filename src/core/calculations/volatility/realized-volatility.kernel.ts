import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { presentValues, sampleStandardDeviation } from '../numeric/series.kernel.js';

/**
 * Realised volatility from returns, annualised: the square root of variance per period times periods a year.
 * Missing returns (NaN) are dropped first; what remains counts as consecutive. A ratio: 0.2 is 20 % a year.
 * Every function gives too-few-observations when there are fewer returns than it needs.
 */

export const SESSIONS_A_YEAR = 252;

/** Sample standard deviation (n - 1) of the last `window` returns. */
export function realizedVolatility(
  returns: Float64Array,
  window: number,
  periodsPerYear = SESSIONS_A_YEAR,
): Outcome<number> {
  const last = lastOf(presentValues(returns), window);
  if (last === null || window < 2) return skipped('too-few-observations');
  return computed(sampleStandardDeviation(last) * Math.sqrt(periodsPerYear));
}

/** Sample standard deviation (n - 1) of all returns. */
export function fullSampleVolatility(returns: Float64Array, periodsPerYear = SESSIONS_A_YEAR): Outcome<number> {
  const present = presentValues(returns);
  return realizedVolatility(present, Math.max(2, present.length), periodsPerYear);
}

/** Root mean square of the last `window` returns: the mean is taken as 0, as it is all but noise at short windows. */
export function zeroMeanVolatility(
  returns: Float64Array,
  window: number,
  periodsPerYear = SESSIONS_A_YEAR,
): Outcome<number> {
  const last = lastOf(presentValues(returns), window);
  return last === null ? skipped('too-few-observations') : annualRootMeanSquare(last, periodsPerYear);
}

/**
 * realizedVolatility at each present return, over the `window` returns up to it; NaN for the first `window - 1`.
 * Each window is summed anew: an updated running sum keeps the rounding of an outlier after it has left.
 */
export function rollingVolatility(
  returns: Float64Array,
  window: number,
  periodsPerYear = SESSIONS_A_YEAR,
): Float64Array {
  const present = presentValues(returns);
  const rolling = new Float64Array(present.length).fill(Number.NaN);
  const scale = Math.sqrt(periodsPerYear);
  for (let end = Math.max(2, window); end <= present.length && window >= 2; end++) {
    rolling[end - 1] = sampleStandardDeviation(present.subarray(end - window, end)) * scale;
  }
  return rolling;
}

/** Share of the present values that are not above the last one (weak percentile rank), 0 to 1. */
export function percentileOfLatest(values: Float64Array): Outcome<number> {
  const present = presentValues(values);
  const latest = present.at(-1);
  if (latest === undefined) return skipped('too-few-observations');
  let notAbove = 0;
  for (const value of present) if (value <= latest) notAbove += 1;
  return computed(notAbove / present.length);
}

/** Root mean square of all returns with gains counted as 0 (downside deviation from a target of 0). */
export function downsideVolatility(returns: Float64Array, periodsPerYear = SESSIONS_A_YEAR): Outcome<number> {
  const losses = presentValues(returns).map((value) => Math.min(value, 0));
  return annualRootMeanSquare(losses, periodsPerYear);
}

/** Exponentially weighted root mean square: weight lambda^age, normalised (RiskMetrics 1996; lambda 0.94 daily). */
export function ewmaVolatility(
  returns: Float64Array,
  lambda: number,
  periodsPerYear = SESSIONS_A_YEAR,
): Outcome<number> {
  if (!(lambda > 0 && lambda <= 1)) throw new RangeError('lambda lies between 0 and 1');
  const present = presentValues(returns);
  if (present.length === 0) return skipped('too-few-observations');
  let squares = 0;
  let weights = 0;
  for (const value of present) {
    squares = lambda * squares + value * value;
    weights = lambda * weights + 1;
  }
  return computed(Math.sqrt((squares / weights) * periodsPerYear));
}

/** The last `window` values, or null when there are fewer. */
function lastOf(values: Float64Array, window: number): Float64Array | null {
  if (!Number.isInteger(window) || window < 1) throw new RangeError(`${window} is not a number of returns`);
  return values.length < window ? null : values.subarray(values.length - window);
}

function annualRootMeanSquare(values: Float64Array, periodsPerYear: number): Outcome<number> {
  if (values.length === 0) return skipped('too-few-observations');
  let squares = 0;
  for (const value of values) squares += value * value;
  return computed(Math.sqrt((squares / values.length) * periodsPerYear));
}

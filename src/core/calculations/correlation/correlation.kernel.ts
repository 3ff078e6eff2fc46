import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { ewmaCovariance } from '../covariance/covariance.kernel.js';
import { studentTTwoSided } from '../numeric/distribution.kernel.js';
import { type Matrix, at, mapMatrix, symmetricOf } from '../numeric/matrix.kernel.js';
import { type Panel, assertPanel } from '../numeric/panel.kernel.js';
import { averageRanks, kendallTau } from '../numeric/rank.kernel.js';
import { centredSumOfProducts, centredSumOfSquares, completePairs, isConstant } from '../numeric/series.kernel.js';

/**
 * Correlation of aligned series of returns, each pair over its own complete sessions (NaN is missing). All figures lie
 * in [-1, 1]: what rounding puts beyond is brought back. A series without variation has no correlation, which is not 0.
 * Every function throws a RangeError when series differ in length. Agrees with pandas DataFrame.corr and scipy.stats.
 *
 * pearson: covariance over both standard deviations. spearman: pearson of the ranks, ties at their average.
 * kendall: tau-b, concordant less discordant pairs of sessions, corrected for ties.
 */
export type CorrelationMethod = 'pearson' | 'spearman' | 'kendall';

const METHODS: Readonly<Record<CorrelationMethod, (a: Float64Array, b: Float64Array) => number>> = {
  pearson,
  spearman: (a, b) => pearson(averageRanks(a), averageRanks(b)),
  kendall: kendallTau,
};

/** Reasons: too-few-observations (below `minObservations`, never below 2), zero-variance. */
export function correlation(
  a: Float64Array,
  b: Float64Array,
  method: CorrelationMethod = 'pearson',
  minObservations = 2,
): Outcome<number> {
  const pairs = completePairs(a, b);
  if (pairs.a.length < Math.max(2, minObservations)) return skipped('too-few-observations');
  if (isConstant(pairs.a) || isConstant(pairs.b)) return skipped('zero-variance');
  const value = METHODS[method](pairs.a, pairs.b);
  return Number.isNaN(value) ? skipped('zero-variance') : computed(value);
}

/**
 * Correlation of every pair of the panel; NaN where there is none. The diagonal is 1 for a series with variation and
 * `minObservations` sessions, else NaN. Estimated pair by pair, it need not be positive semi-definite: see psd-repair.
 */
export function correlationMatrix(panel: Panel, method: CorrelationMethod = 'pearson', minObservations = 2): Matrix {
  assertPanel(panel);
  return symmetricOf(panel.length, (i, j) => {
    const outcome = correlation(of(panel, i), of(panel, j), method, minObservations);
    if (!outcome.ok) return Number.NaN;
    return i === j ? 1 : outcome.value;
  });
}

export interface PairwiseSummary {
  readonly average: number;
  readonly lowest: number;
  readonly highest: number;
  /** Pairs that have a correlation. */
  readonly pairs: number;
}

/** Mean and extremes of the cells beside the diagonal that have a value. Reason: not-applicable when none has. */
export function pairwiseSummary(correlations: Matrix): Outcome<PairwiseSummary> {
  let [sum, pairs, lowest, highest] = [0, 0, Infinity, -Infinity];
  for (let i = 0; i < correlations.length; i++) {
    for (let j = i + 1; j < correlations.length; j++) {
      const value = at(correlations, i, j);
      if (Number.isNaN(value)) continue;
      [sum, pairs] = [sum + value, pairs + 1];
      [lowest, highest] = [Math.min(lowest, value), Math.max(highest, value)];
    }
  }
  return pairs === 0 ? skipped('not-applicable') : computed({ average: sum / pairs, lowest, highest, pairs });
}

/**
 * Pearson correlation over the `window` complete sessions up to each one; NaN for the first `window - 1` and where a
 * series does not move within the window. One value for each session on which both are present.
 */
export function rollingCorrelation(a: Float64Array, b: Float64Array, window: number): Float64Array {
  if (!Number.isInteger(window) || window < 2) throw new RangeError(`${window} is not a number of returns`);
  const pairs = completePairs(a, b);
  return Float64Array.from(pairs.a, (_, end) => {
    const start = end + 1 - window;
    return start < 0 ? Number.NaN : pearson(pairs.a.subarray(start, end + 1), pairs.b.subarray(start, end + 1));
  });
}

/**
 * Exponentially weighted correlation about a mean of 0 (RiskMetrics 1996), over the sessions on which no series is
 * missing; NaN beside a series that is 0 throughout. Reasons: no-positions, too-few-observations.
 */
export function ewmaCorrelation(panel: Panel, lambda: number, minObservations = 2): Outcome<Matrix> {
  return mapOutcome(ewmaCovariance(panel, lambda, 'zero-mean', minObservations), ({ covariance }) =>
    correlationOf(covariance),
  );
}

/** A covariance matrix scaled to a diagonal of 1; NaN beside a variance of 0. */
export const correlationOf = (covariance: Matrix): Matrix =>
  mapMatrix(covariance, (value, i, j) => {
    const variances = [at(covariance, i, i), at(covariance, j, j)] as const;
    if (!(Math.min(...variances) > 0)) return Number.NaN;
    return i === j ? 1 : clamped(value / Math.sqrt(variances[0]) / Math.sqrt(variances[1]));
  });

/**
 * Probability of a correlation at least as far from 0 when there is none: Student's t with n - 2 degrees for
 * t = r sqrt((n - 2) / (1 - r^2)). Exact for pearson under normality, the usual approximation for spearman
 * (scipy.stats.pearsonr and spearmanr). Reason: too-few-observations below 3.
 */
export function correlationPValue(value: number, observations: number): Outcome<number> {
  if (!(Math.abs(value) <= 1)) throw new RangeError(`${value} is not a correlation`);
  if (observations < 3) return skipped('too-few-observations');
  const degrees = observations - 2;
  const unexplained = (1 - value) * (1 + value);
  return computed(unexplained === 0 ? 0 : studentTTwoSided(value * Math.sqrt(degrees / unexplained), degrees));
}

function pearson(a: Float64Array, b: Float64Array): number {
  const squares = Math.sqrt(centredSumOfSquares(a)) * Math.sqrt(centredSumOfSquares(b));
  return squares === 0 ? Number.NaN : clamped(centredSumOfProducts(a, b) / squares);
}

const clamped = (value: number): number => Math.max(-1, Math.min(1, value));

const NONE = new Float64Array(0);

const of = (panel: Panel, i: number): Float64Array => panel[i] ?? NONE;

import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { type Matrix, element, symmetricOf } from '../numeric/matrix.kernel.js';
import { type Panel, assertPanel, completeRows, overlap } from '../numeric/panel.kernel.js';
import { completePairs, isConstant, mean, sampleCovariance } from '../numeric/series.kernel.js';

/**
 * Covariance matrices of a panel of returns. Cell (i, j) belongs to series i and j of the panel; units are those of the
 * returns squared, a session: multiply by the sessions of a year to annualise (`scale`). A series without variation has
 * variance 0. All products are of deviations from the mean (two passes), so that a large mean costs no digits.
 * Every function throws a RangeError when the series differ in length.
 */
export interface CovarianceOptions {
  /** Observations below which there is no figure; never less than 2. */
  readonly minObservations?: number;
  /** What the sum of products is divided by: one less than the count (unbiased), or the count. */
  readonly divisor?: 'sample' | 'population';
}

export interface Estimated {
  readonly covariance: Matrix;
  /** Sessions on which no series is missing: what the estimate rests on. */
  readonly observations: number;
}

/**
 * Covariance of the sessions on which no series is missing (numpy.cov); positive semi-definite.
 * Reasons: no-positions for an empty panel, too-few-observations.
 */
export const covarianceMatrix = (panel: Panel, options: CovarianceOptions = {}): Outcome<Estimated> =>
  mapOutcome(centredCovariance(panel, options), ({ covariance, observations }) => ({ covariance, observations }));

export interface CentredEstimate extends Estimated {
  /** Deviations from the mean of each series, on the sessions of the estimate. */
  readonly centred: Panel;
}

/** As `covarianceMatrix`, with the deviations for whoever goes on with them. */
export function centredCovariance(
  panel: Panel,
  { minObservations = 2, divisor = 'sample' }: CovarianceOptions = {},
): Outcome<CentredEstimate> {
  if (panel.length === 0) return skipped('no-positions');
  const rows = completeRows(panel);
  const observations = rows[0]?.length ?? 0;
  if (observations < Math.max(2, minObservations)) return skipped('too-few-observations');
  const over = divisor === 'sample' ? observations - 1 : observations;
  const centred = rows.map(withoutMean);
  const covariance = sumsOfProducts(centred);
  for (const row of covariance) for (let j = 0; j < row.length; j++) row[j] = element(row, j) / over;
  return computed({ covariance, observations, centred });
}

/** Deviations from the mean, taken once a series rather than once a pair; exactly 0 for a series without variation. */
export function withoutMean(series: Float64Array): Float64Array {
  if (isConstant(series)) return new Float64Array(series.length);
  const centre = mean(series);
  const deviations = new Float64Array(series.length);
  for (let t = 0; t < series.length; t++) deviations[t] = (series[t] ?? Number.NaN) - centre;
  return deviations;
}

/**
 * Sum over the sessions of the products of each pair. Four pairs of a series are summed beside each other, each in the
 * order of the sessions: a sum waits for its last addition, and three others fill that time.
 */
export function sumsOfProducts(panel: Panel): Matrix {
  const sums = panel.map(() => new Float64Array(panel.length));
  for (const [i, a] of panel.entries()) {
    const row = sums[i] ?? NONE;
    for (let j = i; j < panel.length; j += 4) {
      // Beyond the last series, the last one again.
      const [b, c] = [of(panel, j), of(panel, Math.min(j + 1, panel.length - 1))];
      const [d, e] = [of(panel, Math.min(j + 2, panel.length - 1)), of(panel, Math.min(j + 3, panel.length - 1))];
      let [first, second, third, fourth] = [0, 0, 0, 0];
      for (let t = 0; t < a.length; t++) {
        const value = a[t] ?? Number.NaN;
        first += value * (b[t] ?? Number.NaN);
        second += value * (c[t] ?? Number.NaN);
        third += value * (d[t] ?? Number.NaN);
        fourth += value * (e[t] ?? Number.NaN);
      }
      row[j] = first;
      // Writes beyond the end of a row are lost.
      row[j + 1] = second;
      row[j + 2] = third;
      row[j + 3] = fourth;
    }
  }
  return symmetricOf(panel.length, (i, j) => element(sums[i] ?? NONE, j));
}

/**
 * Sample covariance of every pair over its own complete sessions (pandas DataFrame.cov); NaN for a pair with fewer than
 * `minObservations`. Uses all there is, but need not be positive semi-definite: see psd-repair.
 */
export function pairwiseCovariance(panel: Panel, minObservations = 2): Matrix {
  return symmetricOf(panel.length, (i, j) => {
    const { a, b } = completePairs(of(panel, i), of(panel, j));
    return a.length < Math.max(2, minObservations) ? Number.NaN : sampleCovariance(a, b);
  });
}

/** Number of sessions that each pair of series has in common; on the diagonal, that a series has. */
export function overlapCounts(panel: Panel): Matrix {
  assertPanel(panel);
  return symmetricOf(panel.length, (i, j) => overlap(of(panel, i), of(panel, j)));
}

/**
 * How old observations lose weight.
 * zero-mean: weight lambda^age, normalised, no mean removed (RiskMetrics 1996 with a finite window).
 * recursive: S = lambda S + (1 - lambda) r r', started from the first r r'; no mean removed.
 * demeaned: the weights of zero-mean, weighted mean removed, divided by 1 - sum of squared weights
 *           (pandas ewm(adjust=True).cov(bias=False)).
 */
export type Ewma = 'zero-mean' | 'recursive' | 'demeaned';

/**
 * Exponentially weighted covariance of the sessions on which no series is missing, the last one the newest.
 * `lambda` lies above 0 and up to 1 (0.94 for daily data in RiskMetrics); anything else is a RangeError.
 * Reasons: no-positions, too-few-observations.
 */
export function ewmaCovariance(panel: Panel, lambda: number, kind: Ewma, minObservations = 2): Outcome<Estimated> {
  if (!(lambda > 0 && lambda <= 1)) throw new RangeError('lambda lies between 0 and 1');
  if (panel.length === 0) return skipped('no-positions');
  const rows = completeRows(panel);
  const observations = rows[0]?.length ?? 0;
  if (observations < Math.max(2, minObservations)) return skipped('too-few-observations');
  const weights = kind === 'recursive' ? recursiveWeights(observations, lambda) : decayWeights(observations, lambda);
  const centred = kind === 'demeaned' ? rows.map((series) => withoutWeightedMean(series, weights)) : rows;
  const over =
    kind === 'demeaned'
      ? 1 -
        weightedSum(
          weights,
          weights,
          weights.map(() => 1),
        )
      : 1;
  const cell = (i: number, j: number): number => weightedSum(of(centred, i), of(centred, j), weights) / over;
  return computed({ covariance: symmetricOf(rows.length, cell), observations });
}

/** Weights lambda^age that sum to 1, oldest first. */
function decayWeights(count: number, lambda: number): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, t) => lambda ** (count - 1 - t));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => weight / sum);
}

/** The same recursion, unrolled: the first observation keeps all that has not been replaced. */
const recursiveWeights = (count: number, lambda: number): Float64Array =>
  Float64Array.from({ length: count }, (_, t) => lambda ** (count - 1 - t) * (t === 0 ? 1 : 1 - lambda));

function withoutWeightedMean(series: Float64Array, weights: Float64Array): Float64Array {
  // Against the first value, so that a constant series is exactly 0.
  const origin = element(series, 0);
  let mean = 0;
  for (const [t, value] of series.entries()) mean += element(weights, t) * (value - origin);
  return series.map((value) => value - origin - mean);
}

function weightedSum(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (const [t, weight] of weights.entries()) sum += weight * element(a, t) * element(b, t);
  return sum;
}

const NONE = new Float64Array(0);

const of = (panel: Panel, i: number): Float64Array => panel[i] ?? NONE;

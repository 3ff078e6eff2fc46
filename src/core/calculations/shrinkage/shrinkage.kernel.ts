import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { type CentredEstimate, type CovarianceOptions, centredCovariance } from '../covariance/covariance.kernel.js';
import { type Matrix, at, distanceBetween, element, mapMatrix, trace } from '../numeric/matrix.kernel.js';
import { type Panel } from '../numeric/panel.kernel.js';
import { isConstant } from '../numeric/series.kernel.js';

/**
 * Shrinkage: the sample covariance S pulled towards a target F that has few parameters, (1 - s) S + s F. With fewer
 * sessions than some ten a position, S is mostly noise in its small eigenvalues; the shrunk matrix is better and, with a
 * positive s, can be inverted.
 *
 * Returns are a panel, NaN missing, of which the complete sessions count; covariances are a session's, not annualised.
 * Every moment divides by n, as in the papers and in scikit-learn: S is the population's covariance.
 * Reasons: no-positions, too-few-observations (below 2 or `minObservations`).
 */
export interface Shrunk {
  readonly covariance: Matrix;
  /** s, 0 to 1. 0 where the target equals S, so that any s gives the same. */
  readonly shrinkage: number;
  readonly observations: number;
}

export interface ShrunkToIdentity extends Shrunk {
  /** Mean variance: the target is this times the identity. */
  readonly meanVariance: number;
}

export interface ShrunkToConstantCorrelation extends Shrunk {
  /** Mean of the correlations of all pairs; null for a single series. */
  readonly averageCorrelation: number | null;
}

type Options = Pick<CovarianceOptions, 'minObservations'>;

/**
 * Towards mean variance times identity, by Ledoit and Wolf (2004), "A well-conditioned estimator for large-dimensional
 * covariance matrices", Journal of Multivariate Analysis 88 (sklearn.covariance.LedoitWolf).
 */
export function shrinkToIdentity(panel: Panel, options: Options = {}): Outcome<ShrunkToIdentity> {
  return mapOutcome(sampleOf(panel, options), (sample) => {
    const spread = spreadAroundIdentity(sample);
    const noise = meanOfSquaredSums(sample) - squares(sample.covariance);
    return towardsIdentity(sample, spread === 0 ? 0 : clamped(noise / sample.observations / spread));
  });
}

/**
 * Towards the same target by the oracle approximating shrinkage of Chen, Wiesel, Eldar and Hero (2010), IEEE
 * Transactions on Signal Processing 58, which assumes normal returns (sklearn.covariance.OAS, with its denominators).
 */
export function shrinkToIdentityOracle(panel: Panel, options: Options = {}): Outcome<ShrunkToIdentity> {
  return mapOutcome(sampleOf(panel, options), (sample) => {
    const { covariance, size, observations } = sample;
    const spread = spreadAroundIdentity(sample);
    const meanVariance = trace(covariance) / size;
    const meanSquare = squares(covariance) / (size * size);
    const weight = (meanSquare + meanVariance ** 2) / (((observations + 1) * spread) / (size * size));
    return towardsIdentity(sample, spread === 0 ? 0 : clamped(weight));
  });
}

/**
 * Towards S's own variances with one correlation for all pairs, by Ledoit and Wolf (2004), "Honey, I shrunk the sample
 * covariance matrix", Journal of Portfolio Management 30. zero-variance when a series does not move.
 */
export function shrinkToConstantCorrelation(panel: Panel, options: Options = {}): Outcome<ShrunkToConstantCorrelation> {
  const outcome = sampleOf(panel, options);
  if (!outcome.ok) return outcome;
  const sample = outcome.value;
  const { covariance, size, observations } = sample;
  if (sample.centred.some((series) => isConstant(series))) return skipped('zero-variance');
  const deviations = covariance.map((row, i) => Math.sqrt(element(row, i)));
  const deviation = (i: number): number => deviations[i] ?? Number.NaN;
  let correlations = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) if (i !== j) correlations += at(covariance, i, j) / (deviation(i) * deviation(j));
  }
  const averageCorrelation = size < 2 ? null : correlations / (size * (size - 1));
  const target = mapMatrix(covariance, (value, i, j) =>
    i === j ? value : (averageCorrelation ?? 0) * deviation(i) * deviation(j),
  );
  const distance = distanceBetween(covariance, target) ** 2;
  // Two series have one correlation, so that what is left is rounding.
  const isSame = distance <= 1e-24 * squares(covariance);
  const weight = isSame ? 0 : noiseLessCommon(sample, averageCorrelation ?? 0, deviation) / distance / observations;
  return computed({ ...blend(sample, target, clamped(weight)), averageCorrelation });
}

/**
 * Pi less rho of the paper: variances of S's cells, less their covariances with those of the target. The sums over all
 * pairs are taken within each session, so that the work grows with the number of series, not with that of pairs.
 */
function noiseLessCommon(sample: Sample, correlation: number, deviation: (i: number) => number): number {
  const { covariance, centred, size, observations } = sample;
  const combined = new Float64Array(observations);
  let [fourth, cells] = [0, 0];
  for (const [i, series] of centred.entries()) {
    const scale = deviation(i);
    for (let t = 0; t < observations; t++) {
      const value = element(series, t);
      combined[t] = element(combined, t) + scale * value;
      fourth += value * value * value * value;
    }
    cells += at(covariance, i, i) ** 2;
  }
  const noise = meanOfSquaredSums(sample) - fourth / observations - (squares(covariance) - cells);
  let common = 0;
  for (let i = 0; i < size; i++) {
    const [series, scale] = [centred[i] ?? new Float64Array(), deviation(i)];
    // Half for the variance of i and half for that of j: over all ordered pairs, that of i in full.
    let moment = 0;
    for (let t = 0; t < observations; t++) {
      const value = element(series, t);
      moment += value * value * value * (element(combined, t) - scale * value);
    }
    let others = 0;
    for (let j = 0; j < size; j++) if (i !== j) others += deviation(j) * at(covariance, i, j);
    common += (moment / observations - at(covariance, i, i) * others) / scale;
  }
  return noise - correlation * common;
}

/** Mean over the sessions of (sum over the series of x_i^2)^2: the sum over all pairs of the means of x_i^2 x_j^2. */
function meanOfSquaredSums({ centred, observations }: Sample): number {
  const sums = new Float64Array(observations);
  for (const series of centred) {
    for (let t = 0; t < observations; t++) sums[t] = element(sums, t) + element(series, t) ** 2;
  }
  let total = 0;
  for (const sum of sums) total += sum * sum;
  return total / observations;
}

interface Sample extends CentredEstimate {
  readonly size: number;
}

const sampleOf = (panel: Panel, options: Options): Outcome<Sample> =>
  mapOutcome(centredCovariance(panel, { ...options, divisor: 'population' }), (estimate) => ({
    ...estimate,
    size: panel.length,
  }));

/** Squared distance of S from its mean variance times the identity; 0 when only rounding is left of it. */
function spreadAroundIdentity({ covariance, size }: Sample): number {
  const all = squares(covariance);
  const spread = all - trace(covariance) ** 2 / size;
  return spread <= 1e-14 * all ? 0 : spread;
}

function squares(matrix: Matrix): number {
  let sum = 0;
  for (const row of matrix) for (let j = 0; j < row.length; j++) sum += element(row, j) ** 2;
  return sum;
}

function towardsIdentity(sample: Sample, shrinkage: number): ShrunkToIdentity {
  const meanVariance = trace(sample.covariance) / sample.size;
  const target = mapMatrix(sample.covariance, (_, i, j) => (i === j ? meanVariance : 0));
  return { ...blend(sample, target, shrinkage), meanVariance };
}

const blend = ({ covariance, observations }: Sample, target: Matrix, shrinkage: number): Shrunk => ({
  covariance: mapMatrix(covariance, (value, i, j) => (1 - shrinkage) * value + shrinkage * at(target, i, j)),
  shrinkage,
  observations,
});

const clamped = (weight: number): number => Math.max(0, Math.min(1, weight));

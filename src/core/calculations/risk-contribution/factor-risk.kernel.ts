import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { type Matrix, assertSquare, at, dot, element, times } from '../numeric/matrix.kernel.js';

/**
 * Risk of a portfolio by a factor model: returns are loadings times factors plus a specific part that is independent of
 * the factors and of the other positions, so that S = B F B' + D (Grinold and Kahn, Active Portfolio Management, chapter
 * 3). Every figure lasts as long as the covariances do (a year when annualised).
 */
export interface FactorModel {
  /** One row a position, one column a factor. */
  readonly loadings: Matrix;
  readonly factorCovariance: Matrix;
  /** Variance of each position's specific part. */
  readonly specificVariance: Float64Array;
}

export interface FactorRisk {
  readonly variance: number;
  readonly volatility: number;
  /** Loading of the portfolio on each factor: B'w. */
  readonly exposures: Float64Array;
  readonly systematicVariance: number;
  readonly specificVariance: number;
  /** Share of variance that the factors explain, 0 to 1. */
  readonly systematicShare: number;
  /** What each factor adds to volatility; with the specific component they sum to it. */
  readonly factorComponent: Float64Array;
  readonly factorShare: Float64Array;
  readonly specificComponent: number;
  /** What each position adds, as in riskContributions: components sum to the volatility, shares to 1. */
  readonly marginal: Float64Array;
  readonly component: Float64Array;
  readonly share: Float64Array;
}

/**
 * zero-variance when the portfolio does not vary. Throws a RangeError when the shapes do not fit, a number is missing or
 * a specific variance is negative.
 */
export function factorRisk(weights: Float64Array, model: FactorModel): Outcome<FactorRisk> {
  const { loadings, factorCovariance } = model;
  assertModel(weights, model);
  const exposures = exposuresOf(weights, loadings, factorCovariance.length);
  const withFactors = times(factorCovariance, exposures);
  const systematicVariance = dot(exposures, withFactors);
  const specific = weights.map((weight, i) => weight * element(model.specificVariance, i));
  const specificVariance = dot(weights, specific);
  const variance = systematicVariance + specificVariance;
  if (!Number.isFinite(variance)) throw new RangeError('a weight, loading or covariance is not a number');
  if (variance <= 0) return skipped('zero-variance');
  const volatility = Math.sqrt(variance);
  const factorComponent = exposures.map((exposure, f) => (exposure * element(withFactors, f)) / volatility);
  const marginal = times(loadings, withFactors).map((value, i) => (value + element(specific, i)) / volatility);
  const component = marginal.map((value, i) => value * element(weights, i));
  return computed({
    variance,
    volatility,
    exposures,
    systematicVariance,
    specificVariance,
    systematicShare: systematicVariance / variance,
    factorComponent,
    factorShare: factorComponent.map((value) => value / volatility),
    specificComponent: specificVariance / volatility,
    marginal,
    component,
    share: component.map((value) => value / volatility),
  });
}

/** B'w. */
const exposuresOf = (weights: Float64Array, loadings: Matrix, factors: number): Float64Array =>
  Float64Array.from({ length: factors }, (_, f) => {
    let sum = 0;
    for (const [i, weight] of weights.entries()) sum += weight * at(loadings, i, f);
    return sum;
  });

function assertModel(weights: Float64Array, { loadings, factorCovariance, specificVariance }: FactorModel): void {
  assertSquare(factorCovariance);
  const isAligned = loadings.length === weights.length && specificVariance.length === weights.length;
  if (!isAligned || loadings.some((row) => row.length !== factorCovariance.length)) {
    throw new RangeError('weights, loadings and factors do not fit');
  }
  if (specificVariance.some((value) => value < 0)) throw new RangeError('a specific variance is negative');
}

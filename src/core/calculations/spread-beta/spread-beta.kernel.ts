import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { regressOnFactors } from '../factor-regression/factor-regression.kernel.js';
import { type CoefficientInference, fitLine, inferLine } from '../numeric/ols.kernel.js';
import { assertAligned, completePairs } from '../numeric/series.kernel.js';
import { at } from '../numeric/vector.kernel.js';

/** Return of a long leg less that of a short one, session by session; missing (NaN) where either is. */
export function spreadReturns(long: Float64Array, short: Float64Array): Float64Array {
  assertAligned(long, short);
  return long.map((value, i) => value - at(short, i));
}

export interface SpreadBeta {
  readonly observations: number;
  /** Return per session that the spread does not explain. */
  readonly alpha: number;
  readonly beta: number;
  /** Within the cap, for sums over positions: a few wild betas shall not rule them. */
  readonly betaCapped: number;
  /** Classical, Student t with n - 2 degrees. */
  readonly inference: CoefficientInference;
  readonly rSquared: number | null;
}

/**
 * Ordinary least squares beta of a position's simple returns on one spread, over the sessions with both.
 * Reasons: too-few-observations below `minObservations`; zero-variance for a spread that does not move.
 */
export function spreadBeta(
  position: Float64Array,
  spread: Float64Array,
  minObservations: number,
  cap = Infinity,
): Outcome<SpreadBeta> {
  const { a: y, b: x } = completePairs(position, spread);
  if (y.length < minObservations) return skipped('too-few-observations');
  const fit = fitLine(y, x);
  if (!fit.ok) return fit;
  const { observations, alpha, beta, rSquared } = fit.value;
  const betaCapped = Math.max(-cap, Math.min(cap, beta));
  return mapOutcome(inferLine(fit.value, { kind: 'classical' }), (inference) => ({
    ...{ observations, alpha, beta, betaCapped, rSquared, inference: inference.beta },
  }));
}

export interface JointBetas {
  readonly observations: number;
  /** In the order of the spreads; uncapped. */
  readonly betas: Float64Array;
  readonly rSquared: number | null;
}

/**
 * Betas on several factors at once, such as all spreads or the spreads and the market, over the sessions with all
 * values: each holds the others fixed. Reasons: too-few-observations; no-solution for factors that depend on each other.
 */
export function jointBetas(
  position: Float64Array,
  factors: readonly Float64Array[],
  minObservations: number,
): Outcome<JointBetas> {
  const outcome = regressOnFactors({ y: position, factors }, minObservations);
  if (!outcome.ok) return outcome;
  const { observations, rSquared, fit } = outcome.value;
  return mapOutcome(fit, ({ coefficients }) => ({ observations, betas: coefficients.slice(1), rSquared }));
}

export interface WeightedBeta {
  /** Share of the portfolio, signed. */
  readonly weight: number;
  readonly beta: Outcome<SpreadBeta>;
}

export interface PortfolioSpreadBeta {
  /** Sum of weight times capped beta over the positions that have one; weights are not made up to 1. */
  readonly beta: number;
  /** Sum of the sizes of the weights of those positions. */
  readonly weightCovered: number;
}

/** Reason: insufficient-coverage when no position has a beta. */
export function portfolioSpreadBeta(positions: readonly WeightedBeta[]): Outcome<PortfolioSpreadBeta> {
  let [beta, weightCovered, count] = [0, 0, 0];
  for (const position of positions) {
    if (!position.beta.ok) continue;
    beta += position.weight * position.beta.value.betaCapped;
    weightCovered += Math.abs(position.weight);
    count += 1;
  }
  return count === 0 ? skipped('insufficient-coverage') : computed({ beta, weightCovered });
}

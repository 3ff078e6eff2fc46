import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { normalQuantile } from '../numeric/distribution.kernel.js';
import { type Matrix, assertSquare, at, dot, element, times } from '../numeric/matrix.kernel.js';
import { assertConfidence } from '../value-at-risk/historical-var.kernel.js';

/**
 * What each position adds to the volatility of the portfolio (Euler's decomposition of sqrt(w'Sw); Litterman 1996, "Hot
 * spots and hedges"). Weights are signed shares of equity and need not sum to 1; the covariance S is of the positions'
 * returns, and every figure lasts as long as its returns do (a year when annualised). A short position, or one that hedges
 * the rest, can contribute less than 0.
 */
export interface RiskContributions {
  readonly variance: number;
  readonly volatility: number;
  /** What a little more of a position adds to volatility, per unit of weight: (S w)_i / volatility. */
  readonly marginal: Float64Array;
  /** Weight times marginal; they sum to the volatility. */
  readonly component: Float64Array;
  /** Component over volatility; they sum to 1. */
  readonly share: Float64Array;
  readonly standaloneVolatility: Float64Array;
  /** Covariance with the portfolio over its variance; weighted by the weights it is 1. */
  readonly betaToPortfolio: Float64Array;
  /** Volatility less that with the weight set to 0 and the others left as they are. */
  readonly incremental: Float64Array;
  /** Sum of |weight| x standalone volatility over volatility; at least 1. Choueifaty and Coignard (2008). */
  readonly diversificationRatio: number;
  /** Square of it: how many independent equal bets would be spread as well. */
  readonly effectiveBets: number;
}

/** The portfolio's variance counts as 0 when it is below this share of what the positions would have if none hedged. */
const NO_VARIANCE = 1e-15;

/**
 * zero-variance when the portfolio does not vary: nothing held, only cash, or a perfect hedge.
 * Throws a RangeError when weights and covariance do not fit or a number is missing.
 */
export function riskContributions(weights: Float64Array, covariance: Matrix): Outcome<RiskContributions> {
  assertSquare(covariance, weights.length);
  const withPortfolio = times(covariance, weights);
  const variance = dot(weights, withPortfolio);
  if (!Number.isFinite(variance)) throw new RangeError('a weight or covariance is not a number');
  const standaloneVolatility = weights.map((_, i) => Math.sqrt(Math.max(0, at(covariance, i, i))));
  const unhedged = dot(weights.map(Math.abs), standaloneVolatility);
  if (variance <= NO_VARIANCE * unhedged ** 2) return skipped('zero-variance');
  const volatility = Math.sqrt(variance);
  const marginal = withPortfolio.map((value) => value / volatility);
  const component = marginal.map((value, i) => value * element(weights, i));
  const diversificationRatio = unhedged / volatility;
  return computed({
    variance,
    volatility,
    marginal,
    component,
    share: component.map((value) => value / volatility),
    standaloneVolatility,
    betaToPortfolio: withPortfolio.map((value) => value / variance),
    incremental: weights.map((weight, i) => {
      const without = variance - 2 * weight * element(withPortfolio, i) + weight * weight * at(covariance, i, i);
      return volatility - Math.sqrt(Math.max(0, without));
    }),
    diversificationRatio,
    effectiveBets: diversificationRatio ** 2,
  });
}

/**
 * Component VaR of normal returns with mean 0: z times the component of volatility; they sum to the portfolio's VaR, z
 * times volatility (Jorion, Value at Risk, chapter 7). A RangeError for a confidence outside 0 and 1.
 */
export function componentValueAtRisk({ component }: RiskContributions, confidence: number): Float64Array {
  assertConfidence(confidence);
  const z = -normalQuantile(1 - confidence);
  return component.map((value) => z * value);
}

import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { element } from '../numeric/matrix.kernel.js';
import { type Panel, completeRows } from '../numeric/panel.kernel.js';
import { tailWeights } from '../value-at-risk/historical-var.kernel.js';

/**
 * What each position lost in the portfolio's worst sessions: the historical CVaR taken apart (Tasche 2000, "Conditional
 * expectation as derivative"). Weights are signed shares of equity; returns are simple, one series a position, of which
 * the sessions complete for all of them count. Positive is a loss; a hedge that gained in the tail is negative.
 */
export interface ComponentShortfall {
  /** CVaR of the portfolio by the exact tail mean, the last session in part. */
  readonly shortfall: number;
  /** They sum to the shortfall. */
  readonly component: Float64Array;
  readonly observations: number;
}

/**
 * Reasons: no-positions, too-few-observations (below `minObservations`, never below 1). Throws a RangeError when weights
 * and series do not fit and for a confidence outside 0 and 1.
 */
export function componentShortfall(
  weights: Float64Array,
  returns: Panel,
  confidence: number,
  minObservations = 1,
): Outcome<ComponentShortfall> {
  if (weights.length !== returns.length) throw new RangeError('weights and returns do not fit');
  if (weights.length === 0) return skipped('no-positions');
  const rows = completeRows(returns);
  const observations = rows[0]?.length ?? 0;
  if (observations < Math.max(1, minObservations)) return skipped('too-few-observations');
  const losses = new Float64Array(observations);
  for (const [i, series] of rows.entries()) {
    const weight = element(weights, i);
    for (let t = 0; t < observations; t++) losses[t] = element(losses, t) - weight * element(series, t);
  }
  const tail = tailWeights(losses, confidence);
  const component = Float64Array.from(rows, (series, i) => {
    let mean = 0;
    for (let t = 0; t < observations; t++) mean += element(tail, t) * element(series, t);
    return 0 - element(weights, i) * mean;
  });
  let shortfall = 0;
  for (const value of component) shortfall += value;
  return computed({ shortfall, component, observations });
}

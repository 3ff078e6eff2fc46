import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { element } from '../numeric/matrix.kernel.js';
import { presentValues } from '../numeric/series.kernel.js';

/**
 * Value at risk and expected shortfall from past returns as they were.
 *
 * A loss is a return with its sign turned. VaR is the loss that is not exceeded with probability `confidence`, CVaR the
 * mean of the losses beyond; both are shares of value, positive for a loss and negative when even the tail is a gain.
 * Missing returns (NaN) are left out. Reason: too-few-observations (below `minObservations`, never below 1).
 * Throws a RangeError for a confidence that is not between 0 and 1: 95 % is 0.95.
 */
export interface HistoricalRisk {
  /** Quantile between the two neighbouring losses (type 7: numpy's default, PERCENTILE.INC). */
  readonly valueAtRisk: number;
  /** The neighbouring losses themselves. */
  readonly lower: number;
  readonly higher: number;
  /** Quantile of type 6 (PERCENTILE.EXC), never beyond the largest loss. */
  readonly weibull: number;
  /** Mean of the worst n (1 - confidence) losses, the last one in part (Acerbi and Tasche 2002): at least VaR. */
  readonly shortfall: number;
  /** Plain mean of the losses not below `valueAtRisk`. */
  readonly tailMean: number;
  readonly observations: number;
}

export function historicalRisk(
  returns: Float64Array,
  confidence: number,
  minObservations = 1,
): Outcome<HistoricalRisk> {
  assertConfidence(confidence);
  const losses = presentValues(returns)
    .map((value) => 0 - value)
    .sort();
  const count = losses.length;
  if (count < Math.max(1, minObservations)) return skipped('too-few-observations');
  const place = (count - 1) * confidence;
  const valueAtRisk = between(losses, place);
  return computed({
    valueAtRisk,
    lower: element(losses, Math.floor(place)),
    higher: element(losses, Math.ceil(place)),
    weibull: between(losses, Math.max(0, Math.min(count - 1, (count + 1) * confidence - 1))),
    shortfall: weightedTail(tailWeights(losses, confidence), losses),
    tailMean: meanFrom(losses, valueAtRisk),
    observations: count,
  });
}

/**
 * Share that each loss has in the expected shortfall: equal for the worst n (1 - confidence), in part for the last one,
 * 0 for the rest; they sum to 1. In the order of the losses; of equal ones the earlier goes first.
 */
export function tailWeights(losses: Float64Array, confidence: number): Float64Array {
  assertConfidence(confidence);
  const weights = new Float64Array(losses.length);
  const size = losses.length * (1 - confidence);
  // Losses above that of the last rank count in full; those that equal it take the ranks left, in their order.
  const last = element(losses.slice().sort(), losses.length - Math.ceil(size));
  let rank = 0;
  for (let i = 0; i < losses.length; i++) {
    if (element(losses, i) <= last) continue;
    weights[i] = 1 / size;
    rank += 1;
  }
  for (let i = 0; i < losses.length && rank < size; i++) {
    if (element(losses, i) !== last) continue;
    weights[i] = Math.min(1, size - rank) / size;
    rank += 1;
  }
  return weights;
}

export function assertConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`a confidence lies between 0 and 1, not ${confidence}`);
}

function between(sorted: Float64Array, place: number): number {
  const [low, high] = [element(sorted, Math.floor(place)), element(sorted, Math.ceil(place))];
  return low + (high - low) * (place - Math.floor(place));
}

function weightedTail(weights: Float64Array, losses: Float64Array): number {
  let sum = 0;
  for (const [i, weight] of weights.entries()) sum += weight * element(losses, i);
  return sum;
}

function meanFrom(sorted: Float64Array, threshold: number): number {
  const tail = sorted.filter((loss) => loss >= threshold);
  let sum = 0;
  for (const loss of tail) sum += loss;
  return sum / tail.length;
}

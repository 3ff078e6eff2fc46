import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { isConstant, mean, presentValues, sampleStandardDeviation } from '../numeric/series.kernel.js';
import { SESSIONS_A_YEAR } from '../volatility/realized-volatility.kernel.js';
import { annualGrowth, drawdown } from './drawdown.kernel.js';

/**
 * Return for the risk taken, from simple returns of consecutive periods (0.05 is 5 %; NaN is left out). All ratios are
 * without unit. Reasons: too-few-observations (no return, or one where a standard deviation is needed), zero-variance
 * (returns that do not vary have no Sharpe ratio: not infinite, not 0), not-applicable (nothing to divide by: no
 * loss, no drawdown).
 */

/** What a year's rate is over one of so many periods: (1 + annual) ^ (1 / periods) - 1. */
export function ratePerPeriod(annual: number, periodsPerYear: number): number {
  if (!(annual > -1)) throw new RangeError(`${annual} is not a rate a year`);
  return (1 + annual) ** (1 / periodsPerYear) - 1;
}

/** Mean excess return over its sample standard deviation (n - 1), times sqrt(periods a year); Sharpe (1994). */
export function sharpeRatio(
  returns: Float64Array,
  riskFreeAnnual: number,
  periodsPerYear = SESSIONS_A_YEAR,
): Outcome<number> {
  const present = presentValues(returns);
  if (present.length < 2) return skipped('too-few-observations');
  if (isConstant(present)) return skipped('zero-variance');
  const excess = mean(present) - ratePerPeriod(riskFreeAnnual, periodsPerYear);
  return computed((excess / sampleStandardDeviation(present)) * Math.sqrt(periodsPerYear));
}

/** Root of the mean over all returns of min(r - target, 0)^2, annualised; `target` is a period's. */
export function downsideDeviation(
  returns: Float64Array,
  target = 0,
  periodsPerYear = SESSIONS_A_YEAR,
): Outcome<number> {
  const present = presentValues(returns);
  if (present.length === 0) return skipped('too-few-observations');
  const squares = present.map((value) => Math.min(value - target, 0) ** 2);
  return computed(Math.sqrt(mean(squares) * periodsPerYear));
}

/** Mean return above the target over the downside deviation from it, annualised; Sortino and van der Meer (1991). */
export function sortinoRatio(returns: Float64Array, target = 0, periodsPerYear = SESSIONS_A_YEAR): Outcome<number> {
  const downside = downsideDeviation(returns, target, periodsPerYear);
  if (!downside.ok) return downside;
  if (downside.value === 0) return skipped('not-applicable');
  return computed(((mean(presentValues(returns)) - target) * periodsPerYear) / downside.value);
}

/** Growth a year over the size of the maximum drawdown, both over all returns; Young (1991). */
export function calmarRatio(returns: Float64Array, periodsPerYear = SESSIONS_A_YEAR): Outcome<number> {
  const outcome = drawdown(returns);
  if (!outcome.ok) return outcome;
  if (outcome.value.maxDrawdown === 0) return skipped('not-applicable');
  return computed(annualGrowth(outcome.value, periodsPerYear) / -outcome.value.maxDrawdown);
}

/** Sum of what exceeds the target over the sum of what falls short of it; Keating and Shadwick (2002). */
export function omegaRatio(returns: Float64Array, target = 0): Outcome<number> {
  const present = presentValues(returns);
  if (present.length === 0) return skipped('too-few-observations');
  let [above, below] = [0, 0];
  for (const value of present) {
    if (value > target) above += value - target;
    else below += target - value;
  }
  return below === 0 ? skipped('not-applicable') : computed(above / below);
}

/**
 * Size of the 95 % quantile over that of the 5 % quantile (type 7, as empyrical's tail_ratio): above 1 when the best
 * days are larger than the worst.
 */
export function tailRatio(returns: Float64Array, tail = 0.05): Outcome<number> {
  if (!(tail > 0 && tail < 0.5)) throw new RangeError('a tail lies between 0 and one half');
  const sorted = presentValues(returns).slice().sort();
  if (sorted.length === 0) return skipped('too-few-observations');
  const low = Math.abs(quantile(sorted, tail));
  return low === 0 ? skipped('not-applicable') : computed(Math.abs(quantile(sorted, 1 - tail)) / low);
}

function quantile(sorted: Float64Array, probability: number): number {
  const place = (sorted.length - 1) * probability;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

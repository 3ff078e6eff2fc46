import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { element } from '../numeric/matrix.kernel.js';
import { presentValues } from '../numeric/series.kernel.js';

/**
 * Losses from the highest value reached so far, from simple returns of consecutive periods (0.05 is 5 %; NaN is left
 * out, and its neighbours then follow each other). Wealth starts at 1, and that start counts as a peak: index 0 is the
 * start, index i follows the i-th return that is present.
 */
export interface Drawdown {
  /** Lowest wealth / peak - 1; 0 or negative. */
  readonly maxDrawdown: number;
  /** The same as of the last return. */
  readonly currentDrawdown: number;
  /** Last index at which the peak before the trough was reached; null, like the trough, without a drawdown. */
  readonly peakIndex: number | null;
  /** First index of the maximum drawdown. */
  readonly troughIndex: number | null;
  /** First index after the trough with wealth back at the peak; null when it is not. */
  readonly recoveryIndex: number | null;
  /** Most periods in a row that ended below the peak. */
  readonly longestUnderwater: number;
  readonly finalWealth: number;
  readonly observations: number;
}

/** Reason: too-few-observations without a return. Throws a RangeError for a return below -1: more than all is lost. */
export function drawdown(returns: Float64Array): Outcome<Drawdown> {
  const wealth = wealthOf(returns);
  if (wealth.length < 2) return skipped('too-few-observations');
  const worst = { depth: 0, peakIndex: null as number | null, troughIndex: null as number | null };
  let [peakIndex, underwater, longestUnderwater, current] = [0, 0, 0, 0];
  for (let i = 0; i < wealth.length; i++) {
    const value = element(wealth, i);
    const peak = element(wealth, peakIndex);
    if (value >= peak) peakIndex = i;
    underwater = value < peak ? underwater + 1 : 0;
    longestUnderwater = Math.max(longestUnderwater, underwater);
    current = value / Math.max(peak, value) - 1;
    if (current < worst.depth) Object.assign(worst, { depth: current, peakIndex, troughIndex: i });
  }
  return computed({
    maxDrawdown: worst.depth,
    currentDrawdown: current,
    peakIndex: worst.peakIndex,
    troughIndex: worst.troughIndex,
    recoveryIndex: recovery(wealth, worst.peakIndex, worst.troughIndex),
    longestUnderwater,
    finalWealth: element(wealth, wealth.length - 1),
    observations: wealth.length - 1,
  });
}

/** What 1 has become after each present return, the start first. */
export function wealthOf(returns: Float64Array): Float64Array {
  const present = presentValues(returns);
  const wealth = new Float64Array(present.length + 1).fill(1);
  for (let i = 0; i < present.length; i++) {
    const value = element(present, i);
    if (value < -1) throw new RangeError(`a return is below -1: ${value}`);
    wealth[i + 1] = element(wealth, i) * (1 + value);
  }
  return wealth;
}

/** Growth a year, also for less than one: final wealth ^ (periods a year / periods) - 1 (CAGR). */
export const annualGrowth = ({ finalWealth, observations }: Drawdown, periodsPerYear: number): number =>
  finalWealth ** (periodsPerYear / observations) - 1;

function recovery(wealth: Float64Array, peak: number | null, trough: number | null): number | null {
  if (peak === null || trough === null) return null;
  const after = wealth.subarray(trough).findIndex((value) => value >= element(wealth, peak));
  return after < 0 ? null : trough + after;
}

import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { marketBeta } from '../market-beta/market-beta.kernel.js';
import { presentValues } from '../numeric/series.kernel.js';

/** Beyond this many errors, a slope is told from none. */
const TOLD_APART = 2;

export type Trend = 'increasing' | 'decreasing' | 'stable';

/**
 * Slope of the last `count` values over time, in Newey-West errors with `lags`, which values of overlapping windows need:
 * neighbours share most of their sessions. Missing values (NaN) are dropped.
 * Reasons: too-few-observations below `count` values; zero-variance when the values lie on a line.
 */
export function trendStatistic(values: Float64Array, count: number, lags: number): Outcome<number> {
  const present = presentValues(values);
  if (present.length < count) return skipped('too-few-observations');
  const recent = present.subarray(present.length - count);
  const time = Float64Array.from(recent.keys());
  const fit = marketBeta(recent, time, { minObservations: 3, hacLags: Math.min(lags, count - 1) });
  if (!fit.ok) return fit;
  return fit.value.tStatistic === null ? skipped('zero-variance') : computed(fit.value.tStatistic);
}

/** What a statistic says: beyond two errors a direction, within them none. */
export function trendOf(statistic: number): Trend {
  if (statistic > TOLD_APART) return 'increasing';
  return statistic < -TOLD_APART ? 'decreasing' : 'stable';
}

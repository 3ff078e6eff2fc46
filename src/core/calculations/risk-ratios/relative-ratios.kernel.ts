import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import {
  completePairs,
  isConstant,
  mean,
  sampleCovariance,
  sampleStandardDeviation,
  sampleVariance,
} from '../numeric/series.kernel.js';
import { SESSIONS_A_YEAR } from '../volatility/realized-volatility.kernel.js';
import { annualGrowth, drawdown } from './drawdown.kernel.js';
import { ratePerPeriod } from './risk-ratios.kernel.js';

/**
 * A portfolio beside its benchmark, from simple returns of the periods that both have (aligned, NaN missing). Throws a
 * RangeError when the series differ in length.
 */
export interface RelativeRatios {
  /** Sample standard deviation of the difference, a year. */
  readonly trackingError: number;
  /** Mean difference a year over the tracking error; null when that is 0. */
  readonly informationRatio: number | null;
  /** Slope on the benchmark; null, like what follows, when the benchmark does not move. */
  readonly beta: number | null;
  /** Mean excess return a year less beta times that of the benchmark; Jensen (1968). */
  readonly alpha: number | null;
  /** Mean excess return a year over beta; Treynor (1965). Null also when beta is 0. */
  readonly treynor: number | null;
  readonly observations: number;
}

/** Reason: too-few-observations below two periods. */
export function relativeRatios(
  returns: Float64Array,
  benchmark: Float64Array,
  riskFreeAnnual: number,
  periodsPerYear = SESSIONS_A_YEAR,
): Outcome<RelativeRatios> {
  const { a, b } = completePairs(returns, benchmark);
  if (a.length < 2) return skipped('too-few-observations');
  const difference = a.map((value, i) => value - (b[i] ?? Number.NaN));
  const trackingError = sampleStandardDeviation(difference) * Math.sqrt(periodsPerYear);
  const free = ratePerPeriod(riskFreeAnnual, periodsPerYear);
  const excess = mean(a) - free;
  const beta = isConstant(b) ? null : sampleCovariance(a, b) / sampleVariance(b);
  return computed({
    trackingError,
    informationRatio: trackingError === 0 ? null : (mean(difference) * periodsPerYear) / trackingError,
    beta,
    alpha: beta === null ? null : (excess - beta * (mean(b) - free)) * periodsPerYear,
    treynor: beta === null || beta === 0 ? null : (excess * periodsPerYear) / beta,
    observations: a.length,
  });
}

/** In which periods: those in which the benchmark rose, or fell. */
export type Market = 'up' | 'down';

/**
 * Growth a year of the portfolio over that of the benchmark, both compounded over the periods in which the benchmark rose
 * (or fell), as empyrical's up_capture and down_capture. Below 1 in falling markets, the portfolio lost less.
 * Reasons: not-applicable when there is no such period, too-few-observations when there is none at all.
 */
export function captureRatio(
  returns: Float64Array,
  benchmark: Float64Array,
  market: Market,
  periodsPerYear = SESSIONS_A_YEAR,
): Outcome<number> {
  const { a, b } = completePairs(returns, benchmark);
  if (a.length === 0) return skipped('too-few-observations');
  const isCounted = (value: number): boolean => (market === 'up' ? value > 0 : value < 0);
  const counted = { own: new Float64Array(a.length), other: new Float64Array(a.length) };
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    if (!isCounted(b[i] ?? Number.NaN)) continue;
    counted.own[count] = a[i] ?? Number.NaN;
    counted.other[count] = b[i] ?? Number.NaN;
    count += 1;
  }
  const own = drawdown(counted.own.subarray(0, count));
  const other = drawdown(counted.other.subarray(0, count));
  if (!own.ok || !other.ok) return skipped('not-applicable');
  return computed(annualGrowth(own.value, periodsPerYear) / annualGrowth(other.value, periodsPerYear));
}

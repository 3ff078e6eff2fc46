import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { mean, sampleVariance } from '../numeric/series.kernel.js';
import { completeRows } from '../numeric/standardized.kernel.js';
import { at } from '../numeric/vector.kernel.js';
import { SESSIONS_A_YEAR } from './realized-volatility.kernel.js';

/** Prices of sessions, oldest first, aligned and on one basis of adjustment. */
export interface Bars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/** Annual volatilities, ratios: 0.2 is 20 % a year. */
export interface RangeVolatility {
  readonly bars: number;
  /** Sample standard deviation of log returns from close to close. */
  readonly closeToClose: number;
  /** Parkinson (1980): from high and low; without drift and without gaps between sessions. */
  readonly parkinson: number;
  /** Garman and Klass (1980), in the form of range and open to close. */
  readonly garmanKlass: number;
  /** Rogers and Satchell (1991): right with a drift, without gaps. */
  readonly rogersSatchell: number;
  /** Yang and Zhang (2000): right with a drift and with gaps; leaves out the first bar, which has no close before it. */
  readonly yangZhang: number;
}

/**
 * Volatility from open, high, low and close. Bars with a missing price (NaN) are dropped, the rest count as consecutive.
 * Reason: too-few-observations below three bars.
 *
 * @throws RangeError for series of different length, a price that is not above 0, or a high or low within the bar.
 */
export function rangeVolatility(bars: Bars, periodsPerYear = SESSIONS_A_YEAR): Outcome<RangeVolatility> {
  const { y: open, factors } = completeRows({ y: bars.open, factors: [bars.high, bars.low, bars.close] });
  const [high = open, low = open, close = open] = factors;
  open.forEach((value, i) => {
    checkBar(value, at(high, i), at(low, i), at(close, i));
  });
  const count = open.length;
  if (count < 3) return skipped('too-few-observations');
  const logRatio = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => Math.log(value / at(b, i)));
  const [range, body] = [logRatio(high, low), logRatio(close, open)];
  const [up, down] = [logRatio(high, open), logRatio(low, open)];
  const rogersSatchell = body.map((step, i) => at(up, i) * (at(up, i) - step) + at(down, i) * (at(down, i) - step));
  const garmanKlass = range.map((width, i) => 0.5 * width ** 2 - (2 * Math.LN2 - 1) * at(body, i) ** 2);
  const overnight = logRatio(open.subarray(1), close);
  const steps = count - 1;
  const weight = 0.34 / (1.34 + (steps + 1) / (steps - 1));
  const yangZhang =
    sampleVariance(overnight) +
    weight * sampleVariance(body.subarray(1)) +
    (1 - weight) * mean(rogersSatchell.subarray(1));
  // Rounding may leave a flat series just below 0.
  const annual = (variance: number): number => Math.sqrt(Math.max(0, variance) * periodsPerYear);
  return computed({
    bars: count,
    closeToClose: annual(sampleVariance(logRatio(close.subarray(1), close))),
    parkinson: annual(mean(range.map((width) => width ** 2)) / (4 * Math.LN2)),
    garmanKlass: annual(mean(garmanKlass)),
    rogersSatchell: annual(mean(rogersSatchell)),
    yangZhang: annual(yangZhang),
  });
}

function checkBar(open: number, high: number, low: number, close: number): void {
  if (!(low > 0)) throw new RangeError('prices are above 0');
  if (high < Math.max(open, close, low) || low > Math.min(open, close)) {
    throw new RangeError('a high is the highest and a low the lowest price of its bar');
  }
}

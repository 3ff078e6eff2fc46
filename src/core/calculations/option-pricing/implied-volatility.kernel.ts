import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { type EuropeanOption, blackScholesMerton } from './black-scholes.kernel.js';

/** No quoted option has more, annual. */
const LARGEST_DEVIATION = 60;
const STEPS = 200;

/**
 * The annual volatility (a ratio) at which Black, Scholes and Merton's formula gives the price of a European option, per
 * unit of the underlying. A call and its put have one volatility, so the one out of the money is solved: its price keeps
 * digits that the intrinsic value would swallow. The root of the logarithm of the price is bracketed, then found by
 * Newton steps that fall back to bisection.
 * Reasons: no-solution for an expired option, and for a price at or below the discounted intrinsic value, or at or above
 * S e^(-qT) for a call, K e^(-rT) for a put: no volatility explains such a price.
 *
 * @throws RangeError for a spot or strike that is not above 0, a negative time, or what is no number.
 */
export function impliedVolatility(option: Omit<EuropeanOption, 'volatility'>, price: number): Outcome<number> {
  if (!Number.isFinite(price)) throw new RangeError('a price is a finite number');
  const floor = blackScholesMerton({ ...option, volatility: 0 }).price;
  const { type, spot, strike, timeToExpiry: time, rate, dividendYield } = option;
  const [asset, cash] = [spot * Math.exp(-dividendYield * time), strike * Math.exp(-rate * time)];
  if (time === 0 || price <= floor || price >= (type === 'CALL' ? asset : cash)) return skipped('no-solution');
  const outOfTheMoney: typeof option = { ...option, type: asset > cash ? 'PUT' : 'CALL' };
  const volatility = solve(outOfTheMoney, Math.log(price - floor));
  return volatility === null ? skipped('no-solution') : computed(volatility);
}

/** The price at volatility 0 of the option out of the money is 0, so its price is the time value of the other. */
function solve(option: Omit<EuropeanOption, 'volatility'>, target: number): number | null {
  let [low, high] = [0, LARGEST_DEVIATION / Math.sqrt(option.timeToExpiry)];
  let guess = Math.min(0.3, high / 2);
  for (let step = 0; step < STEPS; step++) {
    const { price, vega } = blackScholesMerton({ ...option, volatility: guess });
    const gap = Math.log(price) - target;
    if (gap === 0) return guess;
    if (gap > 0) high = guess;
    else low = guess;
    const newton = guess - (gap * price) / (vega ?? 0);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - guess) <= 1e-15 * guess) return next;
    guess = next;
  }
  return high - low < 1e-9 ? guess : null;
}

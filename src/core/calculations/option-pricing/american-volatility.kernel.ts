import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { binomialTree, type TreeFigures } from './american-tree.kernel.js';
import { blackScholesMerton, type EuropeanOption } from './black-scholes.kernel.js';
import { impliedVolatility } from './implied-volatility.kernel.js';

/** Of every tree that a volatility is looked for with; prices within 2e-4 of the larger of spot and strike. */
export const TREE_STEPS = 201;

/** Annual; no listed option is quoted at more. */
const LARGEST = 20;
const ROUNDS = 60;

/** What an American option is worth by a Leisen-Reimer tree of `TREE_STEPS` steps. */
export const americanByTree = (option: EuropeanOption): Outcome<TreeFigures> =>
  binomialTree(option, { tree: 'LEISEN_REIMER', steps: TREE_STEPS, style: 'AMERICAN' });

/**
 * The annual volatility (a ratio) at which the tree gives the price of an American option, per unit of the underlying.
 * Secant steps from the volatility that the price would imply without early exercise, kept in a bracket by bisection.
 * Reasons: no-solution for an expired option, for a price that exercise at once pays or more, and for one at or above the
 * spot of a call or the strike of a put: no volatility explains such a price.
 *
 * @throws RangeError as blackScholesMerton does, and for a price that is no number.
 */
export function americanVolatility(option: Omit<EuropeanOption, 'volatility'>, price: number): Outcome<number> {
  if (!Number.isFinite(price)) throw new RangeError('a price is a finite number');
  const { type, spot, strike, timeToExpiry } = option;
  const exercise = Math.max(0, type === 'CALL' ? spot - strike : strike - spot);
  const certain = blackScholesMerton({ ...option, volatility: 0 }).price;
  if (timeToExpiry === 0 || price <= Math.max(exercise, certain) || price >= (type === 'CALL' ? spot : strike)) {
    return skipped('no-solution');
  }
  // So far from the money that the moves overflow, the tree is worth what is certain.
  const gapAt = (volatility: number): number => {
    const tree = americanByTree({ ...option, volatility });
    return (tree.ok ? tree.value.price : Math.max(exercise, certain)) - price;
  };
  const european = impliedVolatility(option, price);
  const start = european.ok && european.value < LARGEST ? european.value : 0.5;
  return solve(gapAt, start, (volatility) => blackScholesMerton({ ...option, volatility }).vega ?? 0);
}

function solve(gapAt: (volatility: number) => number, start: number, slopeAt: (v: number) => number): Outcome<number> {
  let [low, high] = [0, LARGEST];
  let [guess, slope] = [start, slopeAt(start)];
  let last: readonly [volatility: number, gap: number] | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const gap = gapAt(guess);
    if (gap === 0) return computed(guess);
    if (gap > 0) high = guess;
    else low = guess;
    if (last !== null && guess !== last[0]) slope = (gap - last[1]) / (guess - last[0]);
    last = [guess, gap];
    const secant = guess - gap / slope;
    const next = secant > low && secant < high ? secant : (low + high) / 2;
    if (Math.abs(next - guess) <= 1e-11 * guess)
      return next >= LARGEST * 0.999 ? skipped('no-solution') : computed(next);
    guess = next;
  }
  return high - low < 1e-7 * high ? computed(guess) : skipped('no-solution');
}

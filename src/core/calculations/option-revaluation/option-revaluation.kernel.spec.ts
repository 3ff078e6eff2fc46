import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesMerton } from '../option-pricing/black-scholes.kernel.js';
import { impliedGreeks } from '../option-pricing/option-greeks.kernel.js';
import { americanByTree } from '../option-pricing/american-volatility.kernel.js';
import { type RevaluableOption, revaluedReturns } from './option-revaluation.kernel.js';

const CONTRACT = { spot: 100, strike: 105, timeToExpiry: 0.2, rate: 0.04, dividendYield: 0.01 };

function explained(type: 'CALL' | 'PUT', style: 'AMERICAN' | 'EUROPEAN', price: number): RevaluableOption {
  const greeks = impliedGreeks({ ...CONTRACT, type }, price, style);
  if (!greeks.ok) throw new Error(greeks.reason);
  const terms = { ...CONTRACT, type, volatility: greeks.value.impliedVolatility };
  return { terms, price, delta: greeks.value.delta, isAmerican: style === 'AMERICAN' };
}
const CASES = [
  explained('CALL', 'EUROPEAN', 3),
  explained('PUT', 'EUROPEAN', 7.5),
  explained('CALL', 'AMERICAN', 3),
  explained('PUT', 'AMERICAN', 7.5),
];

describe('revaluedReturns', () => {
  it('of a European option are those of the formula, however large the move', () => {
    for (const option of CASES.slice(0, 2)) {
      const moves = Float64Array.of(-0.4, -0.01, 0.03, 0.5);
      const found = revaluedReturns(option, moves);
      for (const [t, moved] of moves.entries()) {
        const { price } = blackScholesMerton({ ...option.terms, spot: 100 * (1 + moved) });
        expect(found[t]).toBeCloseTo(price / option.price - 1, 10);
      }
    }
  });

  it('of an American option are near those of a tree for the moves of a day', () => {
    for (const option of CASES.slice(2)) {
      for (const moved of [-0.08, -0.03, -0.01, 0.01, 0.03, 0.08]) {
        const tree = americanByTree({ ...option.terms, spot: 100 * (1 + moved) });
        if (!tree.ok) throw new Error(tree.reason);
        const [found] = revaluedReturns(option, Float64Array.of(moved));
        // Of the spot: 5 cents of 100.
        expect(Math.abs(found! * option.price - (tree.value.price - option.price))).toBeLessThan(0.05);
      }
    }
  });

  it('are nothing without a move, and follow the delta for a small one', () => {
    for (const option of CASES) {
      const [none, small] = revaluedReturns(option, Float64Array.of(0, 1e-5));
      expect(none).toBeCloseTo(0, 12);
      expect((small! * option.price) / 1e-3).toBeCloseTo(option.delta, 3);
    }
  });

  it('never take a holder more than the price, nor an American option below what exercise pays', () => {
    const move = fc.double({ min: -1.5, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...CASES), move, (option, moved) => {
        const [found] = revaluedReturns(option, Float64Array.of(moved));
        expect(found).toBeGreaterThanOrEqual(-1 - 1e-12);
        if (!option.isAmerican) return;
        const spot = Math.max(0, 100 * (1 + moved));
        const exercise = Math.max(0, option.terms.type === 'CALL' ? spot - 105 : 105 - spot);
        expect((found! + 1) * option.price).toBeGreaterThanOrEqual(exercise - 1e-9);
      }),
    );
  });

  it('are missing where the underlying has none', () => {
    expect(revaluedReturns(CASES[0]!, Float64Array.of(Number.NaN))[0]).toBeNaN();
  });
});

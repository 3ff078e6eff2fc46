import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../shared/outcome.js';
import { americanByTree, americanVolatility, TREE_STEPS } from './american-volatility.kernel.js';
import { binomialTree } from './american-tree.kernel.js';
import { blackScholesMerton, type EuropeanOption } from './black-scholes.kernel.js';
import { americanGreeks, exerciseStyle, impliedGreeks } from './option-greeks.kernel.js';

const options: fc.Arbitrary<EuropeanOption> = fc.record({
  type: fc.constantFrom('CALL' as const, 'PUT' as const),
  spot: fc.double({ min: 60, max: 160, noNaN: true }),
  strike: fc.double({ min: 80, max: 120, noNaN: true }),
  timeToExpiry: fc.double({ min: 0.05, max: 2, noNaN: true }),
  rate: fc.double({ min: 0.01, max: 0.08, noNaN: true }),
  dividendYield: fc.double({ min: 0.005, max: 0.06, noNaN: true }),
  volatility: fc.double({ min: 0.15, max: 0.8, noNaN: true }),
});
function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const priceOf = (option: EuropeanOption): number => value(americanByTree(option)).price;
const finePrice = (option: EuropeanOption): number =>
  value(binomialTree(option, { tree: 'LEISEN_REIMER', steps: 801, style: 'AMERICAN' })).price;
const exerciseOf = ({ type, spot, strike }: EuropeanOption): number =>
  Math.max(0, type === 'CALL' ? spot - strike : strike - spot);
/** Held for certain today, and for its volatility: the price stands clear of what exercise, now or at the end, pays. */
const isHeld = (option: EuropeanOption): boolean =>
  priceOf(option) > Math.max(exerciseOf(option), blackScholesMerton({ ...option, volatility: 0 }).price) + 0.05;
const RUNS = { numRuns: 25 };

describe('americanVolatility', () => {
  it('finds the volatility that a tree was priced with', () => {
    fc.assert(
      fc.property(options.filter(isHeld), (option) => {
        expect(value(americanVolatility(option, priceOf(option)))).toBeCloseTo(option.volatility, 7);
      }),
      RUNS,
    );
  });

  it('finds none for what exercise pays, for less, for too much and on the last day', () => {
    const put = { type: 'PUT', spot: 80, strike: 100, timeToExpiry: 0.5, rate: 0.04, dividendYield: 0 } as const;
    for (const price of [20, 19.5, 100, 120]) expect(americanVolatility(put, price).ok).toBe(false);
    expect(americanVolatility({ ...put, timeToExpiry: 0 }, 21)).toEqual({ ok: false, reason: 'no-solution' });
    expect(americanVolatility(put, 20.5).ok).toBe(true);
  });

  it('goes by trees that are within 2e-4 of finer ones', () => {
    fc.assert(
      fc.property(options, (option) => {
        const finer = { tree: 'LEISEN_REIMER', steps: 4 * TREE_STEPS + 1, style: 'AMERICAN' } as const;
        const scale = Math.max(option.spot, option.strike);
        expect(Math.abs(priceOf(option) - value(binomialTree(option, finer)).price)).toBeLessThan(2e-4 * scale);
      }),
      RUNS,
    );
  });
});

describe('americanGreeks', () => {
  it('equal finite differences of the price', () => {
    fc.assert(
      fc.property(options.filter(isHeld), (option) => {
        const greeks = value(americanGreeks(option));
        // Of finer trees: where exercise is near, prices of coarse ones are no smooth function of anything.
        const slope = (field: 'spot' | 'volatility' | 'rate' | 'timeToExpiry', step: number): number =>
          (finePrice({ ...option, [field]: option[field] + step }) -
            finePrice({ ...option, [field]: option[field] - step })) /
          (2 * step);
        expect(Math.abs(slope('spot', 0.1) - greeks.delta)).toBeLessThan(4e-3);
        expect(Math.abs(slope('volatility', 2e-3) / 100 - greeks.vegaPerPoint)).toBeLessThan(1e-2);
        expect(Math.abs(slope('rate', 1e-3) / 100 - greeks.rhoPerPoint)).toBeLessThan(4e-2);
        expect(Math.abs(-slope('timeToExpiry', 2e-3) / 365 - greeks.thetaPerDay)).toBeLessThan(4e-3);
        expect(greeks.gamma).toBeGreaterThan(-1e-9);
      }),
      RUNS,
    );
  });
});

describe('impliedGreeks', () => {
  const call = { type: 'CALL', spot: 100, strike: 100, timeToExpiry: 0.25, rate: 0.04, dividendYield: 0 } as const;

  it('gives Hull’s figures of a European call, in points and days', () => {
    // Hull, Options, Futures and Other Derivatives, chapter on the Greek letters: S 49, K 50, r 5 %, σ 20 %, 20 weeks.
    const option = { ...call, spot: 49, strike: 50, rate: 0.05, timeToExpiry: 0.3846 };
    const { price } = blackScholesMerton({ ...option, volatility: 0.2 });
    const greeks = value(impliedGreeks(option, price, 'EUROPEAN'));
    expect(greeks.impliedVolatility).toBeCloseTo(0.2, 10);
    expect(greeks.delta).toBeCloseTo(0.522, 3);
    expect(greeks.gamma).toBeCloseTo(0.066, 3);
    expect(greeks.vegaPerPoint).toBeCloseTo(0.121, 3);
    expect(greeks.thetaPerDay).toBeCloseTo(-4.31 / 365, 4);
    expect(greeks.rhoPerPoint).toBeCloseTo(0.0891, 4);
  });

  it('takes the formula for an American call without dividends, and a tree for its put', () => {
    expect(value(impliedGreeks(call, 5, 'AMERICAN')).model).toBe('black-scholes-merton');
    expect(value(impliedGreeks(call, 5, 'AMERICAN'))).toEqual(value(impliedGreeks(call, 5, 'EUROPEAN')));
    expect(value(impliedGreeks({ ...call, type: 'PUT' }, 4.5, 'AMERICAN')).model).toBe('leisen-reimer');
    expect(value(impliedGreeks({ ...call, dividendYield: 0.03 }, 5, 'AMERICAN')).model).toBe('leisen-reimer');
  });

  it('keeps put-call parity: deltas of a European pair differ by e^(-qT), gamma and vega are the same', () => {
    fc.assert(
      fc.property(options, (option) => {
        const pair = (['CALL', 'PUT'] as const).map((type) => {
          const { price } = blackScholesMerton({ ...option, type });
          return impliedGreeks({ ...option, type }, price, 'EUROPEAN');
        });
        fc.pre(pair.every(({ ok }) => ok));
        const [long, short] = [value(pair[0]!), value(pair[1]!)];
        expect(long.delta - short.delta).toBeCloseTo(Math.exp(-option.dividendYield * option.timeToExpiry), 6);
        expect(Math.abs(long.gamma - short.gamma)).toBeLessThan(1e-6);
        expect(Math.abs(long.vegaPerPoint - short.vegaPerPoint)).toBeLessThan(1e-5);
      }),
      RUNS,
    );
  });

  it('has nothing to say of an option at its intrinsic value or below, or on its last day', () => {
    const put = { ...call, type: 'PUT', spot: 80 } as const;
    for (const price of [20, 19]) {
      expect(impliedGreeks(put, price, 'AMERICAN')).toEqual({ ok: false, reason: 'no-solution' });
    }
    expect(impliedGreeks({ ...call, timeToExpiry: 0 }, 1, 'EUROPEAN').ok).toBe(false);
  });
});

describe('exerciseStyle', () => {
  it('is European for options on indexes alone', () => {
    expect(['SPX', 'VIX', '^RUT'].map(exerciseStyle)).toEqual(['EUROPEAN', 'EUROPEAN', 'EUROPEAN']);
    expect(['SPY', 'AAPL', 'OEX'].map(exerciseStyle)).toEqual(['AMERICAN', 'AMERICAN', 'AMERICAN']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logReturns, returnPanel, simpleReturns } from './returns.kernel.js';

const NONE = Number.NaN;
const of = (...values: number[]): Float64Array => Float64Array.from(values);
const price = fc.double({ min: 0.01, max: 1000, noNaN: true });
const anyPrices = fc.array(price, { minLength: 2, maxLength: 60 }).map((values) => Float64Array.from(values));

describe('simpleReturns', () => {
  it('compares each session with the one before', () => {
    expect([...simpleReturns(of(100, 110, 99))]).toEqual([expect.closeTo(0.1, 15), expect.closeTo(-0.1, 15)]);
    expect(simpleReturns(of(100))).toHaveLength(0);
    expect(simpleReturns(of())).toHaveLength(0);
  });

  it('has none on either side of a missing price', () => {
    expect([...simpleReturns(of(NONE, 100, NONE, 121, 242))]).toEqual([NONE, NONE, NONE, 1]);
  });

  it('bridges a gap when asked, leaving the gap itself empty', () => {
    expect([...simpleReturns(of(NONE, 100, NONE, 150, 300), 'bridge')]).toEqual([NONE, NONE, 0.5, 1]);
  });

  it('ends at a price of 0', () => {
    expect([...simpleReturns(of(5, 0, 0, 2, 3))]).toEqual([-1, NONE, NONE, 0.5]);
    expect([...logReturns(of(5, 0, 2))]).toEqual([NONE, NONE]);
  });

  it('refuses a negative price', () => {
    expect(() => simpleReturns(of(3, -0.5))).toThrow('a price is negative: -0.5');
  });

  it('does not depend on the currency, and compounds to the whole', () => {
    fc.assert(
      fc.property(anyPrices, fc.double({ min: 0.1, max: 10, noNaN: true }), (prices, rate) => {
        const returns = simpleReturns(prices);
        const foreign = simpleReturns(prices.map((value) => value * rate));
        returns.forEach((value, i) => {
          expect(Math.abs(foreign[i]! - value)).toBeLessThan(1e-12 * (1 + Math.abs(value)));
        });
        const growth = returns.reduce((product, value) => product * (1 + value), 1);
        expect(growth / (prices.at(-1)! / prices[0]!)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('logReturns', () => {
  it('add up to the whole, and are the logarithm of simple ones', () => {
    fc.assert(
      fc.property(anyPrices, (prices) => {
        const returns = logReturns(prices);
        const total = returns.reduce((sum, value) => sum + value, 0);
        expect(total).toBeCloseTo(Math.log(prices.at(-1)! / prices[0]!), 9);
        simpleReturns(prices).forEach((value, i) => {
          expect(returns[i]).toBeCloseTo(Math.log1p(value), 9);
        });
      }),
    );
  });
});

describe('returnPanel', () => {
  const sessions = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];
  const prices = [of(1, 2, 4, 8), of(10, NONE, 5, 10)];

  it('keeps every session when series stand alone', () => {
    expect(returnPanel(sessions, prices, 'simple', 'adjacent')).toEqual({
      ok: true,
      value: { sessions: sessions.slice(1), returns: [of(1, 1, 1), of(NONE, NONE, 1)] },
    });
  });

  it('spans the sessions that any series misses when taken together', () => {
    expect(returnPanel(sessions, prices, 'simple', 'listwise')).toEqual({
      ok: true,
      value: { sessions: ['2024-01-04', '2024-01-05'], returns: [of(3, 1), of(-0.5, 1)] },
    });
  });

  it('has nothing to compare in a single session', () => {
    const none = { ok: false, reason: 'too-few-observations' };
    expect(returnPanel(['2024-01-02'], [of(1)], 'simple', 'adjacent')).toEqual(none);
    expect(returnPanel(sessions, [of(1, NONE, 1, NONE), of(NONE, 1, NONE, 1)], 'log', 'listwise')).toEqual(none);
    expect(() => returnPanel(sessions, [of(1, 2)], 'simple', 'bridge')).toThrow('prices are not aligned');
  });
});

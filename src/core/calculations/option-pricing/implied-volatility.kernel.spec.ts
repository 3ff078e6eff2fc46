import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesMerton } from './black-scholes.kernel.js';
import { impliedVolatility } from './implied-volatility.kernel.js';

const option = { type: 'CALL', spot: 100, strike: 100, timeToExpiry: 1, rate: 0.03, dividendYield: 0.01 } as const;
const none = { ok: false, reason: 'no-solution' };

describe('impliedVolatility', () => {
  it('gives the volatility back at which an option was priced', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('CALL' as const, 'PUT' as const),
        fc.double({ min: 60, max: 160, noNaN: true }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.double({ min: 0.15, max: 1.5, noNaN: true }),
        (type, strike, timeToExpiry, volatility) => {
          const terms = { ...option, type, strike, timeToExpiry };
          const { price, vega } = blackScholesMerton({ ...terms, volatility });
          // Where the price hardly moves with volatility, its last digits do not hold it.
          if (vega! < 1e-3) return;
          const found = impliedVolatility(terms, price);
          expect(found.ok && Math.abs(found.value - volatility)).toBeLessThan(1e-8);
        },
      ),
    );
  });

  it('has no solution outside the bounds of arbitrage, and none after expiry', () => {
    expect(impliedVolatility(option, 100 * Math.exp(-0.01))).toEqual(none);
    expect(impliedVolatility({ ...option, spot: 130 }, 29)).toEqual(none);
    expect(impliedVolatility(option, 0)).toEqual(none);
    expect(impliedVolatility({ ...option, timeToExpiry: 0 }, 5)).toEqual(none);
  });

  it('refuses a price that is no number', () => {
    expect(() => impliedVolatility(option, Number.NaN)).toThrow(RangeError);
  });
});

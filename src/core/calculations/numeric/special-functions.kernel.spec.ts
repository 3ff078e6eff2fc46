import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  erf,
  erfc,
  incompleteBeta,
  logGamma,
  lowerIncompleteGamma,
  upperIncompleteGamma,
} from './special-functions.kernel.js';

const positive = fc.double({ min: 0.05, max: 60, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('logGamma', () => {
  it('is the logarithm of a factorial, and of √π at one half', () => {
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
    expect(() => logGamma(0)).toThrow(RangeError);
  });

  it('grows by ln x from x to x + 1', () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 11);
      }),
    );
  });
});

describe('incomplete gamma functions', () => {
  it('sum to 1 and reduce to the exponential at a = 1', () => {
    fc.assert(
      fc.property(positive, positive, (a, x) => {
        expect(lowerIncompleteGamma(a, x) + upperIncompleteGamma(a, x)).toBeCloseTo(1, 13);
        expect(upperIncompleteGamma(1, x) / Math.exp(-x)).toBeCloseTo(1, 11);
      }),
    );
    expect([lowerIncompleteGamma(2, 0), upperIncompleteGamma(2, 0)]).toEqual([0, 1]);
  });
});

describe('error functions', () => {
  it('are odd, complementary and exact at 0', () => {
    expect([erf(0), erfc(0)]).toEqual([0, 1]);
    expect(erf(-1)).toBe(-erf(1));
    expect(erf(0.7) + erfc(0.7)).toBeCloseTo(1, 15);
    expect([erf(Infinity), erfc(Infinity), erfc(-Infinity), erfc(28)]).toEqual([1, 0, 2, 0]);
    expect([erf(NaN), erfc(NaN)]).toEqual([NaN, NaN]);
  });

  // Fifty digits by mpmath, rounded.
  it.each([
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [3, 2.209049699858544e-5],
    [4, 1.5417257900280019e-8],
    [5, 1.5374597944280349e-12],
    [10, 2.088487583762545e-45],
  ])('erfc(%d) has all of its digits', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-15);
    expect(Math.abs(erf(x) - (1 - expected))).toBeLessThan(1e-15);
  });

  it('are the incomplete gamma functions of one half', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 20, noNaN: true }), (x) => {
        expect(erfc(x) / upperIncompleteGamma(0.5, x * x)).toBeCloseTo(1, 11);
        expect(erf(x) / lowerIncompleteGamma(0.5, x * x)).toBeCloseTo(1, 11);
        expect(erfc(-x)).toBeCloseTo(2 - erfc(x), 15);
      }),
    );
  });
});

describe('incompleteBeta', () => {
  it('mirrors, and is x itself for a = b = 1', () => {
    fc.assert(
      fc.property(positive, positive, unit, (a, b, x) => {
        expect(incompleteBeta(a, b, x) + incompleteBeta(b, a, 1 - x, x)).toBeCloseTo(1, 11);
        expect(incompleteBeta(1, 1, x)).toBeCloseTo(x, 13);
      }),
    );
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
  });
});

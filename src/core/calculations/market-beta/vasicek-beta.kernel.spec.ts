import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vasicekAdjustedBeta } from './vasicek-beta.kernel.js';

describe('vasicekAdjustedBeta', () => {
  it('weighs by the inverse of the variances', () => {
    expect(vasicekAdjustedBeta(2, 0.5, { mean: 1, standardDeviation: 0.5 })).toBeCloseTo(1.5, 14);
    expect(vasicekAdjustedBeta(2, 0, { mean: 1, standardDeviation: 0.5 })).toBe(2);
  });

  it('lies between the raw beta and the prior', () => {
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(number(-3, 5), number(0, 3), number(-1, 2), number(0.01, 2), (beta, error, mean, deviation) => {
        const adjusted = vasicekAdjustedBeta(beta, error, { mean, standardDeviation: deviation });
        expect(adjusted).toBeGreaterThanOrEqual(Math.min(beta, mean) - 1e-12);
        expect(adjusted).toBeLessThanOrEqual(Math.max(beta, mean) + 1e-12);
      }),
    );
  });

  it('refuses a negative error, and two certainties', () => {
    expect(() => vasicekAdjustedBeta(1, -1, { mean: 1, standardDeviation: 1 })).toThrow(RangeError);
    expect(() => vasicekAdjustedBeta(1, 0, { mean: 1, standardDeviation: 0 })).toThrow(RangeError);
  });
});

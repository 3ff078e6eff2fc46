import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completePairs,
  isConstant,
  mean,
  presentValues,
  sampleCovariance,
  sampleStandardDeviation,
  sampleVariance,
} from './series.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const number = fc.double({ min: -100, max: 100, noNaN: true });
const anySeries = fc.array(number, { minLength: 2, maxLength: 40 }).map((values) => Float64Array.from(values));

describe('moments', () => {
  it('divide by one less than the count', () => {
    expect(mean(of(1, 2, 3, 4))).toBe(2.5);
    expect(sampleVariance(of(1, 2, 3, 4))).toBeCloseTo(5 / 3, 15);
    expect(sampleStandardDeviation(of(2, 4))).toBeCloseTo(Math.SQRT2, 15);
    expect(sampleCovariance(of(1, 2, 3), of(2, 4, 6))).toBeCloseTo(2, 15);
  });

  it('have no value when there are too few numbers, or one is missing', () => {
    expect(mean(of())).toBeNaN();
    expect(sampleVariance(of(1))).toBeNaN();
    expect(sampleVariance(of(1, 1, Number.NaN))).toBeNaN();
    expect(sampleCovariance(of(1), of(1))).toBeNaN();
  });

  it('keep their digits when the mean is large against the spread', () => {
    expect(sampleVariance(of(1e9 + 1, 1e9 + 2, 1e9 + 3))).toBe(1);
  });

  it('are exactly 0 for a constant series whose mean is not exact', () => {
    expect(sampleVariance(new Float64Array(7).fill(0.1))).toBe(0);
    expect(sampleCovariance(new Float64Array(3).fill(0.1), of(1, 2, 5))).toBe(0);
  });

  it('scale, shift and permute as they ought to', () => {
    fc.assert(
      fc.property(anySeries, fc.double({ min: 0.5, max: 2, noNaN: true }), number, (values, scale, shift) => {
        const variance = sampleVariance(values);
        const close = (actual: number, expected: number): void => {
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));
        };
        close(sampleVariance(values.map((value) => scale * value + shift)), scale * scale * variance);
        close(sampleVariance(values.toReversed()), variance);
        close(sampleCovariance(values, values), variance);
      }),
    );
  });

  it('refuse series that are not aligned', () => {
    expect(() => sampleCovariance(of(1, 2), of(1, 2, 3))).toThrow('series of 2 and 3 values are not aligned');
  });
});

describe('isConstant', () => {
  it('sees through rounding, at every scale', () => {
    expect(isConstant(of(0.1, 0.1, 0.1 + 1e-16))).toBe(true);
    expect(isConstant(of(1e-9, 1.001e-9))).toBe(false);
    expect(isConstant(of(0, 0, 0))).toBe(true);
    expect(isConstant(of(0, 1e-300))).toBe(false);
    expect(isConstant(of())).toBe(true);
    expect(isConstant(of(1, Number.NaN))).toBe(false);
  });
});

describe('missing values', () => {
  it('are dropped in order', () => {
    expect([...presentValues(of(Number.NaN, 1, Number.NaN, 2))]).toEqual([1, 2]);
  });

  it('drop their pair', () => {
    const { a, b } = completePairs(of(1, Number.NaN, 3, 4), of(5, 6, Number.NaN, 8));
    expect([[...a], [...b]]).toEqual([
      [1, 4],
      [5, 8],
    ]);
  });

  it('cost no copy when there are none', () => {
    const values = of(1, 2);
    expect(presentValues(values)).toBe(values);
    expect(completePairs(values, values).a).toBe(values);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks, kendallTau } from './rank.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const anySeries = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 30 });

describe('ranks', () => {
  it('count from 1 and share ties', () => {
    expect(averageRanks(of(10, 30, 20, 20))).toEqual(of(1, 4, 2.5, 2.5));
    expect(averageRanks(of(5, 5, 5))).toEqual(of(2, 2, 2));
    expect(averageRanks(of())).toEqual(of());
  });

  it('sum to n (n + 1) / 2, ties or not', () => {
    fc.assert(
      fc.property(anySeries, (values) => {
        const sum = averageRanks(Float64Array.from(values)).reduce((total, rank) => total + rank, 0);
        expect(sum).toBe((values.length * (values.length + 1)) / 2);
      }),
    );
  });
});

describe("Kendall's tau", () => {
  it('is the share of pairs in order less that of pairs out of order', () => {
    expect(kendallTau(of(1, 2, 3, 4), of(1, 2, 4, 3))).toBeCloseTo(4 / 6, 15);
    expect(kendallTau(of(1, 2, 3), of(9, 5, 1))).toBe(-1);
  });

  it('corrects for ties as scipy does', () => {
    expect(kendallTau(of(12, 2, 1, 12, 2), of(1, 4, 7, 1, 0))).toBeCloseTo(-0.4714045207910316, 14);
  });

  it('does not exist when one series has only ties', () => {
    expect(kendallTau(of(1, 1, 1), of(1, 2, 3))).toBeNaN();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chiSquaredUpperTail,
  fUpperTail,
  normalCdf,
  normalDensity,
  normalQuantile,
  normalTwoSided,
  studentTCdf,
  studentTDensity,
  studentTQuantile,
  studentTTwoSided,
} from './distribution.kernel.js';

const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
const degrees = fc.double({ min: 1, max: 400, noNaN: true });
const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

describe('normal distribution', () => {
  it('has the tabulated values', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 14);
    expect(relative(normalCdf(-30), 4.906713927148187e-198)).toBeLessThan(1e-11);
    expect(normalTwoSided(-1.96)).toBeCloseTo(0.04999579029644087, 14);
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  });

  it('has a quantile that undoes it', () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(relative(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-12);
      }),
    );
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([-Infinity, 0, Infinity]);
    expect(() => normalQuantile(1.1)).toThrow('1.1 is not a probability');
  });
});

describe('Student t distribution', () => {
  it('is Cauchy at one degree of freedom and normal at very many', () => {
    expect(studentTCdf(1, 1)).toBeCloseTo(0.75, 14);
    expect(studentTDensity(0, 1)).toBeCloseTo(1 / Math.PI, 14);
    expect(studentTCdf(1.96, 1e9)).toBeCloseTo(normalCdf(1.96), 8);
    expect(studentTTwoSided(Infinity, 5)).toBe(0);
    expect(() => studentTTwoSided(1, 0)).toThrow(RangeError);
  });

  it('has a quantile that undoes it', () => {
    fc.assert(
      fc.property(probability, degrees, (p, df) => {
        expect(relative(studentTCdf(studentTQuantile(p, df), df), p)).toBeLessThan(1e-10);
      }),
    );
    expect([0, 0.5, 1].map((p) => studentTQuantile(p, 4))).toEqual([-Infinity, 0, Infinity]);
    expect(studentTQuantile(0.5 - 1e-7, 1)).toBeCloseTo(-Math.tan(Math.PI * 1e-7), 15);
  });

  it('has a wider tail with fewer degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 6, noNaN: true }), degrees, (t, df) => {
        expect(studentTTwoSided(t, df)).toBeGreaterThan(normalTwoSided(t));
      }),
    );
  });
});

describe('chi-squared and F tails', () => {
  it('agree with the squares of normal and t variables', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 8, noNaN: true }), degrees, (x, df) => {
        expect(relative(chiSquaredUpperTail(x * x, 1), normalTwoSided(x))).toBeLessThan(1e-11);
        expect(relative(fUpperTail(x * x, 1, df), studentTTwoSided(x, df))).toBeLessThan(1e-11);
      }),
    );
    expect([chiSquaredUpperTail(0, 3), fUpperTail(-1, 2, 3)]).toEqual([1, 1]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outcome } from '../../../shared/outcome.js';
import { eigenSymmetric } from '../numeric/eigen.kernel.js';
import { type Matrix, at, diagonal, distanceBetween, symmetricOf } from '../numeric/matrix.kernel.js';
import { clippedCorrelation, isPositiveSemiDefinite, nearestCorrelation } from './psd-repair.kernel.js';

const of = (...rows: number[][]): Matrix => rows.map((row) => Float64Array.from(row));
function valueOf(outcome: Outcome<Matrix>): Matrix {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const equal = (size: number, rho: number): Matrix => symmetricOf(size, (i, j) => (i === j ? 1 : rho));
const anyCorrelations = fc
  .tuple(
    fc.integer({ min: 2, max: 5 }),
    fc.array(fc.double({ min: -0.9, max: 0.9, noNaN: true }), { minLength: 25, maxLength: 25 }),
  )
  .map(([size, cells]) => symmetricOf(size, (i, j) => (i === j ? 1 : cells[i * size + j]!)));
const REPAIRS = [
  { name: 'clipping', repair: clippedCorrelation },
  { name: 'the nearest matrix', repair: (matrix: Matrix) => nearestCorrelation(matrix, { precision: 1e-11 }) },
];

describe.each(REPAIRS)('repair by $name', ({ repair }) => {
  it('leaves no negative eigenvalue, a diagonal of 1 and cells up to 1', () => {
    fc.assert(
      fc.property(anyCorrelations, (matrix) => {
        const repaired = valueOf(repair(matrix));
        expect(eigenSymmetric(repaired).values[0]).toBeGreaterThanOrEqual(-1e-9);
        expect([...diagonal(repaired)]).toEqual(Array<number>(matrix.length).fill(1));
        for (const row of repaired) for (const cell of row) expect(Math.abs(cell)).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it('returns a sound matrix as it is', () => {
    const matrix = equal(4, 0.3);
    expect(valueOf(repair(matrix))).toBe(matrix);
  });

  it('brings four assets that can not all be that opposed to -1/3', () => {
    expect(at(valueOf(repair(equal(4, -0.5))), 0, 3)).toBeCloseTo(-1 / 3, 8);
  });

  it('refuses what is no correlation matrix', () => {
    expect(() => repair(of([1, 0.5]))).toThrow('not 1 x 1');
    expect(() => repair(of([1, 0.5], [0.4, 1]))).toThrow('not symmetric');
    expect(() => repair(of([2, 0], [0, 1]))).toThrow('diagonal');
    expect(() => repair(of([1, Number.NaN], [Number.NaN, 1]))).toThrow(RangeError);
  });
});

describe('the nearest correlation matrix', () => {
  it('is never farther than the clipped one', () => {
    fc.assert(
      fc.property(anyCorrelations, (matrix) => {
        const [nearest, clipped] = [valueOf(nearestCorrelation(matrix)), valueOf(clippedCorrelation(matrix))];
        expect(distanceBetween(nearest, matrix)).toBeLessThanOrEqual(distanceBetween(clipped, matrix) + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('is not made up when the steps do not end', () => {
    expect(nearestCorrelation(equal(4, -0.5), { maxSteps: 1 })).toEqual({ ok: false, reason: 'no-solution' });
    expect(isPositiveSemiDefinite(equal(4, -0.5))).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composed, eigenSymmetric } from './eigen.kernel.js';
import { type Matrix, at, distanceBetween, dot, symmetricOf, times, trace } from './matrix.kernel.js';

const of = (...rows: number[][]): Matrix => rows.map((row) => Float64Array.from(row));
const cell = fc.double({ min: -10, max: 10, noNaN: true });
const anySymmetric = fc
  .integer({ min: 1, max: 8 })
  .chain((size) => fc.array(cell, { minLength: size * size, maxLength: size * size }).map((cells) => ({ size, cells })))
  .map(({ size, cells }) => symmetricOf(size, (i, j) => cells[i * size + j]!));

describe('eigenvalues', () => {
  it('are those of the textbook', () => {
    const { values, vectors } = eigenSymmetric(of([2, 1], [1, 2]));
    expect([...values]).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
    expect(Math.abs(at(vectors, 1, 0))).toBeCloseTo(Math.SQRT1_2, 14);
  });

  it('are the diagonal of a diagonal matrix, sorted, however far apart', () => {
    expect([...eigenSymmetric(of([3, 0, 0], [0, 1e-12, 0], [0, 0, -5])).values]).toEqual([-5, 1e-12, 3]);
  });

  it('are 1 - rho and 1 + (n - 1) rho when all correlations are rho', () => {
    const { values } = eigenSymmetric(symmetricOf(5, (i, j) => (i === j ? 1 : 0.3)));
    expect([...values]).toEqual([0.7, 0.7, 0.7, 0.7, 2.2].map((value) => expect.closeTo(value, 13)));
  });

  it('sum to the trace, belong to unit vectors and give the matrix again', () => {
    fc.assert(
      fc.property(anySymmetric, (matrix) => {
        const { values, vectors } = eigenSymmetric(matrix);
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace(matrix), 9);
        expect(distanceBetween(composed({ values, vectors }), matrix)).toBeLessThan(1e-10);
        for (const [k, vector] of vectors.entries()) {
          expect(dot(vector, vector)).toBeCloseTo(1, 12);
          const turned = times(matrix, vector);
          for (const [i, value] of turned.entries()) expect(value).toBeCloseTo(values[k]! * vector[i]!, 9);
        }
      }),
    );
  });

  it('are refused for a matrix that is not square or has a missing cell', () => {
    expect(() => eigenSymmetric(of([1, 2]))).toThrow(RangeError);
    expect(() => eigenSymmetric(of([1, Number.NaN], [Number.NaN, 1]))).toThrow(RangeError);
  });
});

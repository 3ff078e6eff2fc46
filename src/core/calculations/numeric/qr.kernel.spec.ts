import { describe, expect, it } from 'vitest';
import { pivotedQr } from './qr.kernel.js';
import { singularDecomposition } from './svd.kernel.js';
import { combine, dot } from './vector.kernel.js';

const columns = [Float64Array.of(1, 2, 3, 4), Float64Array.of(9, 7, -8, 1), Float64Array.of(0, 1, 0, -1)];

describe('pivotedQr', () => {
  it('has orthonormal vectors, and an inverse that gives each column back', () => {
    const { rank, basis, inverse } = pivotedQr(columns);
    expect(rank).toBe(3);
    basis.forEach((a, i) => {
      basis.forEach((b, j) => {
        expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 14);
      });
    });
    columns.forEach((column, i) => {
      const loadings = Float64Array.from(basis, (vector) => dot(vector, column));
      inverse!.forEach((row, j) => {
        expect(dot(row, loadings)).toBeCloseTo(i === j ? 1 : 0, 14);
      });
    });
  });

  it('sees a column that depends on others', () => {
    const twice = columns[0]!.map((value, i) => 2 * value - columns[1]![i]!);
    expect(pivotedQr([...columns, twice])).toMatchObject({ rank: 3, inverse: null });
  });
});

describe('singularDecomposition', () => {
  it('gives the matrix back', () => {
    const { scaledLeft, right, values } = singularDecomposition(columns);
    columns.forEach((column, i) => {
      const weights = Float64Array.from(right, (vector) => vector[i]!);
      combine(weights, scaledLeft, 4).forEach((value, row) => {
        expect(value).toBeCloseTo(column[row]!, 12);
      });
    });
    expect(dot(values, values)).toBeCloseTo(
      columns.reduce((sum, column) => sum + dot(column, column), 0),
      10,
    );
  });
});

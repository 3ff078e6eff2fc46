import { assertSquare, at, type Matrix } from './matrix.kernel.js';

/**
 * Whether a symmetric matrix plus `ridge` on its diagonal is positive definite, by Cholesky's factorisation: n^3 / 3
 * steps, a small part of what its eigenvalues take. A missing cell (NaN) makes it false.
 */
export function isPositiveDefinite(matrix: Matrix, ridge = 0): boolean {
  assertSquare(matrix);
  const size = matrix.length;
  const lower = matrix.map(() => new Float64Array(size));
  for (const [i, row] of lower.entries()) {
    for (const [j, other] of lower.slice(0, i + 1).entries()) {
      let sum = at(matrix, i, j) + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= (row[k] ?? Number.NaN) * (other[k] ?? Number.NaN);
      if (i === j && !(sum > 0)) return false;
      row[j] = i === j ? Math.sqrt(sum) : sum / (other[j] ?? Number.NaN);
    }
  }
  return true;
}

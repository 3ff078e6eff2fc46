import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { composed, eigenSymmetric } from '../numeric/eigen.kernel.js';
import { type Matrix, assertSquare, at, distanceBetween, element, mapMatrix } from '../numeric/matrix.kernel.js';

/**
 * Correlations that were estimated pair by pair may contradict each other: some mix of the positions would then have a
 * negative variance. Two ways back to a matrix without negative eigenvalues and with a diagonal of 1.
 * A matrix whose smallest eigenvalue is at least -1e-10 is returned as it is. Throws a RangeError for a matrix that is
 * not square, has a missing cell, is not symmetric, or does not have a diagonal of 1.
 */
const SMALLEST_ALLOWED = -1e-10;

/** Whether no mix of the positions has a negative variance, but for rounding. */
export const isPositiveSemiDefinite = (matrix: Matrix): boolean =>
  element(eigenSymmetric(matrix).values, 0) >= SMALLEST_ALLOWED;

/**
 * Negative eigenvalues set to 0, then scaled back to a diagonal of 1 (statsmodels corr_clipped with threshold 0). One
 * decomposition; near the original, though not the nearest. zero-variance when nothing of a row is left.
 */
export function clippedCorrelation(correlation: Matrix): Outcome<Matrix> {
  assertCorrelation(correlation);
  const eigen = eigenSymmetric(correlation);
  if (element(eigen.values, 0) >= SMALLEST_ALLOWED) return computed(correlation);
  const clipped = composed({ ...eigen, values: eigen.values.map((value) => Math.max(0, value)) });
  for (const [i] of clipped.entries()) if (at(clipped, i, i) <= 1e-14) return skipped('zero-variance');
  return computed(
    mapMatrix(clipped, (value, i, j) => (i === j ? 1 : value / Math.sqrt(at(clipped, i, i) * at(clipped, j, j)))),
  );
}

export interface NearestOptions {
  /** Largest change of a whole step at which the steps end. */
  readonly precision?: number;
  readonly maxSteps?: number;
}

/**
 * The nearest correlation matrix in the Frobenius norm, by Higham (2002), "Computing the nearest correlation matrix - a
 * problem from finance", IMA Journal of Numerical Analysis 22: projections in turn onto the matrices without negative
 * eigenvalues, with Dykstra's correction, and onto those with a diagonal of 1 (R Matrix::nearPD(corr = TRUE)).
 * Each step takes an eigen-decomposition. no-solution when the steps have not ended after `maxSteps`.
 */
export function nearestCorrelation(
  correlation: Matrix,
  { precision = 1e-12, maxSteps = 5_000 }: NearestOptions = {},
): Outcome<Matrix> {
  assertCorrelation(correlation);
  if (isPositiveSemiDefinite(correlation)) return computed(correlation);
  let nearest = correlation;
  let correction = mapMatrix(correlation, () => 0);
  for (let step = 0; step < maxSteps; step++) {
    const corrected = mapMatrix(nearest, (value, i, j) => value - at(correction, i, j));
    const projected = withoutNegative(corrected);
    correction = mapMatrix(projected, (value, i, j) => value - at(corrected, i, j));
    const next = mapMatrix(projected, (value, i, j) => (i === j ? 1 : value));
    const change = distanceBetween(next, nearest);
    nearest = next;
    if (change <= precision) return computed(mapMatrix(nearest, clamped));
  }
  return skipped('no-solution');
}

function withoutNegative(matrix: Matrix): Matrix {
  const { values, vectors } = eigenSymmetric(matrix);
  return composed({ values: values.map((value) => Math.max(0, value)), vectors });
}

function assertCorrelation(matrix: Matrix): void {
  assertSquare(matrix);
  for (const [i, row] of matrix.entries()) {
    if (Math.abs(element(row, i) - 1) > 1e-9) throw new RangeError('the diagonal of the correlation matrix is not 1');
    for (const [j, value] of row.entries()) {
      if (!(Math.abs(value - at(matrix, j, i)) <= 1e-12))
        throw new RangeError('the correlation matrix is not symmetric');
    }
  }
}

const clamped = (value: number): number => Math.max(-1, Math.min(1, value));

import { type Matrix, assertSquare, at, element, matrixOf, symmetricOf } from './matrix.kernel.js';

/**
 * Eigenvalues and vectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations,
 * section 8.5; the same values as numpy.linalg.eigh). Each rotation zeroes one cell beside the diagonal; sweeps end
 * when all of them are rounding. About 8 sweeps of 4 n^3 operations: meant for the few hundred positions of a portfolio.
 */
export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Row k is the unit vector that belongs to value k. */
  readonly vectors: Matrix;
}

const MAX_SWEEPS = 60;
/** Of the sum of all squares: what is beside the diagonal is then 1e-15 of the whole. */
const ROUNDING = 1e-30;

/** Only cells i <= j are read. Throws a RangeError for a matrix that is not square or holds a cell that is not finite. */
export function eigenSymmetric(matrix: Matrix): Eigen {
  assertSquare(matrix);
  const size = matrix.length;
  const a = symmetricOf(size, (i, j) => finite(at(matrix, i, j)));
  const vectors = matrixOf(size, (i, j) => (i === j ? 1 : 0));
  for (let sweep = 0; sweep < MAX_SWEEPS && !isDiagonal(a); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  const order = Array.from(a.keys()).sort((i, j) => at(a, i, i) - at(a, j, j));
  return {
    values: Float64Array.from(order, (i) => at(a, i, i)),
    vectors: order.flatMap((i) => vectors[i] ?? []),
  };
}

/** The symmetric matrix with the given values and vectors: the sum of value x vector x vector'. */
export function composed({ values, vectors }: Eigen): Matrix {
  const matrix = matrixOf(values.length, () => 0);
  for (const [k, vector] of vectors.entries()) {
    const value = element(values, k);
    if (value === 0) continue;
    for (const [i, row] of matrix.entries()) {
      const weight = value * element(vector, i);
      for (let j = 0; j < row.length; j++) row[j] = element(row, j) + weight * element(vector, j);
    }
  }
  // Of two cells that round differently, one.
  return symmetricOf(values.length, (i, j) => at(matrix, i, j));
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`a cell of the matrix is not finite: ${value}`);
  return value;
}

/** Whether what is left beside the diagonal is rounding against the whole. */
function isDiagonal(a: Matrix): boolean {
  let beside = 0;
  let all = 0;
  for (const [i, row] of a.entries()) {
    for (const [j, value] of row.entries()) {
      all += value * value;
      if (i !== j) beside += value * value;
    }
  }
  return beside <= ROUNDING * all;
}

/** One rotation in the plane of p and q, which makes a[p][q] zero; row k of `vectors` follows. */
function rotate(a: Matrix, vectors: Matrix, p: number, q: number): void {
  const beside = at(a, p, q);
  if (beside === 0) return;
  const theta = (at(a, q, q) - at(a, p, p)) / (2 * beside);
  // The smaller of the two angles, which is the stable one; hypot does not overflow for a tiny cell.
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  turnColumns(a, p, q, cosine, sine);
  turnRows(a, p, q, cosine, sine);
  turnRows(vectors, p, q, cosine, sine);
}

// Plain loops in the two below: they take all the time there is, and iterators would make that tenfold.

function turnColumns(matrix: Matrix, p: number, q: number, cosine: number, sine: number): void {
  for (const row of matrix) {
    const x = element(row, p);
    const y = element(row, q);
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
}

function turnRows(matrix: Matrix, p: number, q: number, cosine: number, sine: number): void {
  const [rowP, rowQ] = [matrix[p], matrix[q]];
  if (!rowP || !rowQ) return;
  for (let k = 0; k < rowP.length; k++) {
    const x = element(rowP, k);
    const y = element(rowQ, k);
    rowP[k] = cosine * x - sine * y;
    rowQ[k] = sine * x + cosine * y;
  }
}

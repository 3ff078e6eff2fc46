/**
 * Matrices as rows of doubles: row i, column j is `matrix[i][j]`. A cell that could not be computed is NaN, never 0.
 * Functions that expect a square matrix, or shapes that fit, throw a RangeError when they get another.
 */
export type Matrix = readonly Float64Array[];

/** The cell of row i and column j; NaN outside the matrix. */
export const at = (matrix: Matrix, i: number, j: number): number => matrix[i]?.[j] ?? Number.NaN;

/** Value i of a vector; NaN outside of it. */
export const element = (vector: Float64Array, i: number): number => vector[i] ?? Number.NaN;

/** The size x size matrix whose cells are cell(i, j). */
export function matrixOf(size: number, cell: (i: number, j: number) => number): Matrix {
  const matrix = zeros(size);
  for (const [i, row] of matrix.entries()) for (let j = 0; j < size; j++) row[j] = cell(i, j);
  return matrix;
}

const zeros = (size: number): Matrix => Array.from({ length: size }, () => new Float64Array(size));

/** The symmetric matrix whose cells are cell(i, j) for i <= j; each pair is computed once. */
export function symmetricOf(size: number, cell: (i: number, j: number) => number): Matrix {
  const matrix = zeros(size);
  for (const [i, row] of matrix.entries()) {
    for (let j = i; j < size; j++) {
      const value = cell(i, j);
      row[j] = value;
      const mirror = matrix[j];
      if (mirror) mirror[i] = value;
    }
  }
  return matrix;
}

export const mapMatrix = (matrix: Matrix, change: (value: number, i: number, j: number) => number): Matrix =>
  matrix.map((row, i) => {
    const changed = new Float64Array(row.length);
    for (let j = 0; j < row.length; j++) changed[j] = change(element(row, j), i, j);
    return changed;
  });

export const scale = (matrix: Matrix, factor: number): Matrix => mapMatrix(matrix, (value) => value * factor);

export const diagonal = (matrix: Matrix): Float64Array => Float64Array.from(matrix, (row, i) => element(row, i));

export function trace(matrix: Matrix): number {
  let sum = 0;
  for (const value of diagonal(matrix)) sum += value;
  return sum;
}

/** Sum of a[i] b[i]. */
export function dot(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) throw new RangeError(`vectors of ${a.length} and ${b.length} values do not fit`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += element(a, i) * element(b, i);
  return sum;
}

/** Matrix times vector. */
export const times = (matrix: Matrix, vector: Float64Array): Float64Array =>
  Float64Array.from(matrix, (row) => dot(row, vector));

/** Root of the sum of squared differences of all cells (Frobenius norm of a - b). */
export function distanceBetween(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (const [i, row] of a.entries()) {
    for (let j = 0; j < row.length; j++) sum += (element(row, j) - at(b, i, j)) ** 2;
  }
  return Math.sqrt(sum);
}

/** Throws a RangeError unless the matrix has as many columns as rows, `size` when given. */
export function assertSquare(matrix: Matrix, size = matrix.length): void {
  if (matrix.length !== size || matrix.some((row) => row.length !== size)) {
    throw new RangeError(`the matrix is not ${size} x ${size}`);
  }
}

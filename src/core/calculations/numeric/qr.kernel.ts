import { addScaled, at, dot, norm } from './vector.kernel.js';

/**
 * A matrix of n rows, given by its columns, as basis times R, columns taken largest first.
 */
export interface PivotedQr {
  /** Columns that do not depend on others. */
  readonly rank: number;
  /** `rank` orthonormal vectors of n values that span the columns. */
  readonly basis: readonly Float64Array[];
  /**
   * Of each column, in the order given, its row of the inverse of R: the least-squares coefficient of column i is the
   * sum over j of inverse[i][j] * (basis[j] . y). Null when columns depend on each other: no coefficient is determined.
   */
  readonly inverse: readonly Float64Array[] | null;
}

/**
 * Householder triangularisation with column pivoting (Businger and Golub 1965).
 * A column whose part outside the span of those before is not above `tolerance` times the largest column counts as
 * dependent; columns should be of like scale.
 */
export function pivotedQr(columns: readonly Float64Array[], tolerance = 1e-8): PivotedQr {
  const rows = columns[0]?.length ?? 0;
  const rest = columns.map((column, index) => ({ index, values: Float64Array.from(column) }));
  const done: { index: number; values: Float64Array }[] = [];
  const reflectors: Float64Array[] = [];
  let largest = 0;
  while (rest.length > 0 && done.length < rows) {
    const step = done.length;
    const lengths = rest.map(({ values }) => norm(values, step));
    const length = Math.max(...lengths);
    if (step === 0) largest = length;
    if (!(length > tolerance * largest)) break;
    const [pivot] = rest.splice(lengths.indexOf(length), 1);
    if (!pivot) break;
    const reflector = reflectorOf(pivot.values, step, length);
    for (const { values } of [pivot, ...rest]) reflect(values, reflector, step);
    reflectors.push(reflector);
    done.push(pivot);
  }
  const basis = done.map((_, j) => {
    const unit = new Float64Array(rows);
    unit[j] = 1;
    for (let step = reflectors.length - 1; step >= 0; step--) reflect(unit, reflectors[step] ?? unit, step);
    return unit;
  });
  return { rank: done.length, basis, inverse: rest.length > 0 ? null : inverseRows(done) };
}

/** The vector whose mirror maps the part of a column from `step` on to its first axis; of length sqrt(2). */
function reflectorOf(column: Float64Array, step: number, length: number): Float64Array {
  const vector = Float64Array.from(column).fill(0, 0, step);
  vector[step] = at(vector, step) + (at(vector, step) < 0 ? -length : length);
  const scale = Math.SQRT2 / norm(vector);
  return vector.map((value) => value * scale);
}

function reflect(values: Float64Array, reflector: Float64Array, step: number): void {
  addScaled(values, reflector, -dot(reflector, values, step), step);
}

/** Back substitution of R against the unit matrix, rows put back into the order of the columns. */
function inverseRows(done: readonly { index: number; values: Float64Array }[]): Float64Array[] {
  const size = done.length;
  const rows: Float64Array[] = done.map(() => new Float64Array(size));
  for (let i = size - 1; i >= 0; i--) {
    const row = new Float64Array(size);
    row[i] = 1;
    for (let j = i + 1; j < size; j++) {
      const below = rows[done[j]?.index ?? 0];
      if (below) addScaled(row, below, -at(done[j]?.values ?? row, i));
    }
    const diagonal = at(done[i]?.values ?? row, i);
    rows[done[i]?.index ?? 0] = row.map((value) => value / diagonal);
  }
  return rows;
}

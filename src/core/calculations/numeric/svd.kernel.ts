import { at, dot, norm } from './vector.kernel.js';

const SWEEPS = 60;

/** A matrix Z of n rows and k columns as W V', where the columns of W are orthogonal and those of V orthonormal. */
export interface SingularDecomposition {
  /** k vectors of n values: singular value times left singular vector. */
  readonly scaledLeft: readonly Float64Array[];
  /** k right singular vectors of k values. */
  readonly right: readonly Float64Array[];
  /** In the order of the vectors, not sorted. */
  readonly values: Float64Array;
}

/** Singular value decomposition by one-sided Jacobi rotations (Hestenes 1958); accurate for small values as well. */
export function singularDecomposition(columns: readonly Float64Array[]): SingularDecomposition {
  const left = columns.map((column) => Float64Array.from(column));
  const right = columns.map((_, i) => Float64Array.from(columns, (_column, j) => (i === j ? 1 : 0)));
  const negligible = 1e-30 * Math.max(0, ...left.map((column) => dot(column, column)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) if (!turnAll(left, right, negligible)) break;
  return { scaledLeft: left, right, values: Float64Array.from(left, (column) => norm(column)) };
}

/** Makes every pair of columns orthogonal once; whether any was not yet. */
function turnAll(left: readonly Float64Array[], right: readonly Float64Array[], negligible: number): boolean {
  let turned = 0;
  left.forEach((a, i) => {
    for (let j = i + 1; j < left.length; j++) {
      const [b, va, vb] = [left[j] ?? a, right[i] ?? a, right[j] ?? a];
      const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
      if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb) || Math.min(aa, bb) <= negligible) continue;
      const zeta = (bb - aa) / (2 * ab);
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
      rotate(a, b, tangent);
      rotate(va, vb, tangent);
      turned += 1;
    }
  });
  return turned > 0;
}

function rotate(a: Float64Array, b: Float64Array, tangent: number): void {
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [at(a, i), at(b, i)];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

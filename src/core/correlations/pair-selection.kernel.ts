/** The pairs of the upper triangle, row by row; NaN where there is none. The largest holding first. */
export interface PackedPairs {
  readonly symbols: readonly string[];
  /** Signed shares of net asset value; NaN when that is not above 0. */
  readonly weights: readonly number[];
  readonly correlations: readonly number[];
  readonly overlaps: readonly number[];
  readonly pValues: readonly number[];
}

/**
 * A part of a stored correlation matrix: its first series, and of their pairs those with enough in common. Pairs are
 * packed as the upper triangle, row by row; NaN, and null in the answer, where there is no figure.
 */
export interface Packed extends PackedPairs {
  /** Over all pairs. */
  readonly average: number | null;
}

export interface Selected {
  readonly symbols: readonly string[];
  /** Row by row, both triangles; the diagonal is 1. */
  readonly correlations: readonly (readonly (number | null)[])[];
  /** Sessions in common; null on the diagonal, as are the p-values. */
  readonly overlaps: readonly (readonly (number | null)[])[];
  readonly pValues: readonly (readonly (number | null)[])[];
  /** Sum of w_i w_j rho_ij over the sum of |w_i w_j|, over the pairs selected; null when none is. */
  readonly average: number | null;
}

/** Throws a RangeError when the arrays do not fit. */
export function selectPairs(packed: Packed, maxSymbols: number, minOverlap: number): Selected {
  const size = packed.symbols.length;
  const pairs = (size * (size - 1)) / 2;
  if (packed.correlations.length !== pairs) throw new RangeError(`${size} symbols do not have so many pairs`);
  const count = Math.min(size, maxSymbols);
  const [correlations, overlaps, pValues] = [square(count), square(count), square(count)];
  let [sum, weight, isWhole] = [0, 0, count === size];
  for (let i = 0; i < count; i++) {
    put(correlations, i, i, 1);
    for (let j = i + 1; j < count; j++) {
      const k = placeOf(i, j, size);
      const overlap = packed.overlaps[k] ?? 0;
      const value = packed.correlations[k] ?? Number.NaN;
      put(overlaps, i, j, overlap);
      if (Number.isNaN(value)) continue;
      if (overlap < minOverlap) {
        isWhole = false;
        continue;
      }
      put(correlations, i, j, value);
      put(pValues, i, j, numberOrNull(packed.pValues[k]));
      const product = (packed.weights[i] ?? Number.NaN) * (packed.weights[j] ?? Number.NaN);
      sum += product * value;
      weight += Math.abs(product);
    }
  }
  // Of a negative net asset value there are no weights, though there is an average by size.
  const average = isWhole ? packed.average : numberOrNull(sum / weight);
  return { symbols: packed.symbols.slice(0, count), correlations, overlaps, pValues, average };
}

/** Place of the pair i < j among those of `size` series. */
export const placeOf = (i: number, j: number, size: number): number => i * size - (i * (i + 1)) / 2 + (j - i - 1);

const square = (size: number): (number | null)[][] =>
  Array.from({ length: size }, () => Array<number | null>(size).fill(null));

function put(cells: (number | null)[][], i: number, j: number, value: number | null): void {
  const [row, mirror] = [cells[i], cells[j]];
  if (row) row[j] = value;
  if (mirror) mirror[i] = value;
}

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

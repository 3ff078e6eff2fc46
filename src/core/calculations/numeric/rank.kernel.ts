import { assertAligned } from './series.kernel.js';

/** Statistics of order. Every function expects present values only (see `presentValues`). */

/** Rank of each value, 1 the smallest; equal values share the average of theirs (scipy.stats.rankdata). */
export function averageRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start] ?? 0];
    while (end < order.length && values[order[end] ?? 0] === value) end += 1;
    for (const i of order.subarray(start, end)) ranks[i] = (start + 1 + end) / 2;
  }
  return ranks;
}

/**
 * Kendall's tau-b: pairs in the same order less pairs in opposite order, over the root of the pairs without a tie in
 * a times those without one in b (scipy.stats.kendalltau). NaN when either series has only ties.
 * Compares every pair, which takes n^2 / 2 steps: meant for the few hundred sessions of a window.
 */
export function kendallTau(a: Float64Array, b: Float64Array): number {
  assertAligned(a, b);
  let [order, untiedA, untiedB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const signA = Math.sign((a[i] ?? Number.NaN) - (a[j] ?? Number.NaN));
      const signB = Math.sign((b[i] ?? Number.NaN) - (b[j] ?? Number.NaN));
      order += signA * signB;
      untiedA += Math.abs(signA);
      untiedB += Math.abs(signB);
    }
  }
  return untiedA === 0 || untiedB === 0 ? Number.NaN : order / Math.sqrt(untiedA * untiedB);
}

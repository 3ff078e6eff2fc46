import { describe, expect, it } from 'vitest';
import { isPositiveDefinite } from '../numeric/cholesky.kernel.js';
import { nearestCorrelation } from '../psd-repair/psd-repair.kernel.js';
import { type BookCorrelations, bookCorrelations, movingTogether } from './book-correlations.kernel.js';
import { correlationMatrix, correlationPValue } from './correlation.kernel.js';

const RULES = { minOverlap: 30, minShare: 0.01, maxCount: 50 };
const NONE = Number.NaN;
const market = Float64Array.from({ length: 90 }, (_, t) => 0.01 * Math.sin(0.7 * (t + 1)));
const asset = (beta: number, k: number): Float64Array =>
  market.map((x, t) => beta * x + 0.004 * Math.cos((1.9 + k) * (t + 1)));
const panel = [asset(1, 0), asset(1.2, 1), asset(-0.2, 2)];
function found(sizes: readonly number[], returns: readonly Float64Array[]): BookCorrelations {
  const outcome = bookCorrelations(Float64Array.from(sizes), returns, RULES);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

describe('bookCorrelations', () => {
  it('has the pairs of correlationMatrix, the largest holding first, with overlaps and p-values', () => {
    const { places, correlations, overlaps, pValues } = found([10, -30, 20], panel);
    const matrix = correlationMatrix(panel);
    expect(places).toEqual([1, 2, 0]);
    const pairs = [matrix[1]![2]!, matrix[1]![0]!, matrix[2]![0]!];
    expect([...correlations]).toEqual(pairs.map((value) => expect.closeTo(value, 12)));
    expect([...overlaps]).toEqual([90, 90, 90]);
    const p = correlationPValue(pairs[0]!, 90);
    expect(pValues[0]).toBeCloseTo(p.ok ? p.value : NONE, 12);
  });

  it('averages by the products of the signed weights, so that a hedge counts against', () => {
    const rho = correlationMatrix(panel)[0]![1]!;
    expect(found([10, 30, 0], panel).average).toBeCloseTo(rho, 12);
    expect(found([10, -30, 0], panel).average).toBeCloseTo(-rho, 12);
  });

  it('counts the sessions that a pair has, and has none for a pair with too few', () => {
    const [early, late] = [
      asset(1, 0).map((v, t) => (t < 50 ? v : NONE)),
      asset(1, 1).map((v, t) => (t > 40 ? v : NONE)),
    ];
    const { overlaps, correlations } = found([30, 20, 10], [early, late, panel[2]!]);
    expect([...overlaps]).toEqual([9, 50, 49]);
    expect(correlations[0]).toBeNaN();
  });

  it('mends correlations that contradict each other', () => {
    const part = (from: number, to: number, series: Float64Array): Float64Array =>
      series.map((value, t) => (t >= from && t < to ? value : NONE));
    const both = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, t) => (Number.isNaN(v) ? b[t]! : v));
    const minus = market.map((x) => -x);
    // 1 with 2 and 2 with 3 alike, 1 with 3 opposite, each pair in thirty sessions of its own.
    const one = both(part(0, 30, market), part(60, 90, market));
    const two = part(0, 60, market);
    const three = both(part(30, 60, market), part(60, 90, minus));
    const { matrix, repair } = found([3, 2, 1], [one, two, three]);
    expect(repair).toBe('higham');
    const contradicting = correlationMatrix([one, two, three], 'pearson', 30);
    expect(isPositiveDefinite(contradicting, 1e-10)).toBe(false);
    expect(isPositiveDefinite(matrix, 1e-10)).toBe(true);
    const nearest = nearestCorrelation(contradicting);
    for (const [i, row] of (nearest.ok ? nearest.value : []).entries()) {
      for (const [j, value] of row.entries()) expect(matrix[i]![j]).toBeCloseTo(value, 6);
    }
    expect(nearest.ok).toBe(true);
  });

  it('leaves out what is small, does not move or has no returns, and says why there is no figure', () => {
    const flat = new Float64Array(90);
    const none = new Float64Array(90).fill(NONE);
    expect(found([1000, 900, 5, 800, 700], [...panel, flat, none]).places).toEqual([0, 1]);
    const reason = (sizes: number[], returns: Float64Array[]): unknown =>
      bookCorrelations(Float64Array.from(sizes), returns, RULES);
    expect(reason([], [])).toEqual({ ok: false, reason: 'no-positions' });
    expect(reason([1, 1], [flat, panel[0]!])).toEqual({ ok: false, reason: 'too-few-observations' });
  });
});

describe('movingTogether', () => {
  const matrix = [Float64Array.of(1, 0.8, -0.9), Float64Array.of(0.8, 1, -0.7), Float64Array.of(-0.9, -0.7, 1)];

  it('joins what is correlated by the threshold or more, and no hedge', () => {
    expect(movingTogether(matrix, 0.7)).toEqual([
      { members: [0, 1], averageCorrelation: 0.8, toOthers: Float64Array.of(0.8, 0.8) },
    ]);
    expect(movingTogether(matrix, 0.81)).toEqual([]);
  });
});

describe('isPositiveDefinite', () => {
  it('tells a correlation matrix from one that contradicts itself', () => {
    expect(isPositiveDefinite([Float64Array.of(1, 0.5), Float64Array.of(0.5, 1)])).toBe(true);
    expect(isPositiveDefinite([Float64Array.of(1, 1.1), Float64Array.of(1.1, 1)])).toBe(false);
    expect(isPositiveDefinite([Float64Array.of(1, 1), Float64Array.of(1, 1)], 1e-10)).toBe(true);
    expect(isPositiveDefinite([Float64Array.of(1, NONE), Float64Array.of(NONE, 1)])).toBe(false);
  });
});

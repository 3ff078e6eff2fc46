import { describe, expect, it } from 'vitest';
import { placeOf, selectPairs } from './pair-selection.kernel.js';

const NONE = Number.NaN;
const packed = {
  symbols: ['A', 'B', 'C'],
  weights: [0.5, -0.3, 0.2],
  correlations: [0.8, 0.4, NONE],
  overlaps: [90, 40, 12],
  pValues: [0.01, 0.2, NONE],
  average: 0.123,
};

describe('selectPairs', () => {
  it('unpacks both triangles, and has null where there is no figure', () => {
    expect(selectPairs(packed, 50, 30)).toEqual({
      symbols: ['A', 'B', 'C'],
      correlations: [
        [1, 0.8, 0.4],
        [0.8, 1, null],
        [0.4, null, 1],
      ],
      overlaps: [
        [null, 90, 40],
        [90, null, 12],
        [40, 12, null],
      ],
      pValues: [
        [null, 0.01, 0.2],
        [0.01, null, null],
        [0.2, null, null],
      ],
      average: 0.123,
    });
  });

  it('averages what is left by the products of the signed weights', () => {
    expect(selectPairs(packed, 2, 30)).toMatchObject({
      symbols: ['A', 'B'],
      average: expect.closeTo(-0.8, 12) as number,
    });
    const { correlations, average } = selectPairs(packed, 50, 41);
    expect(correlations[0]).toEqual([1, 0.8, null]);
    expect(average).toBeCloseTo(-0.8, 12);
    expect(selectPairs(packed, 50, 91).average).toBeNull();
    expect(selectPairs({ ...packed, weights: [NONE, NONE, NONE] }, 2, 30).average).toBeNull();
  });

  it('finds pairs in their order, and refuses arrays that do not fit', () => {
    const places = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].filter((j) => j > i).map((j) => placeOf(i, j, 4)));
    expect(places).toEqual([0, 1, 2, 3, 4, 5]);
    expect(() => selectPairs({ ...packed, correlations: [1] }, 2, 30)).toThrow(RangeError);
  });
});

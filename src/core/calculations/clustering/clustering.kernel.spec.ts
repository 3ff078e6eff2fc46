import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matrix, at, symmetricOf } from '../numeric/matrix.kernel.js';
import {
  type Linkage,
  copheneticDistances,
  correlationDistances,
  cutAt,
  dendrogramOf,
  groupsOf,
} from './clustering.kernel.js';

const missing = Number.NaN;
const LINKAGES: readonly Linkage[] = ['single', 'complete', 'average'];
const of = (...rows: number[][]): Matrix => rows.map((row) => Float64Array.from(row));
/** Two pairs, and one between them that is a little nearer to the second. */
const FIVE = of([0, 1, 6, 7, 5], [1, 0, 7, 6, 5], [6, 7, 0, 2, 4], [7, 6, 2, 0, 4.5], [5, 5, 4, 4.5, 0]);
/** Roots of different whole numbers: neither they nor their means tie. */
const anyDistances = fc
  .tuple(
    fc.integer({ min: 1, max: 8 }),
    fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 64, maxLength: 64 }),
  )
  .map(([size, cells]) => symmetricOf(size, (i, j) => (i === j ? 0 : Math.sqrt(cells[i * 8 + j]!))));

describe('the distance of positions', () => {
  const correlation = of([1, -0.5, missing], [-0.5, 1, 0.5], [missing, 0.5, missing]);

  it('is 0 for what moves alike, and that of no correlation where there is none', () => {
    expect(correlationDistances(correlation)).toEqual(of([0, 1.5, 1], [1.5, 0, 0.5], [1, 0.5, 0]));
    expect(at(correlationDistances(correlation, 'one-minus-abs'), 0, 1)).toBe(0.5);
    expect(at(correlationDistances(correlation, 'sqrt-half'), 1, 2)).toBe(0.5);
  });

  it('does not exist beyond a correlation of 1', () => {
    expect(() => correlationDistances(of([1, 1.1], [1.1, 1]))).toThrow('not a correlation');
    expect(() => correlationDistances(of([1, 0]))).toThrow(RangeError);
  });
});

describe('a dendrogram', () => {
  it.each([
    { linkage: 'single', heights: [1, 2, 4, 5] },
    { linkage: 'complete', heights: [1, 2, 4.5, 7] },
    { linkage: 'average', heights: [1, 2, 4.25, 6] },
  ] as const)('merges by $linkage linkage at the heights worked by hand', ({ linkage, heights }) => {
    const { merges } = dendrogramOf(FIVE, linkage);
    expect(merges.map(({ height }) => height)).toEqual(heights);
    expect(merges.map(({ left, right, size }) => [left, right, size])).toEqual([
      [0, 1, 2],
      [2, 3, 2],
      [4, 6, 3],
      [5, 7, 5],
    ]);
  });

  it('is cut into clusters numbered by first appearance', () => {
    const tree = dendrogramOf(FIVE, 'average');
    expect([...cutAt(tree, 0.5)]).toEqual([0, 1, 2, 3, 4]);
    expect([...cutAt(tree, 2)]).toEqual([0, 0, 1, 1, 2]);
    expect(groupsOf(cutAt(tree, 5))).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect([...cutAt(tree, 6)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('is empty for no position, and has one cluster for one', () => {
    expect(groupsOf(cutAt(dendrogramOf([]), 1))).toEqual([]);
    expect(groupsOf(cutAt(dendrogramOf(of([0])), 1))).toEqual([[0]]);
    expect(() => dendrogramOf(of([0, missing], [missing, 0]))).toThrow('not a number');
  });

  it.each(LINKAGES)(
    'has heights that do not fall, and joins each pair at most at its height by %s linkage',
    (linkage) => {
      fc.assert(
        fc.property(anyDistances, fc.double({ min: 0, max: 32, noNaN: true }), (distances, threshold) => {
          const tree = dendrogramOf(distances, linkage);
          const heights = tree.merges.map(({ height }) => height);
          expect(heights).toEqual(heights.toSorted((a, b) => a - b));
          const [labels, cophenetic] = [cutAt(tree, threshold), copheneticDistances(tree)];
          for (const [i, a] of labels.entries()) {
            for (const [j, b] of labels.entries()) expect(a === b).toBe(at(cophenetic, i, j) <= threshold);
          }
        }),
      );
    },
  );

  it.each(LINKAGES)('does not depend on the order of positions by %s linkage', (linkage) => {
    fc.assert(
      fc.property(anyDistances, (distances) => {
        const last = distances.length - 1;
        const turned = symmetricOf(distances.length, (i, j) => at(distances, last - i, last - j));
        const [ours, theirs] = [distances, turned].map((matrix) => copheneticDistances(dendrogramOf(matrix, linkage)));
        for (const [i, row] of ours!.entries()) {
          for (const [j, height] of row.entries()) expect(at(theirs!, last - i, last - j)).toBeCloseTo(height, 9);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClusterMember, clusterNames } from './cluster-names.kernel.js';

const member = (
  symbol: string,
  marketValue: number,
  sector: string | null = null,
  ...tags: string[]
): ClusterMember => ({ symbol, marketValue, sector, tags });

describe('the name of a cluster', () => {
  it('is the sector that most of its value has, shorts by their size', () => {
    const cluster = [member('XOM', -60, 'Energy'), member('AAPL', 30, 'Technology'), member('CVX', 5, 'Energy')];
    expect(clusterNames([cluster])).toEqual(['Energy']);
  });

  it('is the tag that most of its value has, when no sector does', () => {
    const cluster = [
      member('XOM', 50, 'Energy', 'income', 'old'),
      member('T', 50, 'Communication', 'income', 'income'),
    ];
    expect(clusterNames([cluster])).toEqual(['income']);
  });

  it('is its largest symbols when nothing dominates', () => {
    expect(clusterNames([[member('B', 10, 'X'), member('A', 10, 'Y')]])).toEqual(['A and B']);
    expect(clusterNames([[member('A', 1), member('B', 2), member('C', 3), member('D', 4)]])).toEqual([
      'D, C and 2 more',
    ]);
  });

  it('is the symbol of a single position', () => {
    expect(clusterNames([[member('XOM', 50, 'Energy')]])).toEqual(['XOM']);
    expect(clusterNames([[member('XOM', 50, 'Energy'), member('XOM', 5, 'Energy')]])).toEqual(['XOM']);
  });

  it('tells clusters of one sector apart by their largest position', () => {
    const technology = [
      [member('AAPL', 9, 'Technology'), member('MSFT', 8, 'Technology')],
      [member('NVDA', 2, 'Technology'), member('AMD', 8, 'Technology')],
    ];
    expect(clusterNames(technology)).toEqual(['Technology (AAPL)', 'Technology (AMD)']);
  });

  it('counts members without a value the same', () => {
    const cluster = [member('A', 0, 'X'), member('B', Number.NaN, 'X'), member('C', 0, 'Y')];
    expect(clusterNames([cluster])).toEqual(['X']);
    expect(() => clusterNames([[]])).toThrow('no members');
  });

  it('does not depend on the order of members, and no two are the same', () => {
    const sector = fc.constantFrom('Energy', 'Technology', null);
    const members = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), sector), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(members, { minLength: 1, maxLength: 4 }), (drawn) => {
        const clusters = drawn.map((cluster, c) =>
          cluster.map(([value, name], i) => member(`S${c}${i}`, value, name, 'core')),
        );
        const names = clusterNames(clusters);
        expect(clusterNames(clusters.map((cluster) => cluster.toReversed()))).toEqual(names);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

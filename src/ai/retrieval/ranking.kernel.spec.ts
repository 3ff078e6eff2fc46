import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseRankings, type RankedItem } from './ranking.kernel.js';

const hit = (id: string, score = 1, documentId = `document of ${id}`): RankedItem => ({ id, documentId, score });
const ids = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);

describe('fuseRankings', () => {
  it('adds one over sixty plus the rank of each list', () => {
    const [first] = fuseRankings([{ items: [hit('a')] }, { items: [hit('b'), hit('a')] }], { limit: 1 });
    expect(first).toEqual({ id: 'a', documentId: 'document of a', score: 1 / 61 + 1 / 62, votes: 2 });
  });

  it('prefers what two lists agree on to the first of one', () => {
    const fused = fuseRankings([{ items: [hit('a'), hit('c')] }, { items: [hit('b'), hit('c')] }], { limit: 10 });
    expect(ids(fused)).toEqual(['c', 'a', 'b']);
  });

  it('ignores hits below the minimum score of their list', () => {
    const vector = { items: [hit('a', 0.7), hit('b', 0.2)], minimumScore: 0.3 };
    expect(ids(fuseRankings([vector, { items: [] }], { limit: 10 }))).toEqual(['a']);
    expect(fuseRankings([{ items: [hit('a', 0.1)], minimumScore: 0.3 }], { limit: 10 })).toEqual([]);
  });

  it('keeps the best chunk of a document', () => {
    const items = [hit('a1', 3, 'a'), hit('a2', 2, 'a'), hit('b1', 1, 'b')];
    expect(ids(fuseRankings([{ items }], { limit: 2 }))).toEqual(['a1', 'b1']);
  });

  it('counts a chunk that a list repeats once', () => {
    expect(fuseRankings([{ items: [hit('a'), hit('a')] }], { limit: 5 })[0]).toMatchObject({ score: 1 / 61, votes: 1 });
  });

  it('does not depend on the order of the lists', () => {
    const list = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'))
      .map((all) => ({ items: all.map((id) => hit(id)) }));
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), (lists) => {
        const forwards = fuseRankings(lists, { limit: 10 });
        const backwards = fuseRankings([...lists].reverse(), { limit: 10 });
        expect(ids(backwards)).toEqual(ids(forwards));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSectorTags } from './sector-tag.kernel.js';

describe('planSectorTags', () => {
  it('groups lots by sector, whatever capitals and blanks, in order of name', () => {
    const plan = planSectorTags([
      { id: 'a', sector: 'Technology' },
      { id: 'b', sector: ' technology ' },
      { id: 'c', sector: null },
      { id: 'd', sector: 'Energy' },
      { id: 'e', sector: '  ' },
    ]);
    expect(plan).toEqual({
      sectors: [
        { name: 'Energy', lotIds: ['d'] },
        { name: 'Technology', lotIds: ['a', 'b'] },
      ],
      skipped: 2,
    });
  });

  it('gives every lot one tag of a name that fits, or skips it', () => {
    const lots = fc.array(fc.record({ id: fc.uuid(), sector: fc.option(fc.string({ maxLength: 80 })) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(lots, (given) => {
        const { sectors, skipped } = planSectorTags(given);
        const placed = sectors.flatMap(({ lotIds }) => lotIds);
        expect(placed.length + skipped).toBe(given.length);
        expect(sectors.every(({ name }) => name.length >= 1 && name.length <= 50 && name === name.trim())).toBe(true);
        expect(new Set(sectors.map(({ name }) => name.toLowerCase())).size).toBe(sectors.length);
      }),
    );
  });
});

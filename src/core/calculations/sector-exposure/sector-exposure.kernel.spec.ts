import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sectorExposure, type SectorPosition, UNCLASSIFIED } from './sector-exposure.kernel.js';

const held = (value: number, sector: string | null, parts: SectorPosition['parts'] = null): SectorPosition => ({
  value,
  sector,
  parts,
  lots: 1,
});
const NONE = new Map<string, number>();
const of = (positions: SectorPosition[], benchmark: ReadonlyMap<string, number> = NONE) => {
  const outcome = sectorExposure(positions, benchmark);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
};

describe('sectorExposure', () => {
  it('adds values by size, and looks through funds as far as they are known', () => {
    const fund = [
      { sector: 'Technology', weight: 0.5 },
      { sector: 'Energy', weight: 0.2 },
    ];
    const { weights, netValues, lots, unclassifiedValue, unclassifiedLots } = of([
      held(300, 'Information Technology'),
      held(-100, 'Energy'),
      held(500, null, fund),
      held(100, null),
    ]);
    expect(Object.fromEntries(weights)).toEqual({
      Energy: expect.closeTo(0.2, 12),
      'Information Technology': expect.closeTo(0.55, 12),
      [UNCLASSIFIED]: expect.closeTo(0.25, 12),
    });
    expect(netValues.get('Energy')).toBeCloseTo(0, 12);
    expect(Object.fromEntries(lots)).toEqual({ Energy: 2, 'Information Technology': 2, [UNCLASSIFIED]: 1 });
    expect(unclassifiedValue).toBeCloseTo(250, 12);
    expect(unclassifiedLots).toBe(1);
  });

  it('says where it is above and below the benchmark, in one naming', () => {
    const benchmark = new Map([
      ['Technology', 0.3],
      ['Energy', 0.3],
      ['Utilities', 0.4],
    ]);
    const { active, largestOverweight, largestUnderweight } = of(
      [held(60, 'Information Technology'), held(40, null)],
      benchmark,
    );
    expect(Object.fromEntries(active)).toEqual({
      Energy: -0.3,
      'Information Technology': expect.closeTo(0.3, 12),
      Utilities: -0.4,
      [UNCLASSIFIED]: 0.4,
    });
    expect([largestOverweight, largestUnderweight]).toEqual(['Information Technology', 'Utilities']);
  });

  it('compares with nothing where no benchmark is known', () => {
    expect(of([held(1, 'Energy')])).toMatchObject({ active: NONE, largestOverweight: null, largestUnderweight: null });
  });

  it('has nothing to say of a book without value', () => {
    expect(sectorExposure([], NONE)).toEqual({ ok: false, reason: 'no-positions' });
    expect(sectorExposure([held(0, 'Energy')], NONE)).toEqual({ ok: false, reason: 'no-positions' });
  });

  it('has weights that sum to one, whatever is held', () => {
    const sector = fc.constantFrom('Energy', 'Financials', null);
    const parts = fc.option(
      fc.array(fc.record({ sector, weight: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 5 }),
    );
    const position = fc.record({
      value: fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((value) => Math.abs(value) > 1),
      lots: fc.constant(1),
      sector,
      parts,
    });
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 20 }), (positions) => {
        const sum = [...of(positions).weights.values()].reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });
});

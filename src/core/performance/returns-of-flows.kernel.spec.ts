import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benchmarkReturn } from './benchmark-return.kernel.js';
import { modifiedDietz } from './dietz.kernel.js';
import { annualized, overDays, xirr } from './money-weighted-return.kernel.js';
import { returnsOver } from './performance-returns.kernel.js';
import { timeWeightedReturn } from './time-weighted-return.kernel.js';

const dayOf = (offset: number): string => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);
const values = fc.array(fc.integer({ min: 100, max: 10_000 }), { minLength: 2, maxLength: 20 });

describe('timeWeightedReturn', () => {
  it('does not depend on the size of flows', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50_000 }), (growth, amount) => {
        const plain = growth.map((value, i) => ({ date: dayOf(i), value }));
        const paid = plain.map(({ date, value }, i) => {
          const share = i === 0 ? 0 : (amount * value) / growth[0]!;
          return { date, value: value + share };
        });
        const flows = [{ date: dayOf(1), amount, timing: 'start' as const }];
        const expected = timeWeightedReturn(plain, []);
        const actual = timeWeightedReturn(paid, flows);
        if (!expected.ok || !actual.ok) throw new Error('unreachable: values are positive');
        expect(actual.value.total).toBeCloseTo(expected.value.total, 8);
      }),
    );
  });

  it('needs a value on the day of a flow, and something to begin with', () => {
    const days = [
      { date: '2024-01-02', value: 100 },
      { date: '2024-01-04', value: 110 },
    ];
    const flow = { date: '2024-01-03', amount: 5, timing: 'start' as const };
    expect(timeWeightedReturn(days, [flow])).toEqual({ ok: false, reason: 'missing-valuation' });
    expect(timeWeightedReturn([{ date: '2024-01-02', value: -1 }, days[1]!], [])).toEqual({
      ok: false,
      reason: 'non-positive-equity',
    });
    expect(timeWeightedReturn(days.slice(1), [])).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(() => timeWeightedReturn([...days].reverse(), [])).toThrow(RangeError);
  });
});

describe('xirr', () => {
  it('does not change when every flow is scaled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 30, max: 900 }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        (end, days, scale) => {
          const flows = [
            { date: dayOf(0), amount: -1000 },
            { date: dayOf(days), amount: end },
          ];
          const one = xirr(flows);
          const scaled = xirr(flows.map(({ date, amount }) => ({ date, amount: amount * scale })));
          if (one.ok && scaled.ok) {
            expect((scaled.value - one.value) / Math.max(1, Math.abs(one.value))).toBeCloseTo(0, 6);
          } else expect(scaled).toEqual(one);
        },
      ),
      {
        examples: [
          [1100, 365, 3],
          [1000, 30, 0.01],
        ],
      },
    );
  });

  it('is what growth was a year, and over the days of the flows that growth itself', () => {
    const rate = xirr([
      { date: '2024-01-01', amount: -100 },
      { date: '2024-07-01', amount: 105 },
    ]);
    expect(rate).toEqual({ ok: true, value: expect.closeTo(1.05 ** (365 / 182) - 1, 12) });
    expect(overDays(rate, 182)).toEqual({ ok: true, value: expect.closeTo(0.05, 12) });
  });

  it('has no answer when several rates fit', () => {
    const flows = [
      { date: '2023-01-01', amount: -1600 },
      { date: '2024-01-01', amount: 10_000 },
      { date: '2024-12-31', amount: -10_000 },
    ];
    expect(xirr(flows)).toEqual({ ok: false, reason: 'no-solution' });
  });
});

describe('annualized', () => {
  it('begins with a year', () => {
    expect(annualized({ ok: true, value: 0.1 }, 364)).toEqual({ ok: false, reason: 'not-applicable' });
    expect(annualized({ ok: true, value: 0.21 }, 730)).toEqual({ ok: true, value: expect.closeTo(0.1, 12) });
  });
});

describe('returnsOver', () => {
  it('gives one return by all three methods when nothing is paid in or out', () => {
    fc.assert(
      fc.property(values, (growth) => {
        const days = growth.map((value, i) => ({ date: dayOf(i * 20), value }));
        const { timeWeighted, modifiedDietz: dietz, moneyWeighted } = returnsOver(days, []);
        const expected = growth.at(-1)! / growth[0]! - 1;
        for (const one of [timeWeighted, dietz]) expect(one).toEqual({ ok: true, value: expect.closeTo(expected, 9) });
        // A rate a year that no investment has is not given.
        if (moneyWeighted.ok) expect(moneyWeighted.value).toBeCloseTo(expected, 6);
      }),
    );
  });

  it('weighs a flow by the days it was there', () => {
    const days = [
      { date: '2024-01-01', value: 1000 },
      { date: '2024-01-31', value: 1650 },
    ];
    const flow = { date: '2024-01-16', amount: 600, timing: 'end' as const };
    // 15 of 30 days: 50 ÷ (1,000 + 300).
    const dietz = modifiedDietz(days, [flow]);
    expect(dietz.ok && dietz.value.value).toEqual({ ok: true, value: expect.closeTo(50 / 1300, 12) });
  });
});

describe('benchmarkReturn', () => {
  const close = (date: string, price: number, split = 1, dividend = 0, basis: 'raw' | 'total_return' = 'raw') => {
    return { date, close: price, split, dividend, basis };
  };

  it('counts dividends and splits that the prices do not contain', () => {
    const closes = [close('2024-01-02', 100), close('2024-01-03', 51, 2), close('2024-01-04', 51, 1, 1)];
    expect(benchmarkReturn(closes, '2024-01-02', '2024-01-04')).toEqual({
      ok: true,
      value: expect.closeTo((102 / 100) * (52 / 51) - 1, 12),
    });
    const adjusted = closes.map((one) => ({ ...one, basis: 'total_return' as const }));
    expect(benchmarkReturn(adjusted, '2024-01-02', '2024-01-04')).toEqual({
      ok: true,
      value: expect.closeTo(-0.49, 12),
    });
  });

  it('needs closes on both ends', () => {
    expect(benchmarkReturn([], '2024-01-02', '2024-01-04')).toEqual({ ok: false, reason: 'no-benchmark' });
    expect(benchmarkReturn([close('2024-01-03', 1)], '2024-01-02', '2024-01-03')).toEqual({
      ok: false,
      reason: 'no-price',
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateBeta, type Part, returnOnContributions, totalValue, weightOf } from './aggregate.kernel.js';

const part = (netAssetValue: number | null, grossExposure: number, beta90d: number | null, betaCoverage = 1): Part => ({
  ...{ netAssetValue, grossExposure, beta90d, betaCoverage: beta90d === null ? null : betaCoverage },
});

describe('totalValue', () => {
  it('sums what is valued, and has no sum of nothing', () => {
    expect(totalValue([part(100, 0, null), part(null, 0, null), part(-30, 0, null)])).toEqual({ ok: true, value: 70 });
    expect(totalValue([part(null, 0, null)])).toEqual({ ok: false, reason: 'not-computed-yet' });
    expect(totalValue([])).toEqual({ ok: false, reason: 'not-computed-yet' });
  });

  it('gives weights that add up to one', () => {
    const money = fc.double({ min: 1, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(money, { minLength: 1, maxLength: 8 }), (values) => {
        const total = totalValue(values.map((value) => part(value, 0, null)));
        const sum = values.reduce((weights, value) => weights + weightOf(value, total)!, 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('aggregateBeta', () => {
  it('is the beta of all positions together, leverage and shorts included', () => {
    // 100 of equity holding 150 of beta 1.2 (portfolio beta 1.8), and 300 holding 200 long of 1 and 100 short of 2 (beta 0).
    const outcome = aggregateBeta([part(100, 150, 1.8), part(300, 300, 0)]);
    expect(outcome).toEqual({ ok: true, value: { value: (150 * 1.2 + 200 * 1 - 100 * 2) / 400, coverage: 1 } });
  });

  it('leaves out what has no beta, and says how much it rests on', () => {
    expect(aggregateBeta([part(100, 100, 1, 0.8), part(100, 20, null)])).toEqual({
      ok: true,
      value: { value: 0.5, coverage: 80 / 120 },
    });
  });

  it.each([
    ['too little of it has a beta', [part(100, 100, null), part(100, 50, 1)], 'insufficient-coverage'],
    ['nothing is valued', [part(null, 0, null)], 'not-computed-yet'],
    ['there is no equity', [part(-5, 100, 1)], 'non-positive-equity'],
    ['nothing is held', [part(100, 0, null)], 'no-positions'],
  ] as const)('has no value when %s', (_, parts, reason) => {
    expect(aggregateBeta(parts)).toEqual({ ok: false, reason });
  });
});

describe('returnOnContributions', () => {
  it('is P&L over what was paid in', () => {
    expect(returnOnContributions(120, 20)).toBe(0.2);
    expect(returnOnContributions(20, 20)).toBeNull();
  });
});

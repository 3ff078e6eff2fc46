import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Drawdown, annualGrowth, drawdown, wealthOf } from './drawdown.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
function drawdownOf(returns: Float64Array): Drawdown {
  const outcome = drawdown(returns);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const anyReturns = fc
  .array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values));

describe('the drawdown', () => {
  it('runs from the last time at the peak over the trough to the first time back', () => {
    // Wealth 1, 1.25, 1, 0.75, 1.5, 1.2.
    expect(drawdownOf(of(0.25, -0.2, -0.25, 1, -0.2))).toEqual({
      maxDrawdown: expect.closeTo(-0.4, 14),
      currentDrawdown: expect.closeTo(-0.2, 14),
      peakIndex: 1,
      troughIndex: 3,
      recoveryIndex: 4,
      longestUnderwater: 2,
      finalWealth: expect.closeTo(1.2, 14),
      observations: 5,
    });
  });

  it('counts from the start, leaves out what is missing, and may not have ended', () => {
    expect(drawdownOf(of(-0.1, Number.NaN, 0.05))).toMatchObject({
      peakIndex: 0,
      troughIndex: 1,
      recoveryIndex: null,
      longestUnderwater: 2,
      observations: 2,
    });
  });

  it('is 0 and nowhere when nothing was ever lost', () => {
    expect(drawdownOf(of(0.1, 0, 0.2))).toMatchObject({ maxDrawdown: 0, peakIndex: null, troughIndex: null });
  });

  it('lies between -1 and 0, is at least the current one, and is not made smaller by more returns', () => {
    fc.assert(
      fc.property(anyReturns, (returns) => {
        const { maxDrawdown, currentDrawdown } = drawdownOf(returns);
        expect(maxDrawdown).toBeLessThanOrEqual(0);
        expect(maxDrawdown).toBeGreaterThanOrEqual(-1);
        expect(currentDrawdown).toBeGreaterThanOrEqual(maxDrawdown);
        if (returns.length > 1)
          expect(drawdownOf(returns.subarray(0, -1)).maxDrawdown).toBeGreaterThanOrEqual(maxDrawdown);
      }),
    );
  });

  it('ends when all is lost, and refuses to lose more', () => {
    expect(drawdownOf(of(0.5, -1, 0.3))).toMatchObject({ maxDrawdown: -1, currentDrawdown: -1, finalWealth: 0 });
    expect(() => drawdown(of(0.1, -1.01))).toThrow('below -1');
    expect(drawdown(of(Number.NaN))).toEqual({ ok: false, reason: 'too-few-observations' });
  });

  it('goes with the growth a year of the same wealth', () => {
    expect([...wealthOf(of(1, -0.5))]).toEqual([1, 2, 1]);
    expect(annualGrowth(drawdownOf(of(0.1)), 2)).toBeCloseTo(0.21, 14);
  });
});

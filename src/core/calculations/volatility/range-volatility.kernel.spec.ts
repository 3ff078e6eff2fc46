import { describe, expect, it } from 'vitest';
import { rangeVolatility } from './range-volatility.kernel.js';

const flat = Float64Array.of(100, 100, 100, 100);

describe('rangeVolatility', () => {
  it('is 0 for a price that does not move', () => {
    const outcome = rangeVolatility({ open: flat, high: flat, low: flat, close: flat });
    const none = { closeToClose: 0, parkinson: 0, garmanKlass: 0, rogersSatchell: 0, yangZhang: 0 };
    expect(outcome).toEqual({ ok: true, value: { bars: 4, ...none } });
  });

  it("takes Parkinson's from the range alone", () => {
    const high = flat.map((value) => value * Math.exp(0.02));
    const outcome = rangeVolatility({ open: flat, high, low: flat, close: flat }, 1);
    expect(outcome.ok && outcome.value.parkinson).toBeCloseTo(0.02 / Math.sqrt(4 * Math.log(2)), 14);
    expect(outcome.ok && outcome.value.closeToClose).toBe(0);
  });

  it('drops bars with a missing price and needs three', () => {
    const open = Float64Array.of(100, Number.NaN, Number.NaN, 100);
    const outcome = rangeVolatility({ open, high: flat, low: flat, close: flat });
    expect(outcome).toEqual({ ok: false, reason: 'too-few-observations' });
  });

  it('refuses a high below the close, and a price of 0', () => {
    const close = flat.map((value) => value + 1);
    expect(() => rangeVolatility({ open: flat, high: flat, low: flat, close })).toThrow(RangeError);
    const zero = new Float64Array(4);
    expect(() => rangeVolatility({ open: zero, high: zero, low: zero, close: zero })).toThrow(RangeError);
  });
});

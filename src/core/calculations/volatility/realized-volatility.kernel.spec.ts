import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOrNull } from '../../../shared/outcome.js';
import {
  downsideVolatility,
  ewmaVolatility,
  fullSampleVolatility,
  percentileOfLatest,
  realizedVolatility,
  rollingVolatility,
  zeroMeanVolatility,
} from './realized-volatility.kernel.js';

const TOO_FEW = { ok: false, reason: 'too-few-observations' };
const of = (...values: number[]): Float64Array => Float64Array.from(values);
/** A smooth series with known volatilities (numpy 2.4). */
const returns = Float64Array.from({ length: 85 }, (_, i) => {
  const t = i + 1;
  return 1.2 * (0.01 * Math.sin(0.7 * t) + 0.0004) + 0.006 * Math.cos(1.9 * t) + 0.0002;
});
const anyReturns = fc
  .array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 3, maxLength: 60 })
  .map((values) => Float64Array.from(values));

describe('realizedVolatility', () => {
  it('has the published figures', () => {
    expect(valueOrNull(realizedVolatility(returns, 21))).toBeCloseTo(0.15436374001965156, 13);
    expect(valueOrNull(realizedVolatility(returns, 63))).toBeCloseTo(0.1516133290032024, 13);
  });

  it('looks at the last present returns only', () => {
    const gap = Float64Array.of(...returns.subarray(0, 80), Number.NaN, ...returns.subarray(80));
    expect(realizedVolatility(gap, 21)).toEqual(realizedVolatility(returns, 21));
    expect(realizedVolatility(Float64Array.of(9, ...returns), 85)).toEqual(fullSampleVolatility(returns));
  });

  it('has no value with too few returns, or in a window of one', () => {
    expect(realizedVolatility(returns, 86)).toEqual(TOO_FEW);
    expect(realizedVolatility(returns, 1)).toEqual(TOO_FEW);
    expect(fullSampleVolatility(of(0.01))).toEqual(TOO_FEW);
    expect(fullSampleVolatility(of())).toEqual(TOO_FEW);
    expect(() => realizedVolatility(returns, 2.5)).toThrow(RangeError);
  });

  it('is 0 for returns without variation, which is a value', () => {
    expect(realizedVolatility(new Float64Array(30).fill(0.001), 21)).toEqual({ ok: true, value: 0 });
  });

  it('scales with the returns and does not feel a shift', () => {
    const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(anyReturns, factor, fc.double({ min: -1, max: 1, noNaN: true }), (values, scale, shift) => {
        const moved = valueOrNull(fullSampleVolatility(values.map((value) => scale * value + shift)))!;
        const own = valueOrNull(fullSampleVolatility(values))!;
        expect(Math.abs(moved - scale * own)).toBeLessThan(1e-9 * (1 + scale * own));
      }),
    );
  });
});

describe('rollingVolatility', () => {
  it('ends at the realised volatility, and has none until the window is full', () => {
    fc.assert(
      fc.property(anyReturns, fc.integer({ min: 2, max: 20 }), (values, window) => {
        const rolling = rollingVolatility(values, window);
        expect(rolling).toHaveLength(values.length);
        expect(rolling.filter(Number.isNaN)).toHaveLength(Math.min(values.length, window - 1));
        if (values.length >= window) {
          expect(rolling.at(-1)).toBe(valueOrNull(realizedVolatility(values, window)));
        }
      }),
    );
    expect([...rollingVolatility(of(0.01, 0.02), 1)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('percentileOfLatest', () => {
  it('counts what is not above the last, itself included', () => {
    expect(percentileOfLatest(of(1, 4, 2, 2))).toEqual({ ok: true, value: 0.75 });
    expect(percentileOfLatest(of(Number.NaN, 3))).toEqual({ ok: true, value: 1 });
    expect(percentileOfLatest(of(Number.NaN))).toEqual(TOO_FEW);
  });
});

describe('the other estimators', () => {
  it('take the mean as 0, losses only, or recent returns first', () => {
    expect(zeroMeanVolatility(of(9, 0.03, -0.04), 2, 1)).toEqual({
      ok: true,
      value: expect.closeTo(0.025 * Math.SQRT2, 14),
    });
    expect(downsideVolatility(of(0.03, -0.04), 1)).toEqual({ ok: true, value: expect.closeTo(0.04 / Math.SQRT2, 14) });
    expect(ewmaVolatility(of(0.03, 0.04), 0.5, 1)).toEqual({
      ok: true,
      value: expect.closeTo(Math.sqrt((0.0016 + 0.5 * 0.0009) / 1.5), 14),
    });
  });

  it('have no value without returns', () => {
    expect([zeroMeanVolatility(of(), 1), downsideVolatility(of()), ewmaVolatility(of(), 0.94)]).toEqual([
      TOO_FEW,
      TOO_FEW,
      TOO_FEW,
    ]);
    expect(() => ewmaVolatility(returns, 0)).toThrow(RangeError);
  });

  it('agree when nothing fades and nothing is gained', () => {
    fc.assert(
      fc.property(anyReturns, (values) => {
        const losses = values.map((value) => -Math.abs(value));
        const whole = valueOrNull(zeroMeanVolatility(losses, losses.length))!;
        expect(valueOrNull(ewmaVolatility(losses, 1))).toBeCloseTo(whole, 12);
        expect(valueOrNull(downsideVolatility(losses))).toBeCloseTo(whole, 12);
      }),
    );
  });
});

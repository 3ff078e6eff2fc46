import { describe, expect, it } from 'vitest';
import { riskSample } from './risk-sample.kernel.js';

const NONE = Number.NaN;
const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('riskSample', () => {
  it('weighs the returns of the window on the sessions that all have', () => {
    const returns = [of(9, 0.01, NONE, 0.03), of(9, 0.04, 0.02, -0.02)];
    const sample = riskSample({ weights: of(1.5, -0.5), returns }, 3, 2);
    if (!sample.ok) throw new Error(sample.reason);
    expect(sample.value).toMatchObject({ places: [0, 1], sessions: [0, 2], coverage: 1, ownVariance: 0 });
    expect([...sample.value.portfolio]).toEqual([expect.closeTo(-0.005, 15), expect.closeTo(0.055, 15)]);
  });

  it('takes volatilities of their own apart, and leaves out what has too few returns', () => {
    const returns = [of(0.01, 0.02), of(NONE, NONE), of(NONE, 0.02)];
    const ownVolatilities = of(NONE, 0.3, NONE);
    const sample = riskSample({ weights: of(0.5, 0.25, 0.25), returns, ownVolatilities }, 2, 2);
    if (!sample.ok) throw new Error(sample.reason);
    expect(sample.value).toMatchObject({ places: [0], ownPlaces: [1], coverage: 0.5 });
    expect(sample.value.ownVariance).toBeCloseTo(0.075 ** 2, 15);
  });

  it('says why there is none', () => {
    const reason = (weights: Float64Array, returns: Float64Array[]): unknown => riskSample({ weights, returns }, 2, 2);
    expect(reason(of(), [])).toEqual({ ok: false, reason: 'no-positions' });
    expect(reason(of(0.4, 0.6), [of(0.1, 0.1), of(NONE, 0.1)])).toEqual({ ok: false, reason: 'insufficient-coverage' });
    expect(riskSample({ weights: of(1, 1), returns: [of(0.1, NONE), of(NONE, 0.1)] }, 2, 1)).toEqual({
      ok: false,
      reason: 'too-few-observations',
    });
    expect(() => reason(of(NONE), [of(0.1, 0.1)])).toThrow('a weight is not finite');
  });
});

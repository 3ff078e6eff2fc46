import { describe, expect, it } from 'vitest';
import { propagateShocks, stressPosition } from './factor-stress.kernel.js';
import { stressOption } from './option-stress.kernel.js';

describe('stressPosition', () => {
  it('adds betas times shocks, and the rate', () => {
    const position = { marketValue: 1000, betas: Float64Array.of(1.5, -0.5), rateBeta: -4 };
    const { pnl, ratePnl, missing } = stressPosition(position, Float64Array.of(-0.2, 0.1), 50);
    expect(ratePnl).toBeCloseTo(-20, 12);
    expect(pnl).toBeCloseTo(-300 - 50 - 20, 12);
    expect(missing).toEqual([]);
  });

  it('names a missing beta, and floors the loss at the value', () => {
    const position = { marketValue: 1000, betas: Float64Array.of(3, Number.NaN), rateBeta: Number.NaN };
    const stressed = stressPosition(position, Float64Array.of(-0.5, 0.1), 10);
    expect(stressed).toMatchObject({ pnl: -1500, pnlFloored: -1000, missing: [1], rateMissing: true });
    const short = stressPosition({ ...position, marketValue: -1000 }, Float64Array.of(-0.5, 0.1), 0);
    expect(short).toMatchObject({ pnl: 1500, pnlFloored: 1000, rateMissing: false });
  });

  it('refuses betas that do not fit the shocks', () => {
    const position = { marketValue: 1, betas: Float64Array.of(1), rateBeta: 0 };
    expect(() => stressPosition(position, new Float64Array(2), 0)).toThrow(RangeError);
  });
});

describe('propagateShocks', () => {
  const covariance = [Float64Array.of(0.04, 0.01), Float64Array.of(0.01, 0.09)];

  it('moves the others by their beta to the one', () => {
    const outcome = propagateShocks(covariance, Float64Array.of(-0.2, Number.NaN));
    expect(outcome.ok && outcome.value[0]).toBe(-0.2);
    expect(outcome.ok && outcome.value[1]).toBeCloseTo(-0.05, 14);
  });

  it('has no solution when the shocked factors are one', () => {
    const same = [Float64Array.of(0.04, 0.04), Float64Array.of(0.04, 0.04)];
    expect(propagateShocks(same, Float64Array.of(-0.2, 0.1))).toEqual({ ok: false, reason: 'no-solution' });
  });
});

describe('stressOption', () => {
  const option = { spot: 100, strike: 95, timeToExpiry: 0.5, rate: 0.03, dividendYield: 0, volatility: 0.3 };
  const still = { spotReturn: 0, volatilityChange: 0, rateBasisPoints: 0, days: 0 };

  it('is near its Taylor terms for a small move, and they do not move when nothing does', () => {
    const small = stressOption({ ...option, type: 'PUT' }, { ...still, spotReturn: 0.001, volatilityChange: 0.001 });
    expect(small.allGreeks).toBeCloseTo(small.full, 3);
    expect(stressOption({ ...option, type: 'CALL' }, still)).toMatchObject({ full: 0, delta: 0, allGreeks: 0 });
  });

  it('leaves a put its discounted strike when the spot falls to 0', () => {
    const put = stressOption({ ...option, type: 'PUT' }, { ...still, spotReturn: -1 });
    expect(put.full + put.baseValue).toBeCloseTo(95 * Math.exp(-0.015), 10);
    const call = stressOption({ ...option, type: 'CALL' }, { ...still, spotReturn: -1 });
    expect(call.full).toBeCloseTo(-call.baseValue, 12);
  });

  it('refuses a fall of more than all', () => {
    expect(() => stressOption({ ...option, type: 'PUT' }, { ...still, spotReturn: -1.1 })).toThrow(RangeError);
  });
});

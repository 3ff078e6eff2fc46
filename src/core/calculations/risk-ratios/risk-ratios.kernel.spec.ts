import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calmarRatio,
  downsideDeviation,
  omegaRatio,
  ratePerPeriod,
  sharpeRatio,
  sortinoRatio,
  tailRatio,
} from './risk-ratios.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const tooFew = { ok: false, reason: 'too-few-observations' };
const notApplicable = { ok: false, reason: 'not-applicable' };
const computed = (value: number): unknown => ({ ok: true, value: expect.closeTo(value, 12) });
const anyReturns = fc
  .array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 40 })
  .filter((values) => new Set(values).size > 1)
  .map((values) => Float64Array.from(values, (value) => value / 1000));

describe('the Sharpe ratio', () => {
  it('is the mean excess over the deviation, a year', () => {
    expect(sharpeRatio(of(0.01, 0.02, 0.03), 0, 4)).toEqual(computed(4));
    expect(sharpeRatio(of(0.01, 0.02, 0.03), 1.02 ** 4 - 1, 4)).toEqual(computed(0));
  });

  it('does not change with leverage when the rate is 0', () => {
    fc.assert(
      fc.property(anyReturns, (returns) => {
        const [plain, doubled] = [
          sharpeRatio(returns, 0),
          sharpeRatio(
            returns.map((x) => 2 * x),
            0,
          ),
        ];
        expect(doubled).toEqual({ ok: true, value: expect.closeTo(plain.ok ? plain.value : Number.NaN, 9) });
      }),
    );
  });

  it('does not exist without variation', () => {
    expect(sharpeRatio(of(0.01, 0.01, 0.01), 0)).toEqual({ ok: false, reason: 'zero-variance' });
    expect(sharpeRatio(of(0.01, Number.NaN), 0)).toEqual(tooFew);
  });
});

describe('the Sortino ratio', () => {
  it('divides by what fell short of the target, over all returns', () => {
    const returns = of(0.03, -0.02, 0.01, -0.04);
    expect(downsideDeviation(returns, 0, 1)).toEqual(computed(Math.sqrt(0.002 / 4)));
    expect(sortinoRatio(returns, 0, 1)).toEqual(computed(-0.005 / Math.sqrt(0.0005)));
    expect(sortinoRatio(returns, -0.05, 1)).toEqual(notApplicable);
    expect(sortinoRatio(of())).toEqual(tooFew);
  });
});

describe('the Calmar ratio', () => {
  it('is the growth a year over the drawdown', () => {
    expect(calmarRatio(of(-0.5, 2), 2)).toEqual(computed(1));
    expect(calmarRatio(of(0.1, 0.1))).toEqual(notApplicable);
    expect(calmarRatio(of())).toEqual(tooFew);
  });
});

describe('the omega ratio', () => {
  it('is what exceeds the target over what falls short', () => {
    expect(omegaRatio(of(0.03, -0.02, 0.01, -0.04))).toEqual(computed(4 / 6));
    expect(omegaRatio(of(0.01))).toEqual(notApplicable);
    expect(omegaRatio(of())).toEqual(tooFew);
  });

  it('is 1 at the mean', () => {
    fc.assert(
      fc.property(anyReturns, (returns) => {
        const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
        expect(omegaRatio(returns, mean)).toEqual({ ok: true, value: expect.closeTo(1, 9) });
      }),
    );
  });
});

describe('the tail ratio', () => {
  it('compares the best days with the worst', () => {
    const returns = Float64Array.from({ length: 21 }, (_, i) => (i - 10) / 100);
    expect(tailRatio(returns)).toEqual(computed(1));
    expect(tailRatio(returns.map((x) => (x > 0 ? 2 * x : x)))).toEqual(computed(2));
    expect(tailRatio(of(0, 0))).toEqual(notApplicable);
    expect(tailRatio(of())).toEqual(tooFew);
    expect(() => tailRatio(returns, 0.5)).toThrow(RangeError);
  });
});

describe('a rate', () => {
  it('compounds to the rate a year', () => {
    expect((1 + ratePerPeriod(0.03, 252)) ** 252).toBeCloseTo(1.03, 13);
    expect(() => ratePerPeriod(-1, 252)).toThrow(RangeError);
  });
});

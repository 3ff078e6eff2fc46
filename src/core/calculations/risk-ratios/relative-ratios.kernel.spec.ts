import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RelativeRatios, captureRatio, relativeRatios } from './relative-ratios.kernel.js';

const missing = Number.NaN;
const of = (...values: number[]): Float64Array => Float64Array.from(values);
function ratiosOf(returns: Float64Array, benchmark: Float64Array, riskFree = 0): RelativeRatios {
  const outcome = relativeRatios(returns, benchmark, riskFree, 4);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const anyBenchmark = fc
  .array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 30 })
  .filter((values) => new Set(values).size > 1)
  .map((values) => Float64Array.from(values, (value) => value / 1000));

describe('ratios beside a benchmark', () => {
  it('have the figures worked by hand', () => {
    // The differences are 1 %, -1 % and 2 %.
    expect(ratiosOf(of(0.02, missing, 0, 0.04), of(0.01, 0.5, 0.01, 0.01 + 0.01))).toMatchObject({
      trackingError: expect.closeTo(0.02 * Math.sqrt(7 / 3), 14),
      informationRatio: expect.closeTo((4 / 3) * Math.sqrt(3 / 7), 12),
      beta: expect.closeTo(3, 12),
      observations: 3,
    });
  });

  it('see leverage as beta, without alpha', () => {
    fc.assert(
      fc.property(anyBenchmark, fc.double({ min: 0.1, max: 3, noNaN: true }), (benchmark, leverage) => {
        const { beta, alpha } = ratiosOf(
          benchmark.map((x) => leverage * x),
          benchmark,
        );
        expect(beta).toBeCloseTo(leverage, 9);
        expect(alpha).toBeCloseTo(0, 9);
      }),
    );
  });

  it('are null where there is nothing to divide by', () => {
    expect(ratiosOf(of(0.01, 0.02), of(0.01, 0.02))).toMatchObject({ trackingError: 0, informationRatio: null });
    expect(ratiosOf(of(0.01, 0.02), of(0.03, 0.03))).toMatchObject({ beta: null, alpha: null, treynor: null });
    expect(ratiosOf(of(0.01, 0.01), of(0.01, 0.02))).toMatchObject({ beta: 0, treynor: null });
  });

  it('need two periods that both have', () => {
    expect(relativeRatios(of(0.1, missing), of(0.1, 0.1), 0)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(() => relativeRatios(of(0.1), of(0.1, 0.1), 0)).toThrow(RangeError);
  });
});

describe('the capture ratio', () => {
  const benchmark = of(0.1, -0.1, 0.1, -0.1, 0);

  it('compares the growth in rising and in falling markets', () => {
    const returns = of(0.05, -0.2, 0.05, -0.2, 9);
    expect(captureRatio(returns, benchmark, 'up', 2)).toEqual({
      ok: true,
      value: expect.closeTo((1.05 ** 2 - 1) / (1.1 ** 2 - 1), 12),
    });
    expect(captureRatio(returns, benchmark, 'down', 2)).toEqual({
      ok: true,
      value: expect.closeTo((0.8 ** 2 - 1) / (0.9 ** 2 - 1), 12),
    });
  });

  it('is 1 for the benchmark itself', () => {
    expect(captureRatio(benchmark, benchmark, 'down')).toEqual({ ok: true, value: 1 });
  });

  it('does not exist without such a period', () => {
    expect(captureRatio(of(0.1), of(0.1), 'down')).toEqual({ ok: false, reason: 'not-applicable' });
    expect(captureRatio(of(missing), of(0.1), 'up')).toEqual({ ok: false, reason: 'too-few-observations' });
  });
});

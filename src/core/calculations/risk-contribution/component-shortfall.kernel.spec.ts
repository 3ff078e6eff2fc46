import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historicalRisk } from '../value-at-risk/historical-var.kernel.js';
import { type ComponentShortfall, componentShortfall } from './component-shortfall.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
function shortfallOf(weights: Float64Array, returns: readonly Float64Array[], confidence: number): ComponentShortfall {
  const outcome = componentShortfall(weights, returns, confidence);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const share = fc.double({ min: -1, max: 1, noNaN: true });
const anyBook = fc.integer({ min: 1, max: 4 }).chain((size) =>
  fc.record({
    weights: fc.array(share, { minLength: size, maxLength: size }).map((values) => Float64Array.from(values)),
    returns: fc.array(
      fc.array(share, { minLength: 15, maxLength: 15 }).map((values) => Float64Array.from(values)),
      { minLength: size, maxLength: size },
    ),
  }),
);

describe('component shortfall', () => {
  it('is what each position lost in the worst sessions', () => {
    const returns = [of(-0.1, 0.02, -0.2, 0.01), of(0.05, 0.01, -0.02, 0)];
    const { shortfall, component } = shortfallOf(of(0.5, 0.5), returns, 0.5);
    expect([...component]).toEqual([expect.closeTo(0.075, 14), expect.closeTo(-0.0075, 14)]);
    expect(shortfall).toBeCloseTo(0.0675, 14);
  });

  it('sums to the historical CVaR of the portfolio, which is at least its VaR', () => {
    fc.assert(
      fc.property(anyBook, ({ weights, returns }) => {
        const portfolio = Float64Array.from({ length: 15 }, (_, t) =>
          returns.reduce((sum, series, i) => sum + weights[i]! * series[t]!, 0),
        );
        const whole = historicalRisk(portfolio, 0.9);
        if (!whole.ok) throw new Error(whole.reason);
        const { shortfall } = shortfallOf(weights, returns, 0.9);
        expect(shortfall).toBeCloseTo(whole.value.shortfall, 12);
        expect(shortfall).toBeGreaterThanOrEqual(whole.value.valueAtRisk - 1e-12);
      }),
    );
  });

  it('counts complete sessions only, and has no answer without any or without positions', () => {
    const returns = [of(-0.1, Number.NaN), of(0.1, 0.1)];
    expect(shortfallOf(of(1, 0), returns, 0.9)).toMatchObject({ observations: 1, shortfall: expect.closeTo(0.1, 14) });
    expect(componentShortfall(of(1, 0), returns, 0.9, 2)).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(componentShortfall(of(), [], 0.9)).toEqual({ ok: false, reason: 'no-positions' });
    expect(() => componentShortfall(of(1), returns, 0.9)).toThrow('do not fit');
    expect(() => componentShortfall(of(1, 0), returns, 90)).toThrow(RangeError);
  });
});

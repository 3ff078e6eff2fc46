import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outcome } from '../../../shared/outcome.js';
import { marketBeta } from '../market-beta/market-beta.kernel.js';
import { realizedVolatility } from '../volatility/realized-volatility.kernel.js';
import {
  constantWeightReturns,
  portfolioBeta,
  portfolioRSquared,
  portfolioVolatility,
} from './portfolio-risk.kernel.js';

const NONE = Number.NaN;
const OPTIONS = { minObservations: 30 };
const of = (...values: number[]): Float64Array => Float64Array.from(values);
const market = Float64Array.from({ length: 85 }, (_, i) => 0.01 * Math.sin(0.7 * (i + 1)) + 0.0004);
/** Instruments of known loadings on the market, each with noise of its own frequency. */
const panel = [1.2, 0.5, -0.3].map((beta, k) => market.map((x, i) => beta * x + 0.006 * Math.cos((1.9 + k) * (i + 1))));
function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const reasonOf = (outcome: Outcome<unknown>): string | null => (outcome.ok ? null : outcome.reason);
const weight = fc.double({ min: -2, max: 2, noNaN: true }).filter((w) => Math.abs(w) > 1e-3);
const anyWeights = fc.tuple(weight, weight, weight).map((weights) => Float64Array.from(weights));

describe('constantWeightReturns', () => {
  it('is the weighted sum, leverage and shorts included', () => {
    const result = value(constantWeightReturns(of(1.5, -0.5), [of(0.01, 0.02), of(0.04, -0.02)]));
    expect([...result.value]).toEqual([expect.closeTo(-0.005, 15), expect.closeTo(0.04, 15)]);
    expect(result.coverage).toBe(1);
  });

  it('leaves out an instrument with a gap in the window, and says what is covered', () => {
    const returns = [of(0.01, 0.02), of(NONE, 0.5), of(0.02, 0.02)];
    const whole = value(constantWeightReturns(of(0.5, 0.25, 0.25), returns));
    expect([...whole.value]).toEqual([expect.closeTo(0.01, 15), expect.closeTo(0.015, 15)]);
    expect(whole.coverage).toBe(0.75);
    expect(value(constantWeightReturns(of(0.5, 0.25, 0.25), returns, 1)).coverage).toBe(1);
  });

  it('has no value below half coverage, without positions or without sessions', () => {
    const returns = [of(0.01, 0.02), of(NONE, 0.5)];
    expect(reasonOf(constantWeightReturns(of(0.49, -0.51), returns))).toBe('insufficient-coverage');
    expect(reasonOf(constantWeightReturns(of(0.5, -0.5), returns))).toBeNull();
    expect(reasonOf(constantWeightReturns(of(0, 0), returns))).toBe('no-positions');
    expect(reasonOf(constantWeightReturns(of(), []))).toBe('no-positions');
    expect(reasonOf(constantWeightReturns(of(1, 1), returns, 3))).toBe('too-few-observations');
  });

  it('refuses what is not aligned, and weights that are no numbers', () => {
    expect(() => constantWeightReturns(of(1), panel)).toThrow('weights and returns are not aligned');
    expect(() => constantWeightReturns(of(1, 1), [of(0.1), of(0.1, 0.2)])).toThrow(RangeError);
    expect(() => constantWeightReturns(of(NONE), [of(0.1)])).toThrow('a weight is not finite');
  });
});

describe('portfolioVolatility', () => {
  it('is that of the instrument when it is the only one, and scales with its weight', () => {
    const own = value(realizedVolatility(panel[0]!, 63));
    expect(value(portfolioVolatility(of(-1.4, 0, 0), panel, 63)).value).toBeCloseTo(1.4 * own, 13);
  });

  it('is 0 for a perfect hedge, which is a value', () => {
    expect(value(portfolioVolatility(of(1, -1), [market, market], 21)).value).toBe(0);
  });

  it('is below the weighted sum of volatilities, and does not depend on order', () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const { value: volatility } = value(portfolioVolatility(weights, panel, 63));
        const sum = panel.reduce((total, r, i) => total + Math.abs(weights[i]!) * value(realizedVolatility(r, 63)), 0);
        expect(volatility).toBeLessThanOrEqual(sum + 1e-12);
        const turned = value(portfolioVolatility(weights.toReversed(), panel.toReversed(), 63));
        expect(turned.value).toBeCloseTo(volatility, 12);
      }),
    );
  });
});

describe('portfolioBeta', () => {
  it('counts leverage, and leaves out what has no beta', () => {
    expect(value(portfolioBeta(of(1, -0.5, 0.5), of(1.2, 0.4, NONE)))).toEqual({
      value: expect.closeTo(1, 14),
      coverage: 0.75,
    });
  });

  it('has no value below half coverage or without positions', () => {
    expect(reasonOf(portfolioBeta(of(0.2, 0.8), of(1, NONE)))).toBe('insufficient-coverage');
    expect(reasonOf(portfolioBeta(of(), of()))).toBe('no-positions');
    expect(() => portfolioBeta(of(1), of())).toThrow(RangeError);
  });

  it('is the beta of the constant-weight returns, to which each instrument adds its share', () => {
    const betas = Float64Array.from(panel, (series) => value(marketBeta(series, market, OPTIONS)).beta);
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const series = value(constantWeightReturns(weights, panel)).value;
        const direct = value(marketBeta(series, market, OPTIONS)).beta;
        expect(value(portfolioBeta(weights, betas)).value).toBeCloseTo(direct, 11);
      }),
    );
  });
});

describe('portfolioRSquared', () => {
  it('is far above the average of the instruments when noise diversifies', () => {
    const many = Array.from({ length: 20 }, (_, k) =>
      market.map((x, i) => x + 0.012 * Math.cos((1.1 + 0.17 * k) * (i + 1))),
    );
    const single = many.map((series) => value(marketBeta(series, market, OPTIONS)).rSquared!);
    const average = single.reduce((sum, own) => sum + own, 0) / 20;
    const whole = value(portfolioRSquared(new Float64Array(20).fill(0.05), many, market, OPTIONS));
    expect(average).toBeLessThan(0.5);
    expect(whole.value).toBeGreaterThan(0.85);
  });

  it('does not depend on leverage, and skips sessions without a market', () => {
    const plain = value(portfolioRSquared(of(0.5, 0.3, 0.2), panel, market, OPTIONS));
    const geared = value(portfolioRSquared(of(1, 0.6, 0.4), panel, market, OPTIONS));
    expect(geared.value).toBeCloseTo(plain.value, 12);
    const gap = market.map((r, i) => (i === 3 ? NONE : r));
    expect(value(portfolioRSquared(of(0.5, 0.3, 0.2), panel, gap, OPTIONS)).value).not.toBe(plain.value);
  });

  it('has no value when nothing moves, or too briefly', () => {
    expect(reasonOf(portfolioRSquared(of(1, -1), [market, market], market, OPTIONS))).toBe('zero-variance');
    const short = { minObservations: 30, window: 29 };
    expect(reasonOf(portfolioRSquared(of(1, 0, 0), panel, market, short))).toBe('too-few-observations');
    expect(() => portfolioRSquared(of(1), [of(0.1)], market, OPTIONS)).toThrow('market is not aligned');
  });
});

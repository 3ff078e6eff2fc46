import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covarianceMatrix } from '../covariance/covariance.kernel.js';
import { type Matrix, scale, symmetricOf } from '../numeric/matrix.kernel.js';
import { type RiskContributions, componentValueAtRisk, riskContributions } from './risk-contribution.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
function riskOf(weights: Float64Array, covariance: Matrix): RiskContributions {
  const outcome = riskContributions(weights, covariance);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

interface Book {
  readonly weights: Float64Array;
  readonly covariance: Matrix;
}

/** Weights, long and short, and the covariance of returns that were drawn for them. */
const anyBook = fc
  .integer({ min: 1, max: 6 })
  .chain((size) =>
    fc.record({
      weights: fc.array(fc.integer({ min: -100, max: 100 }), { minLength: size, maxLength: size }),
      panel: fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 12 }), {
        minLength: size,
        maxLength: size,
      }),
    }),
  )
  .map(({ weights, panel }): Book => {
    const outcome = covarianceMatrix(panel.map((series) => Float64Array.from(series, (value) => value / 1000)));
    if (!outcome.ok) throw new Error(outcome.reason);
    return { weights: Float64Array.from(weights, (value) => value / 100), covariance: outcome.value.covariance };
  })
  .filter(({ weights, covariance }) => riskContributions(weights, covariance).ok);

describe('risk contributions', () => {
  it('are worked out by hand for two positions', () => {
    const risk = riskOf(of(0.6, 0.4), [of(0.04, 0), of(0, 0.09)]);
    expect(risk.variance).toBeCloseTo(0.0288, 15);
    expect([...risk.share]).toEqual([expect.closeTo(0.5, 14), expect.closeTo(0.5, 14)]);
    expect(risk.diversificationRatio).toBeCloseTo(Math.SQRT2, 14);
    expect(risk.effectiveBets).toBeCloseTo(2, 13);
    expect(risk.incremental[0]).toBeCloseTo(Math.sqrt(0.0288) - 0.12, 14);
  });

  it('sum to the total: components to the volatility, shares to 1, component VaR to VaR', () => {
    fc.assert(
      fc.property(anyBook, ({ weights, covariance }) => {
        const risk = riskOf(weights, covariance);
        expect(total(risk.component)).toBeCloseTo(risk.volatility, 12);
        expect(total(risk.share)).toBeCloseTo(1, 6);
        expect(total(risk.betaToPortfolio.map((beta, i) => beta * weights[i]!))).toBeCloseTo(1, 6);
        expect(total(componentValueAtRisk(risk, 0.95))).toBeCloseTo(1.6448536269514722 * risk.volatility, 12);
        expect(risk.diversificationRatio).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });

  it('do not depend on the order of positions', () => {
    fc.assert(
      fc.property(anyBook, ({ weights, covariance }) => {
        const last = weights.length - 1;
        const turned = riskOf(
          weights.toReversed(),
          symmetricOf(weights.length, (i, j) => covariance[last - i]![last - j]!),
        );
        const risk = riskOf(weights, covariance);
        expect(turned.volatility).toBeCloseTo(risk.volatility, 12);
        expect([...turned.component.toReversed()]).toEqual(Array.from(risk.component, (x) => expect.closeTo(x, 10)));
      }),
    );
  });

  it('scale with leverage and with volatility, while the shares stay', () => {
    fc.assert(
      fc.property(anyBook, ({ weights, covariance }) => {
        const risk = riskOf(weights, covariance);
        const levered = riskOf(
          weights.map((x) => 2 * x),
          covariance,
        );
        const wilder = riskOf(weights, scale(covariance, 9));
        expect(levered.volatility).toBeCloseTo(2 * risk.volatility, 12);
        expect(wilder.volatility).toBeCloseTo(3 * risk.volatility, 12);
        expect([...wilder.share]).toEqual(Array.from(risk.share, (x) => expect.closeTo(x, 6)));
      }),
    );
  });

  it('rise with the confidence as VaR', () => {
    const risk = riskOf(of(0.6, 0.4), [of(0.04, 0.01), of(0.01, 0.09)]);
    expect(componentValueAtRisk(risk, 0.99)[0]).toBeGreaterThan(componentValueAtRisk(risk, 0.95)[0]!);
    expect(() => componentValueAtRisk(risk, 99)).toThrow(RangeError);
  });

  it('do not exist for a book without variance', () => {
    const none = { ok: false, reason: 'zero-variance' };
    expect(riskContributions(of(1, -1), [of(0.04, 0.04), of(0.04, 0.04)])).toEqual(none);
    expect(riskContributions(of(0, 0), [of(0.04, 0), of(0, 0.04)])).toEqual(none);
    expect(riskContributions(of(), [])).toEqual(none);
  });

  it('refuse what does not fit or is missing', () => {
    expect(() => riskContributions(of(1), [of(1, 0), of(0, 1)])).toThrow('not 1 x 1');
    expect(() => riskContributions(of(1, Number.NaN), [of(1, 0), of(0, 1)])).toThrow('not a number');
  });
});

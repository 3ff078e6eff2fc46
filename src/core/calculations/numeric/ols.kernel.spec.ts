import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outcome } from '../../../shared/outcome.js';
import {
  type ErrorModel,
  type LineFit,
  type LineInference,
  confidenceInterval,
  defaultHacLags,
  fitLine,
  inferLine,
  longRunSum,
} from './ols.kernel.js';

/** Two smooth series with known regression results (statsmodels 0.15). */
const market = Float64Array.from({ length: 85 }, (_, i) => 0.01 * Math.sin(0.7 * (i + 1)) + 0.0004);
const asset = market.map((x, i) => 1.2 * x + 0.006 * Math.cos(1.9 * (i + 1)) + 0.0002);

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}
const fitted = (y: Float64Array, x: Float64Array): LineFit => value(fitLine(y, x));
const inferred = (model: ErrorModel): LineInference => value(inferLine(fitted(asset, market), model));

describe('fitLine', () => {
  it('finds the published line', () => {
    const fit = fitted(asset, market);
    expect(fit.alpha).toBeCloseTo(0.000133318499, 12);
    expect(fit.beta).toBeCloseTo(1.1959698, 8);
    expect(fit.rSquared).toBeCloseTo(0.8010202101565218, 13);
  });

  it('leaves residuals that are orthogonal to 1 and x', () => {
    const { residuals } = fitted(asset, market);
    expect(residuals.reduce((sum, e) => sum + e, 0)).toBeCloseTo(0, 14);
    expect(residuals.reduce((sum, e, i) => sum + e * market[i]!, 0)).toBeCloseTo(0, 16);
  });

  it('recovers a line hidden far from the origin', () => {
    const x = Float64Array.from({ length: 50 }, (_, i) => 1e6 + i * 1e-3);
    const fit = fitted(
      x.map((at) => 3 * (at - 1e6)),
      x,
    );
    expect(fit.beta).toBeCloseTo(3, 6);
  });

  it('has no line through too few points or through a constant x', () => {
    expect(fitLine(asset.subarray(0, 2), market.subarray(0, 2))).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(fitLine(asset, new Float64Array(85).fill(0.1))).toEqual({ ok: false, reason: 'zero-variance' });
    expect(() => fitLine(asset, market.subarray(1))).toThrow(RangeError);
  });

  it('explains nothing of a constant y', () => {
    expect(fitted(new Float64Array(85).fill(0.1), market)).toMatchObject({ beta: 0, rSquared: null });
  });

  it('follows shifts and scales of either side', () => {
    const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
    const shift = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(factor, factor, shift, (scaleY, scaleX, moved) => {
        const fit = fitted(
          asset.map((y) => scaleY * y + moved),
          market.map((x) => scaleX * x - moved),
        );
        expect(fit.beta / ((scaleY / scaleX) * 1.1959698)).toBeCloseTo(1, 7);
        expect(fit.rSquared).toBeCloseTo(0.8010202101565218, 9);
      }),
    );
  });
});

describe('inferLine', () => {
  it('has the published errors and p-values', () => {
    const classical = inferred({ kind: 'classical' });
    expect(classical.alpha.standardError).toBeCloseTo(0.0004653, 7);
    expect(classical.beta.standardError).toBeCloseTo(0.06542804, 8);
    expect(classical.alpha.pValue).toBeCloseTo(0.775192342, 9);
    expect(classical.beta.pValue! / 7.73718628e-31).toBeCloseTo(1, 7);
    const robust = inferred({ kind: 'HAC', lags: 4 });
    expect(robust.alpha.standardError).toBeCloseTo(0.0002524, 7);
    expect(robust.beta.standardError).toBeCloseTo(0.0106511, 7);
  });

  it('makes HAC without lags HC0, and HC1 larger by the degrees of freedom', () => {
    const plain = inferred({ kind: 'HC0' });
    expect(inferred({ kind: 'HAC', lags: 0 })).toEqual(plain);
    const ratio = inferred({ kind: 'HC1' }).beta.standardError / plain.beta.standardError;
    expect(ratio).toBeCloseTo(Math.sqrt(85 / 83), 14);
    expect(inferred({ kind: 'HAC', lags: 0, smallSample: true })).toEqual(inferred({ kind: 'HC1' }));
  });

  it('orders HC0, HC2 and HC3 by size', () => {
    const [hc0, hc2, hc3] = (['HC0', 'HC2', 'HC3'] as const).map((kind) => inferred({ kind }).beta.standardError);
    expect(hc0! < hc2! && hc2! < hc3!).toBe(true);
  });

  it('has no t for an exact fit of a constant', () => {
    const fit = fitted(new Float64Array(85), market);
    expect(value(inferLine(fit, { kind: 'classical' })).beta).toEqual({
      standardError: 0,
      tStatistic: null,
      pValue: null,
      pValueNormal: null,
    });
  });

  it('has no HC3 error when one point alone moves x', () => {
    const fit = fitted(Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 0, 0, 1));
    expect(inferLine(fit, { kind: 'HC3' })).toEqual({ ok: false, reason: 'zero-variance' });
    expect(inferLine(fit, { kind: 'HC1' }).ok).toBe(true);
  });

  it('refuses lags that are no count', () => {
    expect(() => inferred({ kind: 'HAC', lags: -1 })).toThrow('-1 is not a number of lags');
  });
});

describe('confidenceInterval', () => {
  it('is centred and has the t quantile as half-width', () => {
    expect(confidenceInterval(1, 2, 30)).toEqual([
      expect.closeTo(1 - 2 * 2.042272456301238, 9),
      expect.closeTo(1 + 2 * 2.042272456301238, 9),
    ]);
  });
});

describe('defaultHacLags', () => {
  it('grows slowly with the sample', () => {
    expect([24, 85, 100, 252, 504].map(defaultHacLags)).toEqual([2, 3, 4, 4, 5]);
  });
});

describe('longRunSum', () => {
  it('is the sum of squares and of lagged products with Bartlett weights, for more lags than terms as well', () => {
    const terms = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(terms, fc.integer({ min: 0, max: 20 }), (values, lags) => {
        let expected = 0;
        for (const [i, a] of values.entries()) {
          for (const [j, b] of values.entries()) expected += a * b * Math.max(0, 1 - Math.abs(i - j) / (lags + 1));
        }
        expect(longRunSum(Float64Array.from(values), lags)).toBeCloseTo(expected, 5);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MarketBeta, blumeAdjustedBeta, marketBeta } from './market-beta.kernel.js';

const OPTIONS = { minObservations: 30 };
/** Two smooth series with known regression results (statsmodels 0.15). */
const market = Float64Array.from({ length: 85 }, (_, i) => 0.01 * Math.sin(0.7 * (i + 1)) + 0.0004);
const asset = market.map((x, i) => 1.2 * x + 0.006 * Math.cos(1.9 * (i + 1)) + 0.0002);

function betaOf(y: Float64Array, x: Float64Array, options: Parameters<typeof marketBeta>[2] = OPTIONS): MarketBeta {
  const outcome = marketBeta(y, x, options);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

describe('marketBeta', () => {
  it('has the published figures', () => {
    const result = betaOf(asset, market, { minObservations: 30, hacLags: 4 });
    expect(result).toMatchObject({ observations: 85, hacLags: 4 });
    expect(result.alpha).toBeCloseTo(0.000133318499, 12);
    expect(result.beta).toBeCloseTo(1.1959698, 8);
    expect(result.rSquared).toBeCloseTo(0.8010202101565218, 13);
    expect(result.standardError).toBeCloseTo(0.0106511, 7);
    expect(result.standardErrorClassical).toBeCloseTo(0.06542804, 8);
    expect(result.tStatistic).toBeCloseTo(result.beta / result.standardError, 10);
    expect(result.pValue).toBeLessThan(1e-80);
  });

  it('chooses the lags from the number of sessions', () => {
    expect(betaOf(asset, market).hacLags).toBe(3);
  });

  it('recovers the slope of a linear series, however large', () => {
    expect(
      betaOf(
        market.map((r) => 0.0002 - 14 * r),
        market,
      ).beta,
    ).toBeCloseTo(-14, 11);
  });

  it('drops the sessions on which either side is missing', () => {
    const holes = (series: Float64Array, every: number): Float64Array =>
      series.map((value, i) => (i % every === 0 ? Number.NaN : value));
    const kept = (series: Float64Array): Float64Array => series.filter((_, i) => i % 7 !== 0 && i % 5 !== 0);
    expect(betaOf(holes(asset, 7), holes(market, 5))).toEqual(betaOf(kept(asset), kept(market)));
  });

  it('has no value without enough sessions, or for a flat market', () => {
    const flat = new Float64Array(85).fill(0.0004);
    expect(marketBeta(asset, market, { minObservations: 86 })).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(marketBeta(asset, flat, OPTIONS)).toEqual({ ok: false, reason: 'zero-variance' });
    expect(marketBeta(new Float64Array(0), new Float64Array(0), { minObservations: 0 }).ok).toBe(false);
    expect(() => marketBeta(asset, market.subarray(1), OPTIONS)).toThrow(RangeError);
  });

  it('is 0 for a flat asset, which has no variance to explain', () => {
    expect(betaOf(new Float64Array(85), market)).toMatchObject({ beta: 0, rSquared: null, pValue: null });
  });

  it('is linear in the asset', () => {
    const weight = fc.double({ min: -3, max: 3, noNaN: true });
    const other = market.map((x, i) => 0.4 * x + 0.01 * Math.sin(2.3 * i));
    const [first, second] = [betaOf(asset, market).beta, betaOf(other, market).beta];
    fc.assert(
      fc.property(weight, weight, (a, b) => {
        const mixed = asset.map((value, i) => a * value + b * other[i]!);
        expect(betaOf(mixed, market).beta).toBeCloseTo(a * first + b * second, 11);
      }),
    );
  });

  it('does not move with a constant return, and scales inversely with the market', () => {
    const shift = fc.double({ min: -0.01, max: 0.01, noNaN: true });
    fc.assert(
      fc.property(shift, shift, fc.double({ min: 0.01, max: 100, noNaN: true }), (up, down, scale) => {
        const moved = betaOf(
          asset.map((value) => value + up),
          market.map((value) => scale * (value + down)),
        );
        expect(moved.beta * scale).toBeCloseTo(1.1959698, 7);
        expect(moved.rSquared).toBeCloseTo(0.8010202101565218, 9);
      }),
    );
  });

  it('does not depend on the order of the sessions, save for its error', () => {
    const order = Array.from(market.keys()).toSorted((a, b) => ((a * 37) % 85) - ((b * 37) % 85));
    const shuffled = betaOf(
      Float64Array.from(order, (i) => asset[i]!),
      Float64Array.from(order, (i) => market[i]!),
    );
    expect(shuffled.beta).toBeCloseTo(1.1959698, 8);
    expect(shuffled.standardErrorClassical).toBeCloseTo(0.06542804, 8);
  });

  it('shrinks its error, not itself, when every session is doubled', () => {
    const doubled = (series: Float64Array): Float64Array => Float64Array.of(...series, ...series);
    const result = betaOf(doubled(asset), doubled(market));
    expect(result.beta).toBeCloseTo(1.1959698, 8);
    expect(result.standardErrorClassical).toBeCloseTo(0.06542804 * Math.sqrt(83 / 168), 8);
  });
});

describe('blumeAdjustedBeta', () => {
  it('moves a third of the way to 1', () => {
    expect([0.4, 1, 2.2].map(blumeAdjustedBeta)).toEqual([0.6, 1, 1.8].map((beta) => expect.closeTo(beta, 14)));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOrNull } from '../../../shared/outcome.js';
import { FACTOR_FUNDS } from '../../market-data/factor-funds.kernel.js';
import { covarianceMatrix } from '../covariance/covariance.kernel.js';
import { factorReturns } from '../factor-exposure/factor-models.kernel.js';
import { jointCovariance, marketShift, treasuryReturn } from './scenario-shocks.kernel.js';

const series = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 20, maxLength: 20 });

/** Volatilities of 16, 18 and 22 % and correlations of 0.9, 0.85 and 0.7 of the first three factors, the rest by itself. */
const covariance = [
  [0.16 ** 2, 0.9 * 0.16 * 0.18, 0.85 * 0.16 * 0.22, 0, 0, 0, 0],
  [0.9 * 0.16 * 0.18, 0.18 ** 2, 0.7 * 0.18 * 0.22, 0, 0, 0, 0],
  [0.85 * 0.16 * 0.22, 0.7 * 0.18 * 0.22, 0.22 ** 2, 0, 0, 0, 0],
  ...[3, 4, 5, 6].map((i) => Array.from({ length: 7 }, (_, j) => (i === j ? 0.01 : 0))),
].map((row) => Float64Array.from(row));

describe('the covariance of the joint factors', () => {
  it('is that of their own returns', () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 8, maxLength: 8 }), (panel) => {
        const funds = panel.map((values) => Float64Array.from(values));
        const own = factorReturns('joint', new Map(FACTOR_FUNDS.map((fund, i) => [fund, funds[i]!])))!;
        const expected = valueOrNull(covarianceMatrix(own))!.covariance;
        const found = jointCovariance(valueOrNull(covarianceMatrix(funds))!.covariance);
        for (const [i, row] of found.entries()) {
          for (const [j, value] of row.entries()) expect(value).toBeCloseTo(expected[i]![j]!, 14);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a market shift', () => {
  it('moves what is not given to its conditional mean', () => {
    const shift = valueOrNull(marketShift({ factors: { market: -0.1 } }, covariance))!;
    expect([...shift.direct]).toEqual([-0.1, 0, 0, 0, 0, 0, 0]);
    expect(shift.full[1]).toBeCloseTo(-0.101_25, 14);
    expect(shift.full[2]).toBeCloseTo(-0.116_875, 14);
    expect([...shift.full.slice(3)]).toEqual([0, 0, 0, 0]);
  });

  it('keeps what is given, however much', () => {
    const factors = { market: -0.1, value: 0.2, momentum: 0.05, quality: 0, size: 0.1, low_volatility: -0.01 };
    const shift = valueOrNull(marketShift({ factors, rates_bp: 100 }, covariance))!;
    expect([...shift.full]).toEqual([-0.1, 0.2, 0.05, 0, 0.1, -0.01, treasuryReturn(100)]);
    expect(shift.direct).toEqual(shift.full);
  });

  it('moves nothing when nothing moves, and no factor for a symbol', () => {
    const still = valueOrNull(marketShift({ factors: { market: 0 }, rates_bp: 0 }, covariance))!;
    expect(still.full.every((shock) => shock === 0)).toBe(true);
    const symbol = valueOrNull(marketShift({ symbols: { AAPL: -0.3 } }, covariance))!;
    expect(symbol.full.every((shock) => shock === 0)).toBe(true);
    expect(symbol.symbols.get('AAPL')).toBe(-0.3);
  });

  it('changes volatility by points and by a share of itself', () => {
    const shift = valueOrNull(marketShift({ volatility_points: 10, volatility_percent: 150 }, covariance))!;
    expect([shift.volatilityFactor, shift.volatilityChange]).toEqual([2.5, 0.1]);
  });

  it('takes yields to the price of long bonds: down when they rise, by less than up when they fall', () => {
    expect(treasuryReturn(0)).toBe(0);
    expect(treasuryReturn(100)).toBeCloseTo(-0.165 + 0.018_25, 14);
    expect(treasuryReturn(-100)).toBeCloseTo(0.165 + 0.018_25, 14);
    expect(treasuryReturn(300)).toBeCloseTo(-0.330_75, 14);
  });

  it('says that factors which move as one cannot be shocked apart', () => {
    const same = covariance.map((row, i) => (i === 1 ? covariance[0]! : row)).map((row) => row.slice());
    for (const row of same) row[1] = row[0]!;
    expect(marketShift({ factors: { market: -0.1, value: 0.1 } }, same)).toEqual({ ok: false, reason: 'no-solution' });
  });
});

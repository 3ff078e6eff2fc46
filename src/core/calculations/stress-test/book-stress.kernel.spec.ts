import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { americanPut } from '../../../../test/support/american-put.js';
import type { MarketShift } from '../scenario-shocks/scenario-shocks.kernel.js';
import {
  bookStress,
  earlyExerciseValue,
  linearGain,
  optionGain,
  optionGains,
  positionGain,
  type RevaluedOption,
} from './book-stress.kernel.js';
import { stressPosition } from './factor-stress.kernel.js';

const shiftOf = (full: readonly number[], more: Partial<MarketShift> = {}): MarketShift => ({
  direct: Float64Array.from(full, (shock, i) => (i === 0 ? shock : 0)),
  full: Float64Array.from(full),
  ...{ rateBasisPoints: 0, volatilityFactor: 1, volatilityChange: 0, symbols: new Map() },
  ...more,
});
const holding = (marketValue: number, exposures: readonly number[] | null, symbol = 'AAA') => ({
  ...{ symbol, marketValue },
  exposures: exposures && Float64Array.from(exposures),
});
const put: RevaluedOption = {
  terms: {
    ...{ type: 'PUT', spot: 100, strike: 95, timeToExpiry: 0.25 },
    ...{ rate: 0.04, dividendYield: 0.01, volatility: 0.28 },
  },
  isAmerican: false,
};
const underlying = { symbol: 'AAA', exposures: Float64Array.from([1.2, -0.4]) };

/** Abramowitz and Stegun 26.2.17 would be good to 7 digits: this one sums the series of the error function. */
function normalCdf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / (2 * n);
    sum += term / (2 * n + 1);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}

/** Of strike 95 with a quarter of a year to go. */
function putByFormula(spot: number, rate: number, carry: number, sigma: number): number {
  const [strike, time] = [95, 0.25];
  const d1 = (Math.log(spot / strike) + (rate - carry + sigma ** 2 / 2) * time) / (sigma * Math.sqrt(time));
  const d2 = d1 - sigma * Math.sqrt(time);
  return strike * Math.exp(-rate * time) * normalCdf(-d2) - spot * Math.exp(-carry * time) * normalCdf(-d1);
}

const americanPutByTree = (spot: number, rate: number, carry: number, sigma: number): number =>
  americanPut({ ...{ spot, rate, carry, sigma }, strike: 95, time: 0.25 }, 101);

describe('the gain of a holding', () => {
  it('is market value times exposure times shock', () => {
    const gain = linearGain(holding(10_000, [1.2, -0.4]), shiftOf([-0.1, 0.05]))!;
    expect(gain.full).toBeCloseTo(10_000 * (-0.12 - 0.02), 9);
    expect(gain.direct).toBeCloseTo(-1_200, 9);
  });

  it('agrees with the kernel of single positions', () => {
    const finite = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(finite, fc.array(finite, { minLength: 3, maxLength: 3 }), finite, (value, exposures, shock) => {
        const shocks = [shock, shock / 2, -shock / 3];
        const marketValue = value * 1_000;
        const given = { marketValue, betas: Float64Array.from(exposures), rateBeta: Number.NaN };
        const { pnlFloored } = stressPosition(given, Float64Array.from(shocks), 0);
        expect(linearGain(holding(marketValue, exposures), shiftOf(shocks))!.full).toBeCloseTo(pnlFloored, 8);
      }),
    );
  });

  it('ends where nothing is left, of a long position and of a short one', () => {
    expect(linearGain(holding(10_000, [3]), shiftOf([-0.5]))!.full).toBe(-10_000);
    expect(linearGain(holding(-10_000, [3]), shiftOf([-0.5]))!.full).toBe(10_000);
    expect(linearGain(holding(-10_000, [3]), shiftOf([0.5]))!.full).toBe(-15_000);
  });

  it('is that of its symbol where the scenario gives it one', () => {
    const shift = shiftOf([-0.1], { symbols: new Map([['AAA', -0.3]]) });
    expect(linearGain(holding(10_000, [1]), shift)).toEqual({ direct: -3_000, full: -3_000 });
    expect(linearGain(holding(10_000, null), shift)).toEqual({ direct: -3_000, full: -3_000 });
    expect(linearGain(holding(10_000, null, 'BBB'), shift)).toBeNull();
  });
});

describe('the gain of an option', () => {
  it('of a short put is what the formula says of spot, volatility and rate after the shock', () => {
    const shift = shiftOf([-0.2, 0.05], { rateBasisPoints: 50, volatilityFactor: 1.5, volatilityChange: 0.02 });
    const gain = optionGain(put, underlying, shift)!;
    const before = putByFormula(100, 0.04, 0.01, 0.28);
    const after = putByFormula(100 * (1 - 0.24 - 0.02), 0.045, 0.01, 0.28 * 1.5 + 0.02);
    expect(gain.full).toBeCloseTo(after - before, 10);
    const alone = putByFormula(100 * (1 - 0.24), 0.045, 0.01, 0.28 * 1.5 + 0.02);
    expect(gain.direct).toBeCloseTo(alone - before, 10);
    const short = positionGain(-300 * before, -300, gain);
    expect(short.full).toBeCloseTo(-300 * (after - before), 7);
    expect(short.full).toBeLessThan(-5_000);
  });

  it('of a short American put is what a tree says of them, so that the right to exercise counts', () => {
    const american = { ...put, isAmerican: true };
    for (const [fall, volatilityFactor] of [
      [-0.2, 1.5],
      [-0.02, 1],
      [0.1, 0.8],
      [-0.5, 1],
    ] as const) {
      const shift = shiftOf([fall, 0.05], { rateBasisPoints: 50, volatilityFactor, volatilityChange: 0.02 });
      const gain = optionGain(american, underlying, shift)!;
      const before = americanPutByTree(100, 0.04, 0.01, 0.28);
      const after = americanPutByTree(100 * (1 + 1.2 * fall - 0.02), 0.045, 0.01, 0.28 * volatilityFactor + 0.02);
      expect(gain.full).toBeCloseTo(after - before, 8);
      const short = positionGain(-300 * before, -300, gain);
      expect(short.full / (-300 * (after - before)) - 1).toBeCloseTo(0, 6);
    }
  });

  it('of many scenarios at once is that of each', () => {
    const shifts = [shiftOf([-0.1, 0]), null, shiftOf([0.05, 0.1], { volatilityChange: 0.1 })];
    for (const option of [put, { ...put, isAmerican: true }]) {
      const gains = optionGains(option, underlying, shifts);
      expect(gains).toEqual(shifts.map((shift) => shift && optionGain(option, underlying, shift)));
    }
  });

  it('of an American call without dividends is that of a European one', () => {
    const terms = { ...put.terms, type: 'CALL' as const, dividendYield: 0 };
    const [call, european] = [true, false].map((isAmerican) => ({ terms, isAmerican }));
    const shift = shiftOf([-0.1, 0], { rateBasisPoints: 100 });
    expect(optionGain(call!, underlying, shift)).toEqual(optionGain(european!, underlying, shift));
  });

  it('is nothing without a shock, exercised early or not', () => {
    for (const isAmerican of [true, false]) {
      const deep = { ...put, isAmerican, terms: { ...put.terms, strike: 180 } };
      expect(optionGain(deep, underlying, shiftOf([0, 0]))).toEqual({ direct: 0, full: 0 });
    }
  });

  it('never leaves an American option below its intrinsic value', () => {
    const american = { ...put, isAmerican: true };
    const gain = optionGain(american, { ...underlying, exposures: Float64Array.from([1, 0]) }, shiftOf([-0.9, 0]))!;
    expect(earlyExerciseValue(american.terms) + gain.full).toBeCloseTo(95 - 10, 10);
    const european = optionGain(put, { ...underlying, exposures: Float64Array.from([1, 0]) }, shiftOf([-0.9, 0]))!;
    expect(european.full).toBeLessThan(gain.full);
  });

  it('takes a long option to nothing at most, whatever it is carried at', () => {
    expect(positionGain(500, 100, { direct: -9, full: -9 })).toEqual({ direct: -500, full: -500 });
    expect(positionGain(-500, -100, { direct: -9, full: 9 })).toEqual({ direct: 500, full: -900 });
  });

  it('is not known where the underlying has no exposures', () => {
    expect(optionGain(put, { symbol: 'AAA', exposures: null }, shiftOf([-0.1]))).toBeNull();
  });
});

describe('the gain of a book', () => {
  const gainOf = (marketValue: number, full: number) => ({ marketValue, gain: { direct: full / 2, full } });

  it('is the sum over its holdings, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer()), { minLength: 1 }), (rows) => {
        const holdings = rows.map(([value, gain]) => gainOf(value, gain));
        const total = rows.reduce((sum, [, gain]) => sum + gain, 0);
        for (const order of [holdings, [...holdings].reverse()]) {
          const result = bookStress(order);
          expect(result).toMatchObject({ ok: true, value: { impact: total, coverage: 1, leftOut: 0 } });
        }
      }),
    );
  });

  it('counts what it knows nothing of, and refuses below half of gross value', () => {
    const unknown = { marketValue: -400, gain: null };
    expect(bookStress([gainOf(600, -60), unknown])).toEqual({
      ok: true,
      value: { impact: -60, direct: -30, coverage: 0.6, holdings: 2, leftOut: 1 },
    });
    expect(bookStress([gainOf(300, -60), unknown])).toEqual({ ok: false, reason: 'insufficient-coverage' });
    expect(bookStress([{ marketValue: 0, gain: null }])).toEqual({ ok: false, reason: 'insufficient-coverage' });
  });

  it('without holdings is nothing', () => {
    expect(bookStress([])).toMatchObject({ ok: true, value: { impact: 0, direct: 0, coverage: 1 } });
  });
});

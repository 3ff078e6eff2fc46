import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SimulatedFactor, SimulatedInstrument } from './simulated-instrument.kernel.js';
import { pick, standardNormal } from './simulated-random.kernel.js';
import {
  factorReturn,
  impliedAnnualVolatility,
  marketReturn,
  marketVolatility,
  SIMULATION_SEED,
  simulatedReturn,
  simulatedReturns,
} from './simulated-returns.kernel.js';
import { findSimulatedInstrument, SIMULATED_MARKET_SYMBOL, SIMULATED_UNIVERSE } from './simulated-universe.kernel.js';

const weekdays = (from: string, count: number): string[] => {
  const days: string[] = [];
  for (let day = Date.parse(from); days.length < count; day += 86_400_000) {
    if (new Date(day).getUTCDay() % 6 !== 0) days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
};
const SESSIONS = weekdays('2019-01-01', 2_000);
const SEED = SIMULATION_SEED;

const mean = (x: Float64Array): number => x.reduce((sum, v) => sum + v, 0) / x.length;
const covariance = (x: Float64Array, y: Float64Array): number => {
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((sum, v, i) => sum + (v - mx) * (y[i]! - my), 0) / (x.length - 1);
};
const correlation = (x: Float64Array, y: Float64Array): number =>
  covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
const instrument = (symbol: string): SimulatedInstrument => findSimulatedInstrument(symbol)!;
const returns = (symbol: string): Float64Array => simulatedReturns(instrument(symbol), SESSIONS, SEED);
const MARKET = returns(SIMULATED_MARKET_SYMBOL);

describe('standardNormal', () => {
  it('gives the same number for the same seed, name and moment', () => {
    // Twelve digits: engines may differ in the last bit of a cosine.
    expect(standardNormal(1, 'market', '2025-06-30')).toBeCloseTo(0.4629906261935783, 12);
    expect(standardNormal(2, 'market', '2025-06-30')).toBeCloseTo(-0.3499273130795955, 12);
    expect(standardNormal(1, 'market', '2025-07-01')).toBeCloseTo(-0.4354000352990451, 12);
  });

  it('is standard normal over dates, without memory from one date to the next', () => {
    const draws = Float64Array.from(weekdays('1990-01-01', 20_000), (date) => standardNormal(SEED, 'market', date));
    expect(Math.abs(mean(draws))).toBeLessThan(0.03);
    expect(covariance(draws, draws)).toBeCloseTo(1, 1);
    expect(mean(draws.map((z) => z ** 4))).toBeCloseTo(3, 0);
    expect(mean(draws.map((z) => (Math.abs(z) > 1.96 ? 1 : 0)))).toBeCloseTo(0.05, 2);
    expect(Math.abs(correlation(draws.slice(1), draws.slice(0, -1)))).toBeLessThan(0.03);
  });

  it('is uncorrelated between names and between seeds', () => {
    const draws = (seed: number, name: string) =>
      Float64Array.from(SESSIONS, (date) => standardNormal(seed, name, date));
    const series = [
      draws(1, 'a'),
      draws(1, 'b'),
      draws(2, 'a'),
      draws(3, 'a'),
      draws(1, 'aa'),
      draws(1, 'symbol:AAPL'),
    ];
    for (const [i, x] of series.entries()) {
      for (const y of series.slice(i + 1)) expect(Math.abs(correlation(x, y))).toBeLessThan(0.09);
    }
  });

  it('stays finite and below 6.8', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.string(), (seed, name, moment) => {
        expect(Math.abs(standardNormal(seed, name, moment))).toBeLessThan(6.8);
      }),
    );
  });
});

describe('pick', () => {
  it('reaches every number below the count', () => {
    const picked = new Set(Array.from({ length: 200 }, (_, i) => pick(SEED, `name-${i}`, 7)));
    expect([...picked].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('marketReturn', () => {
  it('rises over the years at a volatility of about 16 per cent', () => {
    const years = weekdays('1980-01-01', 12_000);
    const long = Float64Array.from(years, (date) => marketReturn(SEED, date));
    expect(mean(long) * 252).toBeGreaterThan(0.03);
    expect(mean(long) * 252).toBeLessThan(0.17);
    expect(Math.sqrt(covariance(long, long) * 252)).toBeCloseTo(0.16, 1);
  });

  it('has calm and rough months, one flowing into the next', () => {
    const volatility = SESSIONS.map((date) => marketVolatility(SEED, date));
    expect(Math.min(...volatility)).toBeGreaterThan(0.03);
    expect(Math.max(...volatility)).toBeLessThan(0.6);
    expect(Math.max(...volatility) / Math.min(...volatility)).toBeGreaterThan(2);
    const squares = MARKET.map((r) => r ** 2);
    expect(correlation(squares.slice(1), squares.slice(0, -1))).toBeGreaterThan(0.03);
  });

  it('is the return of SPY and nothing else', () => {
    expect([...MARKET]).toEqual(SESSIONS.map((date) => marketReturn(SEED, date)));
  });
});

describe('simulatedReturn', () => {
  it('can be computed for one date alone', () => {
    expect(simulatedReturn(instrument('AAPL'), SESSIONS[700]!, SEED)).toBe(returns('AAPL')[700]);
  });

  it.each(SIMULATED_UNIVERSE)('has the stated beta for $symbol', ({ symbol, marketBeta }) => {
    const series = returns(symbol);
    const beta = covariance(series, MARKET) / covariance(MARKET, MARKET);
    const residual = series.map((r, i) => r - beta * MARKET[i]!);
    const standardError = Math.sqrt(covariance(residual, residual) / covariance(MARKET, MARKET) / SESSIONS.length);
    // Four standard errors, and never far off in absolute terms either.
    expect(Math.abs(beta - marketBeta)).toBeLessThanOrEqual(Math.min(4 * standardError, 0.2) + 1e-12);
  });

  it.each(SIMULATED_UNIVERSE)('has a plausible volatility for $symbol', (each) => {
    const series = returns(each.symbol);
    const volatility = Math.sqrt(covariance(series, series) * 252);
    expect(volatility / impliedAnnualVolatility(each)).toBeGreaterThan(0.85);
    expect(volatility / impliedAnnualVolatility(each)).toBeLessThan(1.15);
  });

  it.each([
    ['VTV', 'value'],
    ['VUG', 'growth'],
    ['MTUM', 'momentum'],
    ['QUAL', 'quality'],
    ['IWM', 'size'],
    ['USMV', 'lowVolatility'],
    ['TLT', 'rates'],
    ['GLD', 'gold'],
  ] as const)('ties %s to %s beyond the market', (symbol, factor: SimulatedFactor) => {
    const { marketBeta } = instrument(symbol);
    const beyondMarket = returns(symbol).map((r, i) => r - marketBeta * MARKET[i]!);
    const factorReturns = Float64Array.from(SESSIONS, (date) => factorReturn(SEED, factor, date));
    expect(correlation(beyondMarket, factorReturns)).toBeGreaterThan(0.9);
  });

  it('gives another history for another seed', () => {
    const other = simulatedReturns(instrument('SPY'), SESSIONS, SEED + 1);
    expect(Math.abs(correlation(MARKET, other))).toBeLessThan(0.1);
  });

  it('refuses what is not a date', () => {
    for (const date of ['', '2025-02-30', '30/06/2025', '2025-06-30T12:00', '2025-6-3']) {
      expect(() => simulatedReturn(instrument('SPY'), date, SEED)).toThrow(RangeError);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';
import { LOOKBACK_SESSIONS, PricePanel, totalReturns } from './price-panel.kernel.js';

const sessions = sessionsBetween('2022-12-01', '2024-11-29');
const last = sessions.at(-1)!;
const panel = (prices: string, from = 0): PricePanel =>
  new PricePanel('csv', sessions.slice(from), [{ instrumentId: 'a', basis: 'raw', prices }]);

describe('PricePanel', () => {
  it('gives the newest close on or before a session', () => {
    const prices = panel('2024-11-25:10.500000,2024-11-27:11.000000');
    expect(prices.lastPrice('a', '2024-11-26')).toEqual({ price: 10.5, priceDate: '2024-11-25' });
    expect(prices.lastPrice('a', last)).toEqual({ price: 11, priceDate: '2024-11-27' });
    expect(prices.lastPrice('a', '2024-11-22')).toBeNull();
    expect(prices.lastPrice('b', last)).toBeNull();
  });

  it('keeps the last close, however old it is and however little was loaded', () => {
    const old = `${sessions[0]!}:10.000000`;
    expect(panel(old).lastPrice('a', last)).toEqual({ price: 10, priceDate: sessions[0] });
    const short = new PricePanel('csv', sessions.slice(-3), [
      { instrumentId: 'a', basis: 'raw', prices: `${last}:12.000000`, earlier: '2011-02-03:10.250000' },
    ]);
    expect(short.lastPrice('a', sessions.at(-2)!)).toEqual({ price: '10.250000', priceDate: '2011-02-03' });
    expect(short.lastPrice('a', last)).toEqual({ price: 12, priceDate: last });
  });

  it('keeps every digit of a close that a double cannot hold', () => {
    expect(panel('2024-11-29:123456789012.123456').lastPrice('a', last)?.price).toBe('123456789012.123456');
  });

  it('knows the splits of all days, whatever it covers', () => {
    const series = { instrumentId: 'a', basis: 'raw', prices: '', splits: '2011-01-03:0.5,2030-01-02:4' } as const;
    expect(new PricePanel('csv', sessions, [series]).splitsOf('a')).toEqual([
      { instrumentId: 'a', date: '2011-01-03', ratio: '0.5' },
      { instrumentId: 'a', date: '2030-01-02', ratio: '4' },
    ]);
    expect(panel('').splitsOf('a')).toEqual([]);
  });

  it('leaves days without a session out', () => {
    expect(panel('2024-11-28:10.000000').lastPrice('a', last)).toBeNull();
  });

  it('gives the same returns however far back it reaches', () => {
    const prices = sessions.map((session, i) => `${session}:${(100 + Math.sin(i)).toFixed(6)}`).join(',');
    const whole = panel(prices).returnsUpTo('a', last);
    expect(whole).toHaveLength(LOOKBACK_SESSIONS);
    expect(panel(prices, sessions.length - LOOKBACK_SESSIONS - 2).returnsUpTo('a', last)).toEqual(whole);
  });

  it('refuses a session that it does not cover', () => {
    expect(() => panel('2024-11-29:1.000000').returnsUpTo('a', '2025-01-02')).toThrow(RangeError);
  });
});

describe('totalReturns', () => {
  const closes = Float64Array.of(100, 51, Number.NaN, 52, 54.6);
  const splits = Float64Array.of(1, 2, 1, 1, 1);
  const dividends = Float64Array.of(0, 0.5, 0, 0, 0);
  const rounded = (values: Float64Array): number[] => [...values].map((value) => Math.round(value * 1e12) / 1e12);

  it('undoes the split and adds the dividend of raw prices', () => {
    expect(rounded(totalReturns(closes, splits, dividends, 'raw'))).toEqual([NaN, 0.03, NaN, NaN, 0.05]);
  });

  it('adds the dividend alone where the split is in the prices', () => {
    expect(rounded(totalReturns(closes, splits, dividends, 'split_adjusted'))).toEqual([NaN, -0.485, NaN, NaN, 0.05]);
  });

  it('takes total-return prices as they are', () => {
    expect(rounded(totalReturns(closes, splits, dividends, 'total_return'))).toEqual([NaN, -0.49, NaN, NaN, 0.05]);
  });
});

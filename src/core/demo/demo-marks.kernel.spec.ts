import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoMarks } from './demo-marks.kernel.js';
import { DEMO_USERS } from './demo-portfolios.kernel.js';

/** Monday to Friday from the entry date on; the marks care for the number of sessions, not for holidays. */
const weekdays = (count: number): string[] => {
  const days: string[] = [];
  for (let day = Date.parse('2025-06-30'); days.length < count; day += 86_400_000) {
    if (new Date(day).getUTCDay() % 6 !== 0) days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
};
const SESSIONS = weekdays(1_000);
const ASSETS = DEMO_USERS.flatMap(({ portfolios }) => portfolios)
  .flatMap(({ holdings }) => holdings)
  .filter(({ investmentClass }) => investmentClass === 'PRIVATE');
const prices = (symbol: string, entryPrice: string): number[] =>
  demoMarks(symbol, entryPrice, SESSIONS).map(({ price }) => Number(price));
const largestMove = (symbol: string): number => {
  const marks = prices(symbol, '1000');
  return Math.max(...marks.slice(1).map((price, i) => Math.abs(price / marks[i]! - 1)));
};

describe('demoMarks', () => {
  it.each(ASSETS)('marks $symbol at the entry price on the entry date', ({ symbol, entryPrice }) => {
    const [first] = demoMarks(symbol, entryPrice, SESSIONS);
    expect(first).toEqual({ date: '2025-06-30', price: Number(entryPrice).toFixed(4) });
  });

  it('has a newest mark less than 63 sessions old', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ASSETS), fc.integer({ min: 1, max: 1_000 }), ({ symbol }, count) => {
        const marks = demoMarks(symbol, '100', SESSIONS.slice(0, count));
        expect(count - 1 - SESSIONS.indexOf(marks.at(-1)!.date)).toBeLessThan(63);
      }),
    );
  });

  it('repeats the marks of a shorter history in a longer one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ASSETS), fc.integer({ min: 0, max: 999 }), ({ symbol, entryPrice }, count) => {
        const short = demoMarks(symbol, entryPrice, SESSIONS.slice(0, count));
        expect(demoMarks(symbol, entryPrice, SESSIONS).slice(0, short.length)).toEqual(short);
      }),
    );
  });

  it('stays positive and dates each mark by a session of its own', () => {
    for (const { symbol, entryPrice } of ASSETS) {
      const dates = demoMarks(symbol, entryPrice, SESSIONS).map(({ date }) => date);
      expect(dates).toEqual([...new Set(dates)].sort());
      expect(Math.min(...prices(symbol, entryPrice))).toBeGreaterThan(0);
    }
  });

  it('lets cash-like assets only rise, by about their yield', () => {
    for (const symbol of ['MONEY_MARKET', 'TREASURY_BILLS']) {
      const marks = prices(symbol, '1000');
      expect(marks).toEqual([...marks].sort((a, b) => a - b));
      expect(marks.at(-1)!).toBeGreaterThan(1_140);
      expect(marks.at(-1)!).toBeLessThan(1_210);
    }
  });

  it('moves venture capital more than property, and crypto more than either', () => {
    expect(largestMove('A16Z_VC_FUND')).toBeGreaterThan(largestMove('HOME_EQUITY'));
    expect(largestMove('CRYPTO_BTC_ETH')).toBeGreaterThan(largestMove('A16Z_VC_FUND'));
    expect(largestMove('HOME_EQUITY')).toBeLessThan(0.1);
  });

  it('gives the same marks every time', () => {
    expect(demoMarks('STARWOOD_REIT', '126529.9', SESSIONS).slice(0, 3)).toMatchInlineSnapshot(`
      [
        {
          "date": "2025-06-30",
          "price": "126529.9000",
        },
        {
          "date": "2025-09-18",
          "price": "132475.5171",
        },
        {
          "date": "2025-12-16",
          "price": "140960.6487",
        },
      ]
    `);
  });

  it('gives no marks without sessions', () => {
    expect(demoMarks('HOME_EQUITY', '253059.8', [])).toEqual([]);
  });

  it('refuses a symbol that is no private asset', () => {
    expect(() => demoMarks('AAPL', '1', SESSIONS)).toThrow(RangeError);
  });
});

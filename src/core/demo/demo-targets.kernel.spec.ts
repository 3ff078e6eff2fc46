import { describe, expect, it } from 'vitest';
import { DEMO_USERS, demoBook } from './demo-portfolios.kernel.js';
import { demoTargets } from './demo-targets.kernel.js';

const BOOKS = DEMO_USERS.flatMap((user) => demoBook(user, '2025-06-30'));
const hundred = (): number => 100;

describe('demoTargets', () => {
  it('hopes for a rise of what is held and for a fall of what is sold short, and fears the opposite', () => {
    for (const { lots } of BOOKS) {
      for (const { positionType, ...target } of demoTargets(lots, hundred)) {
        const [eoy, nextYear, downside] = [target.eoy, target.nextYear, target.downside].map(Number) as [
          number,
          number,
          number,
        ];
        const order = positionType === 'LONG' ? [downside, 100, eoy, nextYear] : [nextYear, eoy, 100, downside];
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        expect(Math.min(...order)).toBeGreaterThan(60);
      }
    }
  });

  it('has targets for most of what is listed in each book, and for nothing else', () => {
    const shares = BOOKS.map(({ lots }) => {
      const listed = new Set(lots.filter((lot) => lot.investmentClass === 'PUBLIC').map(({ symbol }) => symbol));
      const targets = demoTargets(lots, hundred);
      expect(targets.every(({ symbol }) => listed.has(symbol))).toBe(true);
      return listed.size === 0 ? null : targets.length / listed.size;
    });
    expect(shares).toEqual([12 / 16, 1, 1, 1, null]);
  });

  it('follows from the closes alone, and has no target where there is none', () => {
    const [{ lots }] = BOOKS as [(typeof BOOKS)[number]];
    expect(demoTargets(lots, hundred)).toEqual(demoTargets(lots, hundred));
    expect(demoTargets(lots, (symbol) => (symbol === 'AAPL' ? 200 : null))).toMatchObject([{ symbol: 'AAPL' }]);
    expect(demoTargets(lots, () => null)).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSessions, isSession, nextSession, sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';
import { simulatedHistory } from '../market-data/simulated/simulated-history.kernel.js';
import { SIMULATION_SEED } from '../market-data/simulated/simulated-returns.kernel.js';
import { parseOccSymbol } from '../positions/import/occ-symbol.kernel.js';
import { HEDGE_FUND_PORTFOLIO } from './demo-hedge-fund.kernel.js';
import { demoContracts, type DemoContract } from './demo-options.kernel.js';

const OPTIONS = HEDGE_FUND_PORTFOLIO.options!;
const ENTRY = '2025-06-30';

function contracts(to: string, entryDate = ENTRY): DemoContract[] {
  const sessions = sessionsBetween(entryDate, to);
  const closesOf = (symbol: string) => simulatedHistory(symbol, sessions, SIMULATION_SEED);
  return demoContracts({ options: OPTIONS, entryDate, to, seed: SIMULATION_SEED, closesOf });
}

describe('demoContracts', () => {
  const year = contracts('2026-06-30');

  it('opens the listed contracts on the entry date', () => {
    expect(year.filter(({ openedOn }) => openedOn === ENTRY).map(({ symbol, contracts: n }) => [symbol, n])).toEqual([
      ['AAPL250815P00200000', -2],
      ['META250919P00450000', -1],
      ['MSFT250919P00380000', -2],
      ['NVDA251017C00080000', 1],
      ['QQQ250815C00420000', 3],
      ['SPY250919C00460000', 4],
      ['TSLA250815C00300000', -1],
      ['VIX250716C00025000', 6],
    ]);
  });

  it('prices the first ones as the market would: intrinsic value and some time', () => {
    const premium = (symbol: string): number => {
      const found = year.find((each) => each.symbol === symbol)!;
      return Number(found.closes[0]!.close);
    };
    expect(premium('SPY250919C00460000')).toBeGreaterThan(616.1418 - 460);
    expect(premium('SPY250919C00460000')).toBeLessThan(616.1418 - 460 + 10);
    expect(premium('META250919P00450000')).toBeLessThan(1);
    expect(premium('AAPL250815P00200000')).toBeGreaterThan(2);
  });

  it('holds one contract of each leg on every session, each opened after the last has ended', () => {
    for (const { underlying, type } of OPTIONS) {
      const own = year.filter(({ contract }) => contract.root === underlying && contract.optionType === type);
      expect(own.length).toBeGreaterThan(2);
      own.slice(1).forEach(({ openedOn }, index) => {
        expect(openedOn).toBe(nextSession(own[index]!.contract.expirationDate));
      });
      expect(own.flatMap(({ closes }) => closes.map(({ date }) => date))).toEqual(sessionsBetween(ENTRY, '2026-06-30'));
    }
  });

  it('ends every contract on a session, with a symbol of its own that says its terms', () => {
    for (const { symbol, contract } of year) {
      expect(isSession(contract.expirationDate)).toBe(true);
      expect(parseOccSymbol(symbol)).toMatchObject(contract);
    }
    expect(new Set(year.map(({ symbol }) => symbol)).size).toBe(year.length);
  });

  it('has no price below a cent, and the intrinsic value on the last day', () => {
    const closesOf = (symbol: string) =>
      simulatedHistory(symbol, sessionsBetween(ENTRY, '2026-06-30'), SIMULATION_SEED);
    for (const { contract, closes } of year) {
      expect(closes.every(({ close }) => /^\d+\.\d{4}$/.test(close) && Number(close) >= 0.01)).toBe(true);
      const last = closes.at(-1)!;
      if (last.date !== contract.expirationDate) continue;
      const spot = closesOf(contract.root).get(last.date)!;
      const gain =
        contract.optionType === 'CALL' ? spot - Number(contract.strikePrice) : Number(contract.strikePrice) - spot;
      expect(Number(last.close)).toBeCloseTo(Math.max(gain, 0.01), 3);
    }
  });

  it('repeats the contracts and prices of a shorter span in a longer one, whatever the entry date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 200 }), fc.integer({ min: 0, max: 120 }), (shift, length) => {
        const entry = addSessions(ENTRY, shift);
        const [short, long] = [contracts(addSessions(entry, length), entry), contracts(addSessions(entry, 140), entry)];
        for (const { symbol, openedOn, closes } of short) {
          const same = long.find((each) => each.symbol === symbol);
          expect(same?.openedOn).toBe(openedOn);
          expect(same?.closes.slice(0, closes.length)).toEqual(closes);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('refuses an underlying that has no close on the entry date', () => {
    const request = {
      options: OPTIONS,
      entryDate: ENTRY,
      to: ENTRY,
      seed: 1,
      closesOf: () => new Map<string, number>(),
    };
    expect(() => demoContracts(request)).toThrow('AAPL has no close on 2025-06-30');
  });
});

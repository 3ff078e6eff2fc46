import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulatedCloses, type SimulatedClose, type SimulatedClosesRequest } from './simulated-prices.kernel.js';
import { SIMULATION_SEED, simulatedReturn } from './simulated-returns.kernel.js';
import { findSimulatedInstrument, REFERENCE_ETFS, SIMULATED_UNIVERSE } from './simulated-universe.kernel.js';

const weekdays = (from: string, count: number): string[] => {
  const days: string[] = [];
  for (let day = Date.parse(from); days.length < count; day += 86_400_000) {
    if (new Date(day).getUTCDay() % 6 !== 0) days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
};
const SESSIONS = weekdays('2024-06-03', 600);
const ANCHOR = 280;
const AAPL: SimulatedClosesRequest = {
  symbol: 'AAPL',
  anchorDate: SESSIONS[ANCHOR]!,
  anchorPrice: '204.9374',
  sessions: SESSIONS,
  seed: SIMULATION_SEED,
};
const closes = (change: Partial<SimulatedClosesRequest> = {}): SimulatedClose[] => {
  const outcome = simulatedCloses({ ...AAPL, ...change });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
};

describe('simulatedCloses', () => {
  it('gives the same closes every time', () => {
    expect(closes().slice(ANCHOR - 1, ANCHOR + 2)).toMatchInlineSnapshot(`
      [
        {
          "close": "205.3113",
          "date": "2025-06-27",
        },
        {
          "close": "204.9374",
          "date": "2025-06-30",
        },
        {
          "close": "207.7486",
          "date": "2025-07-01",
        },
      ]
    `);
  });

  it('has the anchor price on the anchor date, whatever the anchor', () => {
    const price = fc
      .integer({ min: 1_000, max: 10_000_000_000 })
      .map((tenThousandths) => (tenThousandths / 1e4).toFixed(4));
    fc.assert(
      fc.property(fc.nat(SESSIONS.length - 1), price, fc.integer(), (at, anchorPrice, seed) => {
        const anchored = closes({ anchorDate: SESSIONS[at]!, anchorPrice, seed });
        expect(anchored[at]).toEqual({ date: SESSIONS[at], close: anchorPrice });
      }),
      { numRuns: 30 },
    );
  });

  it('repeats the closes of a shorter history in a longer one', () => {
    const all = closes();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: ANCHOR }), fc.integer({ min: ANCHOR + 1, max: 600 }), (from, to) => {
        expect(closes({ sessions: SESSIONS.slice(from, to) })).toEqual(all.slice(from, to));
      }),
      { numRuns: 40 },
    );
  });

  it('changes from close to close by the simulated return, on both sides of the anchor', () => {
    const all = closes();
    const aapl = findSimulatedInstrument('AAPL')!;
    for (const i of [1, 100, ANCHOR, ANCHOR + 1, 599]) {
      const change = Number(all[i]!.close) / Number(all[i - 1]!.close) - 1;
      expect(change).toBeCloseTo(simulatedReturn(aapl, SESSIONS[i]!, SIMULATION_SEED), 5);
    }
  });

  it('is per new share from the day of a split on, which says so; the return knows nothing of it', () => {
    const all = closes({ symbol: 'NFLX', anchorPrice: '1339.13' });
    const nflx = findSimulatedInstrument('NFLX')!;
    const [{ sessionsAfterAnchor, ratio } = { sessionsAfterAnchor: 0, ratio: 0 }] = nflx.splits;
    expect(all.filter(({ splitFactor }) => splitFactor !== undefined)).toEqual([all[ANCHOR + sessionsAfterAnchor]]);
    const at = ANCHOR + sessionsAfterAnchor;
    expect(all[at]).toMatchObject({ splitFactor: '10' });
    const change = (i: number, shares: number): number =>
      (shares * Number(all[i]!.close)) / Number(all[i - 1]!.close) - 1;
    expect(change(at, ratio)).toBeCloseTo(simulatedReturn(nflx, SESSIONS[at]!, SIMULATION_SEED), 5);
    expect(change(at + 1, 1)).toBeCloseTo(simulatedReturn(nflx, SESSIONS[at + 1]!, SIMULATION_SEED), 4);
  });

  it('stays positive for every symbol and several seeds', () => {
    const sessions = weekdays('2018-01-01', 2_000);
    for (const { symbol, anchorPrice } of SIMULATED_UNIVERSE) {
      for (const seed of [SIMULATION_SEED, 1, 2]) {
        const prices = closes({ symbol, anchorPrice, anchorDate: sessions[1_000]!, sessions, seed });
        expect(prices.every(({ close }) => Number(close) > 0 && /^\d+\.\d{4}$/.test(close))).toBe(true);
      }
    }
  });

  it('starts from the price of the universe when none is given', () => {
    const { symbol, anchorDate, sessions, seed } = AAPL;
    for (const each of [symbol, ...REFERENCE_ETFS]) {
      const outcome = simulatedCloses({ symbol: each, anchorDate, sessions, seed });
      const expected = Number(findSimulatedInstrument(each)!.anchorPrice).toFixed(4);
      expect(outcome.ok && outcome.value[ANCHOR]!.close).toBe(expected);
    }
  });

  it('has no price for a symbol outside its universe', () => {
    for (const symbol of ['HOME_EQUITY', 'ZZZZ', 'aapl', '']) {
      expect(simulatedCloses({ ...AAPL, symbol })).toEqual({ ok: false, reason: 'no-price' });
    }
  });

  it('refuses sessions that do not ascend or lack the anchor date', () => {
    expect(() => closes({ sessions: [...SESSIONS].reverse() })).toThrow('ascend');
    expect(() => closes({ sessions: [AAPL.anchorDate, AAPL.anchorDate] })).toThrow('ascend');
    expect(() => closes({ sessions: SESSIONS.slice(0, ANCHOR) })).toThrow('anchor date');
    expect(() => closes({ sessions: [] })).toThrow('anchor date');
  });

  it('refuses an anchor that four decimals cannot hold', () => {
    for (const anchorPrice of ['0', '-1', '1.23456', 'NaN', '', '1e3']) {
      expect(() => closes({ anchorPrice })).toThrow(RangeError);
    }
  });
});

describe('SIMULATED_UNIVERSE', () => {
  it('lists each symbol once, every reference fund among them', () => {
    const symbols = SIMULATED_UNIVERSE.map(({ symbol }) => symbol);
    expect(symbols).toEqual([...new Set(symbols)].sort());
    expect(symbols).toEqual(expect.arrayContaining([...REFERENCE_ETFS]));
  });

  it('gives stocks a sector and an exposure to it, and funds none', () => {
    for (const { kind, sector, loadings } of SIMULATED_UNIVERSE) {
      if (kind === 'stock') expect(loadings[sector!]).toBe(1);
      else expect(sector).toBeNull();
    }
  });
});

import { describe, expect, it } from 'vitest';
import { LedgerCursor, type LedgerState } from '../ledger/ledger-cursor.kernel.js';
import { cashEffect, type LedgerDraft, type LedgerKind } from '../ledger/ledger-entry.kernel.js';
import { type SplitEvent } from '../ledger/split-factor.kernel.js';
import { type LastPrice, type ValuationInput, valuePortfolio } from './valuation.kernel.js';

type Line = [kind: LedgerKind, day: number, fields: Partial<LedgerDraft>];

const date = (day: number) => `2025-03-${String(day).padStart(2, '0')}`;
const dayOf = (text: string) => Number(text.slice(-2));

/** Every day of March 2025 is a session here. */
function statesOn(days: number[], lines: Line[], splits?: SplitEvent[]): LedgerState[] {
  const blank = { quantity: null, price: null, amount: null, fees: '0', ratio: null, lotId: null, reversesId: null };
  const entries = lines.map(([kind, day, fields], i) => {
    const draft = { ...blank, kind, tradeDate: date(day), instrumentId: 'A', multiplier: 1, ...fields };
    return { ...draft, id: `e${i + 1}`, sequence: i + 1, amount: cashEffect(draft) };
  });
  const cursor = new LedgerCursor(entries, 'fifo', splits);
  return days.map((day) => cursor.advanceTo(date(day)));
}

const stateOn = (day: number, ...lines: Line[]): LedgerState => statesOn([day], lines)[0]!;

/** Prices are of the valued session unless they say otherwise. */
function value(ledger: LedgerState, prices: Record<string, number | LastPrice>, more: Partial<ValuationInput> = {}) {
  const known = Object.entries(prices).map(([id, price]): [string, LastPrice] => [
    id,
    typeof price === 'number' ? { price, priceDate: ledger.session } : price,
  ]);
  return valuePortfolio({
    ledger,
    basis: 'raw',
    prices: new Map(known),
    previous: null,
    isPrivate: (id) => id.startsWith('private'),
    ageInSessions: (day) => dayOf(ledger.session) - dayOf(day),
    ...more,
  });
}

const valueAlone = (state: LedgerState, prices: Record<string, number>, more: Partial<ValuationInput> = {}) =>
  value({ ...state, previousSession: null }, prices, more);

const cash = (amount: number): Line => ['deposit', 3, { amount: String(amount), instrumentId: null }];
const buy = (day: number, quantity: number, price: number, more: Partial<LedgerDraft> = {}): Line => [
  'buy',
  day,
  { quantity: String(quantity), price: String(price), ...more },
];

describe('valuePortfolio', () => {
  it('books a gain once, whether marked first or realised', () => {
    const lines: Line[] = [cash(1000), buy(3, 100, 10), ['sell', 4, { quantity: '100', price: '12.5' }]];
    const [first, second] = statesOn([3, 4], lines);
    const { portfolio: bought } = value(first!, { A: 12 });
    expect([bought.netAssetValue, bought.dailyPnl].map(Number)).toEqual([1200, 200]);
    const previous = { session: date(3), netAssetValue: bought.netAssetValue };
    const { portfolio: sold } = value(second!, {}, { previous });
    expect([sold.netAssetValue, sold.dailyPnl, sold.cumulativePnl, sold.dailyRealizedPnl].map(Number)).toEqual([
      1250, 50, 250, 250,
    ]);
  });

  it('weighs a flow as of the start of the day', () => {
    const lines: Line[] = [cash(0.01), ['deposit', 4, { amount: '500', instrumentId: null }], buy(4, 1, 470.01)];
    const second = statesOn([3, 4], lines)[1]!;
    const previous = { session: date(3), netAssetValue: '1000' };
    const { portfolio } = value(second, { A: 1500 }, { previous });
    expect([portfolio.netAssetValue, portfolio.dailyPnl].map(Number)).toEqual([1530, 30]);
    expect(portfolio.dailyReturn).toEqual({ ok: true, value: 0.02 });
  });

  it('gains from the fill to the close on the first day', () => {
    const { portfolio } = value(stateOn(3, cash(1000), buy(3, 10, 50)), { A: 55 });
    expect([portfolio.dailyPnl, portfolio.unrealizedPnl].map(Number)).toEqual([50, 50]);
    expect(portfolio.dailyReturn).toEqual({ ok: true, value: 0.05 });
  });

  it('has no return without equity to earn it on', () => {
    const { portfolio } = value(stateOn(3, buy(3, 1, 10)), { A: 12 });
    expect(Number(portfolio.netAssetValue)).toBe(2);
    expect(portfolio.dailyReturn).toEqual({ ok: false, reason: 'non-positive-equity' });
  });

  it('signs shorts and counts the shares of a contract', () => {
    const short: Line = ['short', 3, { quantity: '10', price: '20', instrumentId: 'B' }];
    const state = stateOn(3, cash(1000), buy(3, 2, 3, { multiplier: 100 }), short);
    const { portfolio, positions } = value(state, { A: 4, B: 25 });
    expect(positions.map((p) => [p.marketValue, p.costBasis, p.unrealizedPnl].map(Number))).toEqual([
      [800, 600, 200],
      [-250, -200, -50],
    ]);
    const { cash: held, longValue, shortValue, grossExposure, netExposure, netAssetValue } = portfolio;
    expect([held, longValue, shortValue, grossExposure, netExposure, netAssetValue].map(Number)).toEqual([
      600, 800, -250, 1050, 550, 1150,
    ]);
    expect(portfolio).toMatchObject({ positionCount: 2, longCount: 1, shortCount: 1, status: 'OK' });
  });

  it('values a portfolio of cash alone', () => {
    const { portfolio } = value(stateOn(3, cash(100)), {});
    expect(portfolio).toMatchObject({ status: 'OK', coverage: { ok: false, reason: 'no-positions' } });
  });

  it('refuses a previous value of another session', () => {
    const [first, second] = statesOn([3, 4], [cash(100)]);
    const previous = { session: date(2), netAssetValue: '100' };
    expect(() => value(first!, {}, { previous })).toThrow(RangeError);
    expect(() => value(second!, {}, { previous })).toThrow(RangeError);
    expect(() => value(second!, {})).toThrow(RangeError);
  });
});

describe('valuePortfolio on missing prices', () => {
  const held = (day: number) => stateOn(day, cash(1000), buy(3, 10, 50), buy(3, 10, 30, { instrumentId: 'B' }));
  const b = (priceDay: number) => ({ A: 60, B: { price: 40, priceDate: date(priceDay) } });

  it('uses the last price within the limit, with its age', () => {
    const { positions, portfolio } = value(held(10), b(5));
    expect(positions[0]).toMatchObject({ status: 'priced', reason: null, ageSessions: 0 });
    expect(positions[1]).toMatchObject({ status: 'stale', reason: 'stale-price', ageSessions: 5, priceDate: date(5) });
    expect(portfolio).toMatchObject({ coverage: { ok: true, value: 0.6 }, status: 'PARTIAL' });
  });

  it('calls it unpriced past the limit, and carries it at its last price all the same', () => {
    const { positions, portfolio } = value(held(10), b(4));
    expect(positions[1]).toMatchObject({ status: 'unpriced', reason: 'stale-price', ageSessions: 6 });
    expect([positions[1]?.marketValue, positions[1]?.unrealizedPnl, portfolio.netAssetValue].map(Number)).toEqual([
      400, 100, 1200,
    ]);
    expect(portfolio).toMatchObject({ coverage: { ok: true, value: 0.6 }, status: 'PARTIAL' });
    expect(value(held(10), b(4), { maxPriceAgeSessions: 6 }).positions[1]?.status).toBe('stale');
  });

  it('makes no profit of a price that ages', () => {
    const lines: Line[] = [cash(10_000), buy(3, 100, 50), buy(3, 10, 500, { instrumentId: 'B' })];
    let previous: ValuationInput['previous'] = null;
    const days = [4, 8, 9, 10, 28];
    const pnl = statesOn(days, lines).map((state) => {
      const { portfolio } = value(state, { A: { price: 0.5, priceDate: date(4) }, B: 500 }, { previous });
      previous = { session: state.session, netAssetValue: portfolio.netAssetValue };
      return Number(portfolio.dailyPnl);
    });
    expect(pnl).toEqual([-4950, 0, 0, 0, 0]);
  });

  it('carries at cost what never had a price, and claims no profit on it', () => {
    const { positions, portfolio } = value(held(10), { A: 60 });
    expect(positions[1]).toMatchObject({ price: null, ageSessions: null, unrealizedPnl: null, status: 'unpriced' });
    expect(positions[1]?.reason).toBe('no-price');
    expect([positions[1]?.marketValue, portfolio.netAssetValue, portfolio.unrealizedPnl].map(Number)).toEqual([
      300, 1100, 100,
    ]);
    expect(portfolio.status).toBe('PARTIAL');
  });

  it('is blocked when less than half of the value has a price of the session', () => {
    expect(value(held(10), { B: 40 }).portfolio).toMatchObject({ status: 'BLOCKED' });
    expect(value(held(10), {}).portfolio).toMatchObject({ coverage: { ok: true, value: 0 }, status: 'BLOCKED' });
  });

  it('weighs a short by its magnitude, and what is worthless by number', () => {
    const short: Line = ['short', 3, { quantity: '10', price: '60', instrumentId: 'S' }];
    const state = stateOn(10, cash(1000), buy(3, 10, 40), short);
    expect(value(state, { S: 60 }).portfolio).toMatchObject({ coverage: { ok: true, value: 0.6 }, status: 'PARTIAL' });
    const old = { price: 0, priceDate: date(9) };
    expect(value(state, { A: old, S: 0 }).portfolio.coverage).toEqual({ ok: true, value: 0.5 });
  });

  it('refuses a price from the future and what is no price', () => {
    expect(() => value(held(10), b(11))).toThrow(RangeError);
    expect(() => value(held(10), { A: Number.NaN })).toThrow(RangeError);
    expect(() => value(held(10), { A: -1 })).toThrow(RangeError);
  });
});

describe('valuePortfolio on private assets', () => {
  const stake = buy(3, 10, 50, { instrumentId: 'private' });
  const mark: Line = ['mark', 8, { instrumentId: 'private', price: '70' }];

  it('takes the newest mark and shows its age', () => {
    const { positions, portfolio } = value(stateOn(10, cash(1000), stake, mark), {});
    expect(positions[0]).toMatchObject({ status: 'priced', priceDate: date(8), ageSessions: 2 });
    expect(Number(portfolio.netAssetValue)).toBe(1200);
    expect(portfolio).toMatchObject({ coverage: { ok: true, value: 1 }, status: 'OK' });
  });

  it('takes the entry price as a mark of the opening day', () => {
    const { positions } = value(stateOn(10, cash(1000), stake), {});
    expect(positions[0]).toMatchObject({ status: 'priced', priceDate: date(3), ageSessions: 7 });
    expect([positions[0]?.price, positions[0]?.unrealizedPnl].map(Number)).toEqual([50, 0]);
  });

  it('flags an old mark without degrading the portfolio', () => {
    const { positions, portfolio } = value(stateOn(10, cash(1000), stake, mark), {}, { maxMarkAgeSessions: 1 });
    expect(positions[0]).toMatchObject({ status: 'stale', reason: 'stale-price' });
    expect(portfolio.status).toBe('OK');
  });
});

describe('valuePortfolio by price basis', () => {
  const lines: Line[] = [cash(1000), buy(3, 10, 100), ['split', 5, { ratio: '10' }]];

  it('finds the same value on raw and split-adjusted prices', () => {
    const [before, after] = statesOn([4, 5], lines);
    expect(Number(value(before!, { A: 110 }).portfolio.netAssetValue)).toBe(1100);
    const adjusted = value(before!, { A: 11 }, { basis: 'split_adjusted' });
    expect(Number(adjusted.portfolio.netAssetValue)).toBe(1100);
    expect([adjusted.positions[0]?.quantity, adjusted.positions[0]?.price].map(Number)).toEqual([10, 110]);
    const previous = { session: date(4), netAssetValue: '1100' };
    for (const basis of ['raw', 'split_adjusted'] as const) {
      expect(Number(value(after!, { A: 11 }, { basis, previous }).portfolio.dailyPnl)).toBe(0);
    }
  });

  it('restates a raw price from before a split', () => {
    const state = stateOn(5, ...lines);
    const stale = { A: { price: 110, priceDate: date(4) } };
    expect(Number(value(state, stale).portfolio.netAssetValue)).toBe(1100);
  });

  it('is the same before and after a split that the ledger lacks, or has on a later day', () => {
    const splits = [{ instrumentId: 'A', date: date(5), ratio: '10' }];
    const bought = [cash(1000), buy(3, 10, 100)];
    const late: Line = ['split', 7, { ratio: '10' }];
    for (const lines of [bought, [...bought, late]]) {
      const raw = statesOn([4, 5, 6, 7], lines, splits).map((state, i) =>
        Number(valueAlone(state, { A: i === 0 ? 110 : 11 }).portfolio.netAssetValue),
      );
      const adjusted = statesOn([4, 5, 6, 7], lines, splits).map((state) =>
        Number(valueAlone(state, { A: 11 }, { basis: 'split_adjusted' }).portfolio.netAssetValue),
      );
      expect([...raw, ...adjusted]).toEqual(Array(8).fill(1100));
    }
  });

  it('values at split-adjusted prices what was sold before the split', () => {
    const lines: Line[] = [cash(1000), buy(3, 10, 100), ['sell', 5, { quantity: '10', price: '110' }]];
    const later = [{ instrumentId: 'A', date: date(20), ratio: '10' }];
    const [state] = statesOn([4], lines, later);
    expect(Number(value(state!, { A: 11 }, { basis: 'split_adjusted' }).portfolio.netAssetValue)).toBe(1100);
  });

  it('leaves a dividend out of cash when the price contains it', () => {
    const paid: Line = ['dividend', 4, { amount: '20' }];
    const privatelyPaid: Line = ['dividend', 4, { amount: '3', instrumentId: 'private' }];
    const state = stateOn(4, cash(1000), buy(3, 10, 100), paid, privatelyPaid);
    expect(Number(value(state, { A: 98 }).portfolio.netAssetValue)).toBe(1003);
    const { portfolio } = value(state, { A: 100 }, { basis: 'total_return' });
    expect([portfolio.netAssetValue, portfolio.cash].map(Number)).toEqual([1003, 3]);
  });
});

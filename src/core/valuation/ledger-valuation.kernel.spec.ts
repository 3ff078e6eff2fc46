import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, Exact, ZERO } from '../ledger/decimal.kernel.js';
import { LedgerCursor } from '../ledger/ledger-cursor.kernel.js';
import { cashEffect, type LedgerDraft, type LedgerEntry, type LedgerKind } from '../ledger/ledger-entry.kernel.js';
import { LOT_METHODS, type LotMethod } from '../ledger/lot-book.kernel.js';
import { deriveLots } from '../ledger/lot.kernel.js';
import { type PriceBasis, type Valuation, valuePortfolio } from './valuation.kernel.js';

const DAYS = 40;
const dateOf = (day: number): string => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
const SESSIONS = Array.from({ length: DAYS }, (_, day) => dateOf(day)).filter((_, day) => day % 7 < 5);
const INSTRUMENTS = ['A', 'B', 'C'];
const SPLIT_RATIOS = [2, 3, 10];

const step = fc.record({
  gap: fc.nat(2),
  kind: fc.constantFrom<LedgerKind>(
    'deposit',
    'withdrawal',
    'buy',
    'buy',
    'sell',
    'short',
    'cover',
    'split',
    'dividend',
    'fee',
    'expiry',
  ),
  instrument: fc.nat(INSTRUMENTS.length - 1),
  size: fc.integer({ min: 1, max: 500 }),
  cents: fc.integer({ min: 1, max: 50_000 }),
  feeCents: fc.nat(500),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Turns steps into a ledger that is never oversold. Instrument C is a contract of 100. */
function toLedger(steps: readonly Step[]): LedgerEntry[] {
  const held = new Map<string, number>();
  const drafts: LedgerDraft[] = [];
  let day = 0;
  let ownDay = false;
  for (const { gap, kind, instrument, size, cents, feeCents } of steps) {
    // Splits and expiries act at the ends of a day; on a day of their own the order of booking is the order of effect.
    day = Math.min(day + (ownDay || kind === 'split' ? Math.max(1, gap) : gap), DAYS);
    ownDay = kind === 'split' || kind === 'expiry';
    if (day === DAYS) break;
    const instrumentId = INSTRUMENTS[instrument]!;
    const [long, short] = [`${instrumentId} long`, `${instrumentId} short`];
    const key = kind === 'buy' || kind === 'sell' ? long : short;
    const now = held.get(key) ?? 0;
    const closing = kind === 'sell' || kind === 'cover';
    if (closing && now === 0) continue;
    const quantity = closing ? 1 + (size % now) : size;
    const ratio = SPLIT_RATIOS[size % SPLIT_RATIOS.length]!;
    const isTrade = closing || kind === 'buy' || kind === 'short';
    if (isTrade) held.set(key, now + (closing ? -quantity : quantity));
    if (kind === 'split') [long, short].forEach((side) => held.set(side, (held.get(side) ?? 0) * ratio));
    if (kind === 'expiry') [long, short].forEach((side) => held.delete(side));
    drafts.push({
      kind,
      tradeDate: dateOf(day),
      instrumentId: kind === 'deposit' || kind === 'withdrawal' ? null : instrumentId,
      quantity: isTrade ? String(quantity) : null,
      price: isTrade ? (cents / 100).toFixed(2) : null,
      multiplier: instrumentId === 'C' ? 100 : 1,
      amount: isTrade ? null : String(cents),
      fees: isTrade ? (feeCents / 100).toFixed(2) : '0',
      ratio: kind === 'split' ? String(ratio) : null,
      lotId: null,
      reversesId: null,
    });
  }
  return drafts.map((draft, i) => ({ ...draft, id: `e${i}`, sequence: i, amount: cashEffect(draft) }));
}

const ledgers = fc.array(step, { minLength: 1, maxLength: 50 }).map(toLedger);
const methods = fc.constantFrom(...LOT_METHODS);
const hold = (property: (entries: LedgerEntry[], method: LotMethod) => void) => {
  fc.assert(fc.property(ledgers, methods, property), { numRuns: 150 });
};

const sum = (values: Iterable<Decimal | string>): Decimal => [...values].reduce<Decimal>((a, b) => a.plus(b), ZERO);
/** Equal but for the fortieth digit of a quotient. */
const expectEqual = (actual: Decimal, expected: Decimal) => {
  expect(actual.minus(expected).abs().lt('1e-20'), `${actual.toFixed()} = ${expected.toFixed()}`).toBe(true);
};
const rawPrice = (instrument: number, session: number) =>
  new Exact(1000 + ((session * 37 + instrument * 101) % 500)).div(16);

function walk(entries: LedgerEntry[], method: LotMethod, basis: PriceBasis = 'raw') {
  const cursor = new LedgerCursor(entries, method);
  let previous: { session: string; netAssetValue: Decimal } | null = null;
  return SESSIONS.map((session, i) => {
    const ledger = cursor.advanceTo(session);
    const priced = INSTRUMENTS.map((id, n) => {
      const raw = rawPrice(n, i);
      const price = basis === 'raw' ? raw : raw.div(ledger.futureSplitFactor(id));
      return [id, { price: price.toFixed(), priceDate: session }] as const;
    });
    const more = { isPrivate: () => false, ageInSessions: () => 0 };
    const valuation: Valuation = valuePortfolio({ ledger, basis, prices: new Map(priced), previous, ...more });
    previous = { session, netAssetValue: valuation.portfolio.netAssetValue };
    return { ledger, valuation };
  });
}

describe('a ledger and its valuation', () => {
  it('is never oversold as generated, so the properties below speak of whole ledgers', () => {
    hold((entries, method) => {
      expect(deriveLots(entries, method).problems).toEqual([]);
    });
  });

  it('has a NAV of cash and market values, exactly, that changes by P&L and flows', () => {
    hold((entries, method) => {
      let before: Decimal = ZERO;
      for (const { ledger, valuation } of walk(entries, method)) {
        const { netAssetValue, cash, dailyPnl, dailyFlow } = valuation.portfolio;
        expect(netAssetValue.eq(cash.plus(sum(valuation.positions.map(({ marketValue }) => marketValue))))).toBe(true);
        expectEqual(netAssetValue.minus(before), dailyPnl.plus(dailyFlow));
        expect(cash.eq(ledger.cash)).toBe(true);
        before = netAssetValue;
      }
    });
  });

  it('earns what its positions earn: realised, unrealised and income', () => {
    hold((entries, method) => {
      let carried: Decimal = ZERO;
      for (const { ledger, valuation } of walk(entries, method)) {
        const { dailyPnl, cumulativePnl, unrealizedPnl, openFees } = valuation.portfolio;
        const unbooked = unrealizedPnl.minus(openFees);
        expectEqual(dailyPnl, unbooked.minus(carried).plus(ledger.realized).plus(ledger.income));
        expectEqual(cumulativePnl, unbooked.plus(ledger.cumulativeRealized).plus(ledger.cumulativeIncome));
        carried = unbooked;
      }
    });
  });

  it('is worth the same on split-adjusted prices', () => {
    hold((entries, method) => {
      const adjusted = walk(entries, method, 'split_adjusted');
      walk(entries, method).forEach(({ valuation }, i) => {
        expectEqual(adjusted[i]!.valuation.portfolio.netAssetValue, valuation.portfolio.netAssetValue);
      });
    });
  });

  it('stands at each session where the entries up to it lead', () => {
    hold((entries, method) => {
      for (const { ledger } of walk(entries, method)) {
        const known = entries.filter(({ tradeDate }) => tradeDate <= ledger.session);
        const { lots, cash, realized } = deriveLots(known, method);
        const open = lots.filter(({ closedOn }) => closedOn === null);
        expect(ledger.cash.eq(cash)).toBe(true);
        expectEqual(ledger.cumulativeRealized, sum(realized.map(({ realizedPnl }) => realizedPnl)));
        expect(ledger.holdings.map(({ lotId, quantity }) => [lotId, quantity.toFixed()])).toEqual(
          open.map(({ id, quantity }) => [id, quantity]),
        );
      }
    });
  });

  it('holds lots that add up to the net quantity traded', () => {
    hold((entries, method) => {
      const net = new Map<string, Decimal>();
      const signs: Partial<Record<LedgerKind, number>> = { buy: 1, cover: 1, sell: -1, short: -1 };
      for (const { kind, instrumentId, quantity, ratio } of entries) {
        if (instrumentId === null) continue;
        const before = net.get(instrumentId) ?? ZERO;
        const traded = before.plus(new Exact(quantity ?? 0).times(signs[kind] ?? 0));
        net.set(instrumentId, kind === 'expiry' ? ZERO : kind === 'split' ? before.times(ratio ?? 1) : traded);
      }
      const { lots } = deriveLots(entries, method);
      for (const [id, quantity] of net) {
        expect(
          sum(lots.filter(({ instrumentId }) => instrumentId === id).map((lot) => lot.quantity)).eq(quantity),
        ).toBe(true);
      }
    });
  });

  it('leaves only cash when everything is closed: flows, realised P&L and income', () => {
    hold((entries, method) => {
      const open = deriveLots(entries, method).lots.filter(({ closedOn }) => closedOn === null);
      const closing = open.map(({ id, instrumentId, multiplier, quantity }, i): LedgerEntry => {
        const kind = quantity.startsWith('-') ? 'cover' : 'sell';
        const trade = {
          kind,
          instrumentId,
          multiplier,
          quantity: quantity.replace('-', ''),
          price: '7.77',
          fees: '0.13',
        } as const;
        const draft = { ...trade, tradeDate: dateOf(DAYS), amount: null, ratio: null, lotId: id, reversesId: null };
        return { ...draft, id: `z${i}`, sequence: entries.length + i, amount: cashEffect(draft) };
      });
      const state = new LedgerCursor([...entries, ...closing], method).advanceTo(dateOf(DAYS));
      expect(state.holdings).toEqual([]);
      expectEqual(state.cash, state.cumulativeFlow.plus(state.cumulativeRealized).plus(state.cumulativeIncome));
    });
  });

  it('is rebuilt the same from entries in any order', () => {
    fc.assert(
      fc.property(
        ledgers.chain((entries) =>
          fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
        ),
        methods,
        ([entries, shuffled], method) => {
          expect(deriveLots(shuffled, method)).toEqual(deriveLots(entries, method));
        },
      ),
    );
  });
});

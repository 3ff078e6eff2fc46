import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact, ZERO } from './decimal.kernel.js';
import { draftOf, entryOf, storedEvent, storedLot } from './ledger-booking.kernel.js';
import { LedgerCursor } from './ledger-cursor.kernel.js';
import { type LedgerDraft, type LedgerEntry } from './ledger-entry.kernel.js';
import { LotBook, LOT_METHODS, type LotMethod } from './lot-book.kernel.js';
import { deriveLots } from './lot.kernel.js';
import { stockLegOf } from './option-leg.kernel.js';

/*
 * Made-up years of trading with trades that cross zero, splits, exercises, assignments, income and flows. What is booked
 * is what the ledger accepts, as with a client whose refused entries leave nothing behind.
 */

const STOCK = 'stock';
const OPTIONS = { call: 'CALL', put: 'PUT' } as const;
const STRIKE = '100';
const INSTRUMENTS = [STOCK, 'call', 'put'] as const;

type Step =
  | {
      readonly type: 'trade';
      readonly kind: 'buy' | 'sell' | 'short' | 'cover';
      readonly on: string;
      readonly q: number;
      readonly p: number;
      readonly fee: number;
      readonly crosses: boolean;
    }
  | {
      readonly type: 'end';
      readonly kind: 'exercise' | 'assignment' | 'expiry';
      readonly on: 'call' | 'put';
      readonly q: number;
      readonly fee: number;
    }
  | { readonly type: 'split'; readonly ratio: string }
  | {
      readonly type: 'cash';
      readonly kind: 'deposit' | 'withdrawal' | 'fee' | 'tax' | 'borrow_fee' | 'dividend' | 'interest';
      readonly amount: number;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('trade' as const),
      kind: fc.constantFrom('buy' as const, 'sell' as const, 'short' as const, 'cover' as const),
      on: fc.constantFrom(...INSTRUMENTS),
      q: fc.integer({ min: 1, max: 400 }),
      p: fc.integer({ min: 1, max: 25_000 }),
      fee: fc.integer({ min: 0, max: 500 }),
      crosses: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      kind: fc.constantFrom('exercise' as const, 'assignment' as const, 'expiry' as const),
      on: fc.constantFrom('call' as const, 'put' as const),
      q: fc.integer({ min: 1, max: 5 }),
      fee: fc.integer({ min: 0, max: 100 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('split' as const), ratio: fc.constantFrom('2', '4', '0.5', '1.5') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('cash' as const),
      kind: fc.constantFrom(
        ...(['deposit', 'withdrawal', 'fee', 'tax', 'borrow_fee', 'dividend', 'interest'] as const),
      ),
      amount: fc.integer({ min: 1, max: 1_000_000 }),
    }),
  },
);

const scenario = fc.record({
  method: fc.constantFrom(...LOT_METHODS),
  steps: fc.array(step, { minLength: 1, maxLength: 30 }),
});

const cents = (value: number): string => new Exact(value).div(100).toFixed();
const dayOf = (index: number): string => new Date(Date.UTC(2024, 0, 2 + index)).toISOString().slice(0, 10);
const multiplierOf = (instrument: string): number => (instrument === STOCK ? 1 : 100);

function draftsOf(one: Step, index: number): LedgerDraft[] {
  const tradeDate = dayOf(index);
  switch (one.type) {
    case 'trade': {
      const of = {
        instrumentId: one.on,
        multiplier: multiplierOf(one.on),
        quantity: cents(one.q * 25),
        price: cents(one.p),
      };
      return [draftOf({ kind: one.kind, tradeDate, ...of, fees: cents(one.fee), crossesZero: one.crosses })];
    }
    case 'end': {
      const fees = one.kind === 'expiry' ? '0' : cents(one.fee);
      const option = draftOf({
        kind: one.kind,
        tradeDate,
        instrumentId: one.on,
        multiplier: 100,
        quantity: String(one.q),
        fees,
      });
      if (one.kind === 'expiry') return [option];
      const terms = { symbol: one.on, optionType: OPTIONS[one.on], strikePrice: STRIKE, multiplier: 100 };
      const leg = stockLegOf(option, terms, STOCK)!;
      return [{ ...option, legId: `leg-${index}` }, leg];
    }
    case 'split':
      return [draftOf({ kind: 'split', tradeDate, instrumentId: STOCK, ratio: one.ratio })];
    case 'cash': {
      const instrumentId = one.kind === 'dividend' ? STOCK : null;
      return [draftOf({ kind: one.kind, tradeDate, instrumentId, amount: cents(one.amount) })];
    }
  }
}

/** The entries of a step that the ledger takes whole. */
function bookAll(steps: readonly Step[], method: LotMethod): LedgerEntry[] {
  let booked: LedgerEntry[] = [];
  for (const [index, one] of steps.entries()) {
    const added = draftsOf(one, index).map((draft, place) =>
      entryOf(draft, place === 1 ? `leg-${index}` : `entry-${index}`, 2 * index + place + 1),
    );
    const tried = [...booked, ...added];
    if (deriveLots(tried, method).problems.length === 0) booked = tried;
  }
  return booked;
}

/** Money to the cent of a cent: derived figures carry forty digits, of which quotients lose the last. */
const near = (a: { toFixed(): string }, b: { toFixed(): string }): boolean =>
  new Exact(a.toFixed()).minus(b.toFixed()).abs().lt('1e-18');

const RUNS = { numRuns: 1000 };

describe('a ledger that crosses zero', () => {
  it('changes in value by P&L and flows alone, whatever the prices', () => {
    fc.assert(
      fc.property(
        scenario,
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 3, maxLength: 3 }),
        ({ method, steps }, quotes) => {
          const entries = bookAll(steps, method);
          const cursor = new LedgerCursor(entries, method);
          const priceOf = new Map<string, string>(INSTRUMENTS.map((id, i) => [id, cents(quotes[i]!)]));
          let before = ZERO;
          let earned = ZERO;
          for (let i = 0; i < steps.length; i++) {
            const state = cursor.advanceTo(dayOf(i));
            const values = state.holdings.map((held) =>
              held.quantity.times(held.multiplier).times(priceOf.get(held.instrumentId)!),
            );
            const worth = values.reduce((sum, value) => sum.plus(value), ZERO);
            const value = state.cash.plus(worth);
            const open = worth.minus(state.costBasis).minus(state.openFees);
            const pnl = state.cumulativeRealized.plus(open).plus(state.cumulativeIncome);
            expect(near(value.minus(before), pnl.minus(earned).plus(state.flow))).toBe(true);
            before = value;
            earned = pnl;
          }
        },
      ),
      RUNS,
    );
  });

  it('has lots that sum to the position: what was bought less what was sold, in today’s shares', () => {
    fc.assert(
      fc.property(scenario, ({ method, steps }) => {
        const entries = bookAll(steps, method);
        const { lots } = deriveLots(entries, method);
        for (const instrument of INSTRUMENTS) {
          // An expiry takes long and short contracts alike: its kind does not say which.
          if (entries.some(({ kind, instrumentId }) => kind === 'expiry' && instrumentId === instrument)) continue;
          const held = lots
            .filter(({ instrumentId }) => instrumentId === instrument)
            .reduce((sum, { quantity }) => sum.plus(quantity), ZERO);
          // Shares are rounded to eight decimals at each split, lot by lot.
          expect(held.minus(positionOf(entries, instrument)).abs().lt('1e-5')).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('leaves cash only when everything is closed, and all P&L realised', () => {
    fc.assert(
      fc.property(scenario, ({ method, steps }) => {
        const entries = bookAll(steps, method);
        const { lots } = deriveLots(entries, method);
        const open = lots.filter(({ closedOn }) => closedOn === null);
        const closing = open.map((lot, i) => {
          const kind = lot.side === 'long' ? ('sell' as const) : ('cover' as const);
          const quantity = new Exact(lot.quantity).abs().toFixed();
          const { instrumentId, multiplier, id: lotId } = lot;
          const draft = draftOf({
            kind,
            tradeDate: '2024-12-31',
            instrumentId,
            multiplier,
            quantity,
            price: '70',
            lotId,
          });
          return entryOf(draft, `close-${i}`, 10_000 + i);
        });
        const all = [...entries, ...closing];
        const end = deriveLots(all, method);
        expect(end.problems).toEqual([]);
        expect(end.lots.filter(({ quantity }) => quantity !== '0')).toEqual([]);
        const realized = end.realized.reduce((sum, { realizedPnl }) => sum.plus(realizedPnl), ZERO);
        const trades = new Set(['buy', 'sell', 'short', 'cover', 'exercise', 'assignment']);
        const moved = all.filter(({ kind }) => trades.has(kind)).reduce((sum, { amount }) => sum.plus(amount), ZERO);
        expect(near(realized, moved)).toBe(true);
      }),
      RUNS,
    );
  });

  it('gives identical rows when it is derived anew, in whatever order the entries come', () => {
    fc.assert(
      fc.property(scenario, fc.integer(), ({ method, steps }, seed) => {
        const entries = bookAll(steps, method);
        const rows = ({ lots, realized }: ReturnType<typeof deriveLots>) => [
          lots.map(storedLot),
          realized.map(storedEvent),
        ];
        const shuffled = [...entries].sort((a, b) => orderBy(seed, a.id) - orderBy(seed, b.id));
        expect(rows(deriveLots(shuffled, method))).toEqual(rows(deriveLots(entries, method)));
        const book = new LotBook(method);
        for (const entry of entries) book.apply(entry);
        expect(book.problems).toEqual([]);
      }),
      RUNS,
    );
  });

  it('does cross zero in these years, both ways, with exercises among them', () => {
    const seen = { toShort: 0, toLong: 0, legs: 0 };
    for (const { method, steps } of fc.sample(scenario, { numRuns: 1000, seed: 7 })) {
      const entries = bookAll(steps, method);
      const { lots, realized } = deriveLots(entries, method);
      const closers = new Set(realized.map(({ entryId }) => entryId));
      seen.toShort += lots.filter(({ id, side }) => side === 'short' && closers.has(id)).length;
      seen.toLong += lots.filter(({ id, side }) => side === 'long' && closers.has(id)).length;
      seen.legs += entries.filter(({ legId }) => legId).length;
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });
});

function positionOf(entries: readonly LedgerEntry[], instrument: string) {
  let position = ZERO;
  for (const { kind, instrumentId, quantity, ratio } of entries) {
    if (instrumentId !== instrument) continue;
    const size = quantity ?? '0';
    if (kind === 'buy' || kind === 'cover' || kind === 'assignment') position = position.plus(size);
    else if (kind === 'sell' || kind === 'short' || kind === 'exercise') position = position.minus(size);
    else if (kind === 'split') position = position.times(ratio ?? '1');
  }
  return position;
}

function orderBy(seed: number, id: string): number {
  let hash = seed;
  for (const letter of id) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact } from '../ledger/decimal.kernel.js';
import { draftOf, entryOf } from '../ledger/ledger-booking.kernel.js';
import { type LedgerEntry, reversalOf } from '../ledger/ledger-entry.kernel.js';
import { deriveLots } from '../ledger/lot.kernel.js';
import { correctOpening, isSameOpening, sizeOf } from './position-correction.kernel.js';

const LONG = { positionType: 'LONG', quantity: '6', openedQuantity: '10', entryPrice: '50' } as const;
const BUY = { kind: 'buy', quantity: '10', price: '50' } as const;

describe('correctOpening', () => {
  it('adds what has been closed to what shall be open', () => {
    expect(correctOpening(LONG, BUY, { quantity: '8' })).toEqual({
      opening: { kind: 'buy', quantity: '12', price: '50' },
    });
  });

  it('turns figures of today back into the shares of the opening', () => {
    const split = { ...LONG, quantity: '40', openedQuantity: '40', entryPrice: '12.5' };
    const result = correctOpening(split, BUY, { quantity: '20', entryPrice: '15' });
    expect(result).toEqual({ opening: { kind: 'buy', quantity: '5', price: '60' } });
  });

  it('leaves alone what is sent as it is', () => {
    const thirds = { ...LONG, quantity: '3.33333333', openedQuantity: '3.33333333', entryPrice: '150.00000015' };
    const result = correctOpening(thirds, BUY, { quantity: '3.33333333', entryPrice: '150.00000015' });
    expect('opening' in result && isSameOpening(result.opening, BUY)).toBe(true);
  });

  it('turns a long into a short, and takes its quantity with or without a minus', () => {
    for (const quantity of ['8', '-8']) {
      expect(correctOpening(LONG, BUY, { positionType: 'SHORT', quantity })).toEqual({
        opening: { kind: 'short', quantity: '12', price: '50' },
      });
    }
  });

  it.each([
    [{ quantity: '0' }, 'position.sign'],
    [{ quantity: '-6.5' }, 'position.sign'],
    [{ positionType: 'LC' as const }, 'position.other_instrument'],
  ])('refuses %o', (wanted, code) => {
    expect(correctOpening(LONG, BUY, wanted)).toMatchObject({ fault: { code } });
  });

  it('refuses a figure that a split cannot give back exactly', () => {
    const tripled = { ...LONG, quantity: '30', openedQuantity: '30', entryPrice: '16.66666667' };
    expect(correctOpening(tripled, BUY, { quantity: '10' })).toMatchObject({ fault: { field: 'quantity' } });
    expect(correctOpening(tripled, BUY, { quantity: '15' })).toMatchObject({ opening: { quantity: '5' } });
  });

  it('gives a ledger whose lot is what was asked for, with its closes and its id', () => {
    const cents = fc.integer({ min: 1, max: 1_000_000 }).map((n) => new Exact(n).div(100).toFixed());
    const cases = fc.record({
      opened: fc.integer({ min: 2, max: 10_000 }),
      closedPart: fc.double({ min: 0, max: 0.99, noNaN: true }),
      wanted: fc.integer({ min: 1, max: 10_000 }),
      price: cents,
      newPrice: cents,
      ratio: fc.constantFrom(null, '2', '4', '10', '0.5'),
      isShort: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ opened, closedPart, wanted, price, newPrice, ratio, isShort }) => {
        const about = { instrumentId: 'A', multiplier: 1 };
        const closed = Math.floor(opened * closedPart);
        const drafts = [
          draftOf({ kind: isShort ? 'short' : 'buy', tradeDate: '2024-01-02', ...about, quantity: `${opened}`, price }),
          ...(closed > 0
            ? [{ kind: isShort ? ('cover' as const) : ('sell' as const), quantity: `${closed}`, price: '7' }]
            : []
          ).map((trade) => draftOf({ ...trade, tradeDate: '2024-01-03', ...about, lotId: 'e1' })),
          ...(ratio === null ? [] : [draftOf({ kind: 'split', tradeDate: '2024-01-04', ...about, ratio })]),
        ];
        const entries = drafts.map((draft, index) => entryOf(draft, `e${index + 1}`, index + 1));
        const [lot] = deriveLots(entries, 'fifo').lots;
        const signed = (quantity: string): string => new Exact(isShort ? `-${quantity}` : quantity).toFixed();
        const position = {
          positionType: isShort ? ('SHORT' as const) : ('LONG' as const),
          quantity: lot!.quantity,
          openedQuantity: signed(lot!.openedQuantity),
          entryPrice: lot!.entryPrice,
        };
        const opening = { kind: isShort ? ('short' as const) : ('buy' as const), quantity: `${opened}`, price };
        const result = correctOpening(position, opening, { quantity: `${wanted}`, entryPrice: newPrice });
        fc.pre('opening' in result);
        if (!('opening' in result)) return;
        const reversal: LedgerEntry = { ...reversalOf(entries[0]!), id: 'r', sequence: 90 };
        const draft = draftOf({ ...result.opening, tradeDate: '2024-01-02', ...about });
        const again = { ...entryOf(draft, 'c', 91), lotId: 'e1' };
        const { lots, realized, problems } = deriveLots([...entries, reversal, again], 'fifo');
        expect(problems).toEqual([]);
        expect(lots).toHaveLength(1);
        expect({ id: lots[0]!.id, quantity: lots[0]!.quantity }).toEqual({ id: 'e1', quantity: signed(`${wanted}`) });
        expect(new Exact(lots[0]!.entryPrice).minus(newPrice).abs().lt('1e-30')).toBe(true);
        expect(realized.map(({ quantityClosed }) => quantityClosed)).toEqual(closed > 0 ? [`${closed}`] : []);
      }),
      { numRuns: 200 },
    );
  });
});

describe('sizeOf', () => {
  it.each([
    ['10', 'LONG', '10'],
    ['-10', 'LONG', null],
    ['10', 'SC', '10'],
    ['-10', 'SHORT', '10'],
    ['0', 'SHORT', null],
  ] as const)('reads %s of a %s as %s', (quantity, type, expected) => {
    expect(sizeOf(quantity, type)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { type LedgerEntry } from './ledger-entry.kernel.js';
import { effectiveEntries } from './ledger-order.kernel.js';

const entry = (id: string, fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id,
  sequence: Number(id.slice(1)),
  kind: 'deposit',
  tradeDate: '2025-03-03',
  instrumentId: null,
  quantity: null,
  price: null,
  multiplier: 1,
  amount: '1',
  fees: '0',
  ratio: null,
  lotId: null,
  reversesId: null,
  ...fields,
});

const order = (entries: LedgerEntry[]) => effectiveEntries(entries).entries.map(({ id }) => id);

describe('effectiveEntries', () => {
  it('orders by date, then split, trades in order of booking, expiry', () => {
    const entries = [
      entry('e1', { kind: 'expiry' }),
      entry('e3', { kind: 'sell' }),
      entry('e2', { kind: 'buy' }),
      entry('e4', { kind: 'split' }),
      entry('e5', { tradeDate: '2025-03-01' }),
    ];
    expect(order(entries)).toEqual(['e5', 'e4', 'e2', 'e3', 'e1']);
    expect(order(entries.toReversed())).toEqual(order(entries));
  });

  it('leaves out a reversal and what it reverses, on whatever date', () => {
    const reversal = entry('e3', { reversesId: 'e1', tradeDate: '2025-06-01' });
    expect(order([entry('e1'), entry('e2'), reversal])).toEqual(['e2']);
  });

  it('reports a reversal of nothing, of a reversal, and a second one', () => {
    const entries = [
      entry('e1'),
      entry('e2', { reversesId: 'e1' }),
      entry('e3', { reversesId: 'e1' }),
      entry('e4', { reversesId: 'e2' }),
      entry('e5', { reversesId: 'e9' }),
    ];
    expect(effectiveEntries(entries)).toMatchObject({
      entries: [],
      problems: [
        { entryId: 'e3', code: 'ledger.repeated_reversal' },
        { entryId: 'e4', code: 'ledger.unknown_reversal' },
        { entryId: 'e5', code: 'ledger.unknown_reversal' },
      ],
    });
  });

  it('puts a corrected opening where the one was that it corrects', () => {
    const entries = [
      entry('e1', { kind: 'buy', instrumentId: 'A' }),
      entry('e2', { kind: 'sell', instrumentId: 'A' }),
      entry('e3', { kind: 'buy', instrumentId: 'A', reversesId: 'e1' }),
      entry('e4', { kind: 'buy', instrumentId: 'A', lotId: 'e1' }),
    ];
    expect(order(entries)).toEqual(['e4', 'e2']);
  });

  it('leaves a correction with another instrument in the order of its booking', () => {
    const entries = [
      entry('e1', { kind: 'buy', instrumentId: 'A' }),
      entry('e2', { kind: 'buy', instrumentId: 'B' }),
      entry('e3', { kind: 'buy', instrumentId: 'A', reversesId: 'e1' }),
      entry('e4', { kind: 'buy', instrumentId: 'B', lotId: 'e1' }),
    ];
    expect(order(entries)).toEqual(['e2', 'e4']);
    expect(order(entries.slice(1))).toEqual(['e2', 'e4']);
  });

  it('does not reorder its argument', () => {
    const entries = [entry('e2'), entry('e1')];
    effectiveEntries(entries);
    expect(entries.map(({ id }) => id)).toEqual(['e2', 'e1']);
  });
});

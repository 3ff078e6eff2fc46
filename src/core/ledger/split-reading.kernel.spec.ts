import { describe, expect, it } from 'vitest';
import { cashEffect, type LedgerDraft, type LedgerEntry, type LedgerKind, reversalOf } from './ledger-entry.kernel.js';
import { readSplits } from './split-reading.kernel.js';

type Line = [kind: LedgerKind, day: number, fields: Partial<LedgerDraft>];

const date = (day: number) => `2025-03-${String(day).padStart(2, '0')}`;
const ledger = (...lines: Line[]): LedgerEntry[] =>
  lines.map(([kind, day, fields], i) => {
    const blank = { quantity: null, price: null, amount: null, fees: '0', ratio: null, lotId: null, reversesId: null };
    const draft = { ...blank, kind, tradeDate: date(day), instrumentId: 'A', multiplier: 1, ...fields };
    return { ...draft, id: `e${i + 1}`, sequence: i + 1, amount: cashEffect(draft) };
  });
const buy = (day: number, quantity = '100'): Line => ['buy', day, { quantity, price: '200' }];
const sell = (day: number, quantity = '100'): Line => ['sell', day, { quantity, price: '50' }];
const split = (day: number, ratio = '4'): Line => ['split', day, { ratio }];

const market = [{ instrumentId: 'A', date: date(10), ratio: '4.000000000000' }];
const read = (...lines: Line[]) => readSplits(ledger(...lines), market, 'fifo');

describe('readSplits', () => {
  it('finds one due that a lot is held over', () => {
    expect(read(buy(3))).toEqual({ events: market, due: market, unclear: [] });
    expect(read(buy(3), sell(5, '40'), buy(12))).toMatchObject({ due: market });
  });

  it('reads prices with one that nothing is held over, and books nothing', () => {
    for (const lines of [[buy(3), sell(9)], [buy(10)], []] as Line[][]) {
      expect(read(...lines)).toEqual({ events: market, due: [], unclear: [] });
    }
  });

  it('knows one that the ledger has, on the day of the market and with the ratio of the ledger', () => {
    expect(read(buy(3), split(10))).toEqual({ events: [{ ...market[0], ratio: '4' }], due: [], unclear: [] });
    expect(read(buy(3), split(14, '3.999999'))).toMatchObject({ events: [{ ...market[0], ratio: '3.999999' }] });
  });

  it('adds those that only the ledger has', () => {
    const own = { instrumentId: 'A', date: date(20), ratio: '4' };
    expect(read(buy(3), split(20))).toEqual({ events: [market[0], own], due: market, unclear: [] });
    expect(readSplits(ledger(buy(3), split(20)), [], 'fifo').events).toEqual([own]);
  });

  it('leaves out one that was booked and reversed', () => {
    const entries = ledger(buy(3), split(10));
    const reversal = { ...reversalOf(entries[1]!), id: 'e3', sequence: 3 };
    expect(readSplits([...entries, reversal], market, 'fifo')).toEqual({ events: [], due: [], unclear: [] });
    const again = { ...entries[1]!, id: 'e4', sequence: 4 };
    expect(readSplits([...entries, reversal, again], market, 'fifo').events).toHaveLength(1);
  });

  it('leaves one to the user when lots of before were closed since as if there had been none', () => {
    expect(read(buy(3), sell(12, '40'))).toEqual({ events: [], due: [], unclear: market });
  });

  it('leaves one to the user when the ledger has another ratio about that day', () => {
    const own = { instrumentId: 'A', date: date(11), ratio: '3' };
    expect(read(buy(3), split(11, '3'))).toEqual({ events: [own], due: [], unclear: market });
  });

  it('keeps instruments apart', () => {
    expect(
      read(
        ['buy', 3, { instrumentId: 'B', quantity: '1', price: '1' }],
        ['split', 10, { instrumentId: 'B', ratio: '4' }],
      ),
    ).toEqual({
      events: [market[0], { instrumentId: 'B', date: date(10), ratio: '4' }],
      due: [],
      unclear: [],
    });
  });
});

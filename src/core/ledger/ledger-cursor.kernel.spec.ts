import { describe, expect, it } from 'vitest';
import { LedgerCursor, type LedgerState } from './ledger-cursor.kernel.js';
import { cashEffect, type LedgerDraft, type LedgerEntry, type LedgerKind, reversalOf } from './ledger-entry.kernel.js';

type Line = [kind: LedgerKind, day: number, fields: Partial<LedgerDraft>];

const date = (day: number) => `2025-03-${String(day).padStart(2, '0')}`;

const ledger = (...lines: Line[]): LedgerEntry[] =>
  lines.map(([kind, day, fields], i) => {
    const blank = { quantity: null, price: null, amount: null, fees: '0', ratio: null, lotId: null, reversesId: null };
    const draft = { ...blank, kind, tradeDate: date(day), instrumentId: 'A', multiplier: 1, ...fields };
    return { ...draft, id: `e${i + 1}`, sequence: i + 1, amount: cashEffect(draft) };
  });

const cursorOver = (...lines: Line[]) => new LedgerCursor(ledger(...lines), 'fifo');

const money = ({ cash, flow, cumulativeFlow, realized, cumulativeRealized, income }: LedgerState) =>
  [cash, flow, cumulativeFlow, realized, cumulativeRealized, income].map(Number);

describe('LedgerCursor', () => {
  it('windows the daily figures and accumulates the others', () => {
    const cursor = cursorOver(
      ['deposit', 3, { amount: '1000', instrumentId: null }],
      ['buy', 3, { quantity: '10', price: '50', fees: '1' }],
      ['sell', 4, { quantity: '5', price: '60' }],
      ['dividend', 4, { amount: '7' }],
      ['fee', 4, { amount: '2' }],
      ['withdrawal', 5, { amount: '100', instrumentId: null }],
    );
    expect(money(cursor.advanceTo(date(3)))).toEqual([499, 1000, 1000, 0, 0, 0]);
    expect(money(cursor.advanceTo(date(4)))).toEqual([804, 0, 1000, 49.5, 49.5, 5]);
    expect(money(cursor.advanceTo(date(5)))).toEqual([704, -100, 900, 0, 49.5, 0]);
  });

  it('counts what is dated on a weekend in the next session', () => {
    const cursor = cursorOver(['deposit', 1, { amount: '10' }], ['deposit', 8, { amount: '5' }]);
    expect(Number(cursor.advanceTo(date(3)).flow)).toBe(10);
    expect(Number(cursor.advanceTo(date(7)).flow)).toBe(0);
    expect(Number(cursor.advanceTo(date(10)).flow)).toBe(5);
  });

  it('holds lots with signed quantities, cost and unspent opening fees', () => {
    const cursor = cursorOver(
      ['buy', 3, { quantity: '10', price: '50', fees: '2' }],
      ['sell', 4, { quantity: '5', price: '60' }],
      ['short', 4, { quantity: '3', price: '2', multiplier: 100, instrumentId: 'B' }],
    );
    const { holdings } = cursor.advanceTo(date(4));
    expect(
      holdings.map(({ lotId, quantity, costBasis, openFees }) => [
        lotId,
        ...[quantity, costBasis, openFees].map(Number),
      ]),
    ).toEqual([
      ['e1', 5, 250, 1],
      ['e3', -3, -600, 0],
    ]);
    expect(holdings[0]?.openedOn).toBe(date(3));
  });

  it('keeps earlier states as they were, and one copy while nothing changes', () => {
    const cursor = cursorOver(['buy', 3, { quantity: '10', price: '50' }], ['sell', 5, { quantity: '4', price: '60' }]);
    const [first, second, third] = [3, 4, 5].map((day) => cursor.advanceTo(date(day)));
    expect(second?.holdings).toBe(first?.holdings);
    expect([first, third].map((state) => Number(state?.holdings[0]?.quantity))).toEqual([10, 6]);
  });

  it('shows the newest mark, restated by splits after it', () => {
    const cursor = cursorOver(
      ['mark', 3, { price: '90' }],
      ['mark', 4, { price: '100' }],
      ['split', 5, { ratio: '4' }],
      ['mark', 6, { price: '26' }],
      ['split', 6, { ratio: '2' }],
    );
    const marks = [3, 4, 5, 6].map((day) => cursor.advanceTo(date(day)).marks.get('A'));
    expect(marks.map((mark) => [Number(mark?.price), mark?.date])).toEqual([
      [90, date(3)],
      [100, date(4)],
      [25, date(4)],
      [26, date(6)],
    ]);
  });

  it('knows the splits to come and those since a day, from the ledger or from the market', () => {
    const lines: Line[] = [
      ['buy', 3, { quantity: '1', price: '50' }],
      ['split', 5, { ratio: '4' }],
    ];
    const own = cursorOver(...lines);
    const before = own.advanceTo(date(4));
    const after = own.advanceTo(date(5));
    expect([before, after].map((state) => Number(state.futureSplitFactor('A')))).toEqual([4, 1]);
    expect(Number(after.splitFactorSince('A', date(4)))).toBe(4);
    expect(Number(after.splitFactorSince('A', date(5)))).toBe(1);
    const later = [
      { instrumentId: 'A', date: date(5), ratio: '4' },
      { instrumentId: 'A', date: date(20), ratio: '3' },
    ];
    expect(Number(new LedgerCursor(ledger(...lines), 'fifo', later).advanceTo(date(4)).futureSplitFactor('A'))).toBe(
      12,
    );
  });

  it('accumulates dividends by instrument', () => {
    const cursor = cursorOver(
      ['dividend', 3, { amount: '7' }],
      ['dividend', 4, { amount: '-2' }],
      ['dividend', 4, { amount: '1', instrumentId: 'B' }],
    );
    const first = cursor.advanceTo(date(3));
    const second = cursor.advanceTo(date(4));
    expect([...first.dividendsBooked].map(([id, sum]) => [id, Number(sum)])).toEqual([['A', 7]]);
    expect([...second.dividendsBooked].map(([id, sum]) => [id, Number(sum)])).toEqual([
      ['A', 5],
      ['B', 1],
    ]);
  });

  it('goes forward only', () => {
    const cursor = cursorOver();
    expect(cursor.advanceTo(date(4)).previousSession).toBeNull();
    expect(() => cursor.advanceTo(date(4))).toThrow(RangeError);
    expect(() => cursor.advanceTo(date(3))).toThrow(RangeError);
    expect(cursor.advanceTo(date(5)).previousSession).toBe(date(4));
  });

  it('leaves out an entry with a problem and reports it once it is read', () => {
    const cursor = cursorOver(['deposit', 3, { amount: '10' }], ['sell', 4, { quantity: '1', price: '5' }]);
    cursor.advanceTo(date(3));
    expect(cursor.problems).toEqual([]);
    expect(Number(cursor.advanceTo(date(4)).cash)).toBe(10);
    expect(cursor.problems).toMatchObject([{ entryId: 'e2', code: 'ledger.oversold' }]);
  });

  it('does not see an entry that is reversed on a later day', () => {
    const entries = ledger(['deposit', 3, { amount: '10' }]);
    const reversal = { ...reversalOf(entries[0]!), tradeDate: date(20), id: 'e2', sequence: 2 };
    expect(Number(new LedgerCursor([...entries, reversal], 'fifo').advanceTo(date(3)).cash)).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { ZERO } from './decimal.kernel.js';
import { cashEffect, type LedgerDraft, type LedgerEntry, type LedgerKind, reversalOf } from './ledger-entry.kernel.js';
import { type LotMethod } from './lot-book.kernel.js';
import { deriveLots } from './lot.kernel.js';

type Line = [kind: LedgerKind, day: number, fields: Partial<LedgerDraft>];

/** Entries e1, e2, … on days of March 2025, of instrument A unless said otherwise. */
const ledger = (...lines: Line[]): LedgerEntry[] =>
  lines.map(([kind, day, fields], i) => {
    const tradeDate = `2025-03-${String(day).padStart(2, '0')}`;
    const blank = { quantity: null, price: null, amount: null, fees: '0', ratio: null, lotId: null, reversesId: null };
    const draft = { ...blank, kind, tradeDate, instrumentId: 'A', multiplier: 1, ...fields };
    return { ...draft, id: `e${i + 1}`, sequence: i + 1, amount: cashEffect(draft) };
  });

const of = (quantity: number | string, price: number | string, more: Partial<LedgerDraft> = {}) => ({
  quantity: String(quantity),
  price: String(price),
  ...more,
});

const derive = (method: LotMethod, ...lines: Line[]) => deriveLots(ledger(...lines), method);

describe('deriveLots', () => {
  it('closes a lot in parts and weighs the exit price by quantity', () => {
    const opened: Line[] = [
      ['buy', 3, of(100, 10)],
      ['sell', 4, of(40, 12)],
    ];
    expect(derive('fifo', ...opened).lots).toMatchObject([
      { id: 'e1', side: 'long', quantity: '60', closedOn: null, exitPrice: null, realizedPnl: '80' },
    ]);
    const { lots, realized, cash } = derive('fifo', ...opened, ['sell', 5, of(60, 13)]);
    expect(lots).toMatchObject([
      { quantity: '0', openedQuantity: '100', closedOn: '2025-03-05', exitPrice: '12.6', realizedPnl: '260' },
    ]);
    expect(realized).toEqual([
      { lotId: 'e1', entryId: 'e2', tradeDate: '2025-03-04', quantityClosed: '40', exitPrice: '12', realizedPnl: '80' },
      {
        lotId: 'e1',
        entryId: 'e3',
        tradeDate: '2025-03-05',
        quantityClosed: '60',
        exitPrice: '13',
        realizedPnl: '180',
      },
    ]);
    expect(cash).toBe('260');
  });

  it('takes closing fees, and opening fees by the part closed, from realised P&L', () => {
    const { lots, realized } = derive(
      'fifo',
      ['buy', 3, of(100, 10, { fees: '5' })],
      ['sell', 4, of(40, 12, { fees: '1' })],
    );
    expect(realized[0]?.realizedPnl).toBe('77');
    expect(lots[0]?.fees).toBe('6');
  });

  it('shares closing fees between the lots of one sale', () => {
    const { realized, cash } = derive(
      'fifo',
      ['buy', 3, of(10, 10)],
      ['buy', 4, of(30, 10)],
      ['sell', 5, of(40, 10, { fees: '4' })],
    );
    expect(realized.map(({ realizedPnl }) => realizedPnl)).toEqual(['-1', '-3']);
    expect(cash).toBe('-4');
  });

  it('gains on a short when the price falls', () => {
    const { lots, cash } = derive('fifo', ['short', 3, of(50, 20)], ['cover', 4, of(20, 15)]);
    expect(lots).toMatchObject([{ side: 'short', openedQuantity: '50', quantity: '-30', realizedPnl: '100' }]);
    expect(cash).toBe('700');
  });

  it('ties realised P&L to cash where amounts are rounded', () => {
    const { realized, cash } = derive(
      'fifo',
      ['buy', 3, of('0.12345678', '1.234567')],
      ['buy', 3, of('0.00000007', '3.333333')],
      ['sell', 4, of('0.12345685', '2.345679')],
    );
    const total = realized.reduce((sum, { realizedPnl }) => sum.plus(realizedPnl), ZERO);
    expect(total.toFixed()).toBe(cash);
  });

  it.each([
    ['fifo', ['5', '10', '10'], '20'],
    ['lifo', ['10', '10', '5'], '15'],
    ['highest_cost', ['10', '5', '10'], '0'],
    ['average', ['5', '10', '10'], '11.66666667'],
    ['chosen', ['5', '10', '10'], '20'],
  ] as const)('%s picks its lots', (method, quantities, realized) => {
    const { lots } = derive(
      method,
      ['buy', 3, of(10, 10)],
      ['buy', 4, of(10, 14)],
      ['buy', 5, of(10, 11)],
      ['sell', 6, of(5, 14)],
    );
    expect(lots.map(({ quantity }) => quantity)).toEqual(quantities);
    expect(lots.reduce((sum, { realizedPnl }) => sum + Number(realizedPnl), 0)).toBeCloseTo(Number(realized), 8);
  });

  it('covers the cheapest-sold short first under highest_cost', () => {
    const { realized } = derive(
      'highest_cost',
      ['short', 3, of(5, 20)],
      ['short', 4, of(5, 15)],
      ['cover', 5, of(5, 10)],
    );
    expect(realized).toMatchObject([{ lotId: 'e2', realizedPnl: '25' }]);
  });

  it('gives all open lots the average price at a close', () => {
    const { lots } = derive('average', ['buy', 3, of(10, 10)], ['buy', 4, of(30, 20)], ['sell', 5, of(4, 20)]);
    expect(lots).toMatchObject([
      { quantity: '6', entryPrice: '17.5', realizedPnl: '10' },
      { quantity: '30', entryPrice: '17.5' },
    ]);
  });

  it.each(['fifo', 'chosen'] as const)('closes the lot an entry names under %s', (method) => {
    const opened: Line[] = [
      ['buy', 3, of(10, 10)],
      ['buy', 4, of(10, 14)],
    ];
    const { lots } = derive(method, ...opened, ['sell', 5, of(10, 15, { lotId: 'e2' })]);
    expect(lots.map(({ quantity }) => quantity)).toEqual(['10', '0']);
    expect(derive(method, ...opened, ['sell', 5, of(1, 15, { lotId: 'e9' })]).problems).toMatchObject([
      { entryId: 'e3', code: 'ledger.unknown_lot' },
    ]);
    expect(derive(method, ...opened, ['sell', 5, of(11, 15, { lotId: 'e2' })]).problems).toMatchObject([
      { entryId: 'e3', code: 'ledger.oversold' },
    ]);
  });

  it.each([
    ['sell', ['buy', 3, of(10, 10)]],
    ['cover', ['short', 3, of(10, 10)]],
    ['sell', ['short', 3, of(20, 10)]],
  ] as [LedgerKind, Line][])('leaves out a %s beyond what is held, cash included', (kind, opening) => {
    const before = derive('fifo', opening);
    const { problems, ...after } = derive('fifo', opening, [kind, 4, of(11, 12)]);
    expect(problems).toMatchObject([{ entryId: 'e2', code: 'ledger.oversold' }]);
    expect({ ...after, problems: [] }).toEqual(before);
  });

  it('reports an entry that lacks its figures', () => {
    const [complete] = ledger(['buy', 3, of(10, 10)]);
    const { problems, cash } = deriveLots([{ ...complete!, price: null }], 'fifo');
    expect(problems).toMatchObject([{ entryId: 'e1', code: 'ledger.incomplete' }]);
    expect(cash).toBe('0');
  });
});

describe('deriveLots on corporate actions', () => {
  it('splits what is open before the trades of the day, also when booked after them', () => {
    const { lots } = derive(
      'fifo',
      ['buy', 3, of(10, 100)],
      ['sell', 4, of(4, 110)],
      ['sell', 5, of(60, 12)],
      ['buy', 5, of(7, 12)],
      ['split', 5, { ratio: '10' }],
    );
    expect(lots).toMatchObject([
      { entryPrice: '10', openedQuantity: '100', quantity: '0', exitPrice: '11.6', realizedPnl: '160' },
      { entryPrice: '12', openedQuantity: '7', quantity: '7' },
    ]);
  });

  it('loses no cent to a split into thirds', () => {
    const { lots, cash } = derive(
      'fifo',
      ['buy', 3, of(7, '10.01')],
      ['split', 4, { ratio: '3' }],
      ['sell', 5, of(10, 5)],
      ['sell', 6, of(11, 5)],
    );
    expect(lots[0]?.realizedPnl).toBe('34.93');
    expect(cash).toBe('34.93');
  });

  it('rounds the shares of a reverse split to eight decimals', () => {
    const { lots, problems } = derive(
      'fifo',
      ['buy', 3, of(300, 1)],
      ['split', 4, { ratio: '0.333333333333' }],
      ['sell', 5, of(100, 4)],
    );
    expect(problems).toEqual([]);
    expect(lots).toMatchObject([{ openedQuantity: '100', quantity: '0', realizedPnl: '100' }]);
  });

  it('expires everything held at zero, or the quantity given', () => {
    const option = { multiplier: 100 };
    const opened: Line[] = [
      ['buy', 3, of(2, '3.15', option)],
      ['short', 4, { ...of(3, 2, option), instrumentId: 'B' }],
    ];
    const { lots, problems } = derive(
      'fifo',
      ...opened,
      ['expiry', 5, {}],
      ['expiry', 5, { instrumentId: 'B', quantity: '1' }],
    );
    expect(problems).toEqual([]);
    expect(lots).toMatchObject([
      { quantity: '0', closedOn: '2025-03-05', exitPrice: '0', realizedPnl: '-630' },
      { quantity: '-2', closedOn: null, realizedPnl: '200' },
    ]);
  });

  it('lets the lot that an expiry names expire, whatever else is open on either side', () => {
    const opened: Line[] = [
      ['buy', 3, of(2, 5)],
      ['short', 4, of(2, 4)],
      ['buy', 5, of(2, 6)],
    ];
    const ofShort = derive('fifo', ...opened, ['expiry', 10, { quantity: '2', lotId: 'e2' }]);
    expect(ofShort.lots.map(({ quantity, realizedPnl }) => [quantity, realizedPnl])).toEqual([
      ['2', '0'],
      ['0', '8'],
      ['2', '0'],
    ]);
    const ofNewer = derive('fifo', ...opened, ['expiry', 10, { lotId: 'e3' }], ['sell', 11, of(2, 7, { lotId: 'e1' })]);
    expect(ofNewer.problems).toEqual([]);
    expect(ofNewer.lots.map(({ realizedPnl }) => realizedPnl)).toEqual(['4', '0', '-12']);
    const unknown = derive('fifo', ...opened, ['expiry', 10, { lotId: 'e9' }]);
    expect(unknown.problems).toMatchObject([{ entryId: 'e4', code: 'ledger.unknown_lot' }]);
  });

  it('accepts an expiry of nothing, but no exercise of nothing', () => {
    expect(derive('fifo', ['expiry', 5, {}]).problems).toEqual([]);
    expect(derive('fifo', ['exercise', 5, {}]).problems).toMatchObject([{ code: 'ledger.oversold' }]);
  });

  it('exercises longs and assigns shorts, fees included', () => {
    const long = derive('fifo', ['buy', 3, of(1, 2, { multiplier: 100 })], ['exercise', 4, { fees: '5' }]);
    expect(long).toMatchObject({ lots: [{ quantity: '0', realizedPnl: '-205' }], cash: '-205' });
    const short = derive('fifo', ['short', 3, of(1, 2, { multiplier: 100 })], ['assignment', 4, {}]);
    expect(short).toMatchObject({ lots: [{ quantity: '0', realizedPnl: '200' }], cash: '200' });
    expect(derive('fifo', ['short', 3, of(1, 2)], ['exercise', 4, {}]).problems).toHaveLength(1);
  });

  it('changes no lot by a mark', () => {
    const bought: Line = ['buy', 3, of(10, 10)];
    expect(derive('fifo', bought, ['mark', 4, { price: '99' }])).toEqual(derive('fifo', bought));
  });
});

describe('deriveLots on reversals', () => {
  it('reads as if neither entry had been booked', () => {
    const entries = ledger(['buy', 3, of(10, 10)], ['sell', 4, of(10, 12)], ['buy', 5, of(1, 1)]);
    const reversal: LedgerEntry = { ...reversalOf(entries[1]!), id: 'e4', sequence: 4 };
    const without = entries.filter(({ id }) => id !== 'e2');
    expect(deriveLots([...entries, reversal], 'fifo')).toEqual(deriveLots(without, 'fifo'));
  });

  it('reports trades that a reversal leaves uncovered', () => {
    const entries = ledger(['buy', 3, of(10, 10)], ['sell', 4, of(10, 12)]);
    const reversal: LedgerEntry = { ...reversalOf(entries[0]!), id: 'e3', sequence: 3 };
    expect(deriveLots([...entries, reversal], 'fifo').problems).toMatchObject([
      { entryId: 'e2', code: 'ledger.oversold' },
    ]);
  });

  it('goes on with a lot whose opening is corrected, and with what was closed of it', () => {
    const entries = ledger(['buy', 3, of(10, 10)], ['sell', 3, of(4, 12, { lotId: 'e1' })]);
    const reversal: LedgerEntry = { ...reversalOf(entries[0]!), id: 'e3', sequence: 3 };
    const draft = { ...entries[0]!, quantity: '8', price: '9', lotId: 'e1' };
    const corrected: LedgerEntry = { ...draft, id: 'e4', sequence: 4, amount: cashEffect(draft) };
    const { lots, realized, problems } = deriveLots([...entries, reversal, corrected], 'fifo');
    expect(problems).toEqual([]);
    expect(lots).toMatchObject([{ id: 'e1', quantity: '4', openedQuantity: '8', entryPrice: '9', realizedPnl: '12' }]);
    expect(realized).toMatchObject([{ lotId: 'e1', entryId: 'e2', quantityClosed: '4' }]);
  });
});

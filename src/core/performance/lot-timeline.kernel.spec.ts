import { describe, expect, it } from 'vitest';
import { Exact, ZERO } from '../ledger/decimal.kernel.js';
import { draftOf, entryOf } from '../ledger/ledger-booking.kernel.js';
import { type LedgerDraft } from '../ledger/ledger-entry.kernel.js';
import { attribute } from './attribution.kernel.js';
import { lotTimeline } from './lot-timeline.kernel.js';
import { measureLot } from './position-performance.kernel.js';

const ledger = (...drafts: (Pick<LedgerDraft, 'kind' | 'tradeDate'> & Partial<LedgerDraft>)[]) =>
  drafts.map((draft, i) => entryOf(draftOf({ instrumentId: 'A', ...draft }), `e${i + 1}`, i + 1));

describe('lotTimeline', () => {
  const entries = ledger(
    { kind: 'buy', tradeDate: '2024-01-02', quantity: '1', price: '10' },
    { kind: 'buy', tradeDate: '2024-01-02', quantity: '2', price: '10' },
    { kind: 'short', tradeDate: '2024-01-02', quantity: '4', price: '10' },
    { kind: 'dividend', tradeDate: '2024-01-03', amount: '1' },
    { kind: 'dividend', tradeDate: '2024-01-03', amount: '-1.2' },
    { kind: 'borrow_fee', tradeDate: '2024-01-03', amount: '0.5' },
  );
  const incomeOf = (id: string): string[] =>
    lotTimeline(entries, 'fifo', id)!.income.map(({ amount }) => amount.toFixed());

  it('shares what an instrument pays by quantity, exactly, with the side that it concerns', () => {
    expect(incomeOf('e1')).toEqual(['0.33333333']);
    expect(incomeOf('e2')).toEqual(['0.66666667']);
    expect(incomeOf('e3')).toEqual(['-1.2', '-0.5']);
  });

  it('knows no lot that the ledger does not open', () => {
    expect(lotTimeline(entries, 'fifo', 'e4')).toBeNull();
  });
});

describe('measureLot', () => {
  const day = (date: string, marketValue: string | null, costBasis: string | null) => {
    return { date, marketValue, costBasis, isUnpriced: false };
  };

  it('returns on a short what the price fell by', () => {
    const timeline = lotTimeline(
      ledger({ kind: 'short', tradeDate: '2024-01-02', quantity: '10', price: '100' }),
      'fifo',
      'e1',
    )!;
    const days = [
      day('2024-01-02', '-1000', '-1000'),
      day('2024-01-03', '-950', '-1000'),
      day('2024-01-04', '-900', '-1000'),
    ];
    const { pnl, returns } = measureLot({ timeline, start: '2023-12-29', startDay: null, days, isTotalReturn: false });
    expect(pnl.ok && pnl.value.total.toFixed()).toBe('100');
    expect(returns.timeWeighted).toEqual({ ok: true, value: expect.closeTo(0.1, 12) });
  });

  it('adds up realised, unrealised, fees and income, and has no value after its end', () => {
    const timeline = lotTimeline(
      ledger(
        { kind: 'buy', tradeDate: '2024-01-02', quantity: '10', price: '100', fees: '2' },
        { kind: 'sell', tradeDate: '2024-01-03', quantity: '4', price: '110', fees: '1' },
        { kind: 'dividend', tradeDate: '2024-01-03', amount: '6' },
        { kind: 'sell', tradeDate: '2024-01-04', quantity: '6', price: '120', fees: '1' },
      ),
      'fifo',
      'e1',
    )!;
    const days = [
      day('2024-01-02', '1000', '1000'),
      day('2024-01-03', '660', '600'),
      day('2024-01-04', null, null),
      day('2024-01-05', null, null),
    ];
    const { pnl, attribution, returns } = measureLot({
      timeline,
      start: '2023-12-29',
      startDay: null,
      days,
      isTotalReturn: false,
    });
    // 40 and 120 from the price, less fees of 4, and a dividend of 6.
    expect(pnl.ok && [pnl.value.total.toFixed(), pnl.value.realized.toFixed(), pnl.value.unrealized.toFixed()]).toEqual(
      ['162', '156', '0'],
    );
    expect(attribution.ok && [attribution.value.price.toFixed(), attribution.value.fee.toFixed()]).toEqual([
      '160',
      '-4',
    ]);
    // 1,000 ÷ 1,002, then (660 + 439 + 6) ÷ 1,000, then 719 ÷ 660.
    expect(returns.timeWeighted).toEqual({
      ok: true,
      value: expect.closeTo((1000 / 1002) * (1105 / 1000) * (719 / 660) - 1, 12),
    });
  });

  it('has none of it for a lot that never had a price', () => {
    const timeline = lotTimeline(
      ledger({ kind: 'buy', tradeDate: '2024-01-02', quantity: '1', price: '1' }),
      'fifo',
      'e1',
    )!;
    const days = [{ ...day('2024-01-02', '1', '1'), isUnpriced: true }];
    const { pnl } = measureLot({ timeline, start: '2023-12-29', startDay: null, days, isTotalReturn: false });
    expect(pnl).toEqual({ ok: false, reason: 'no-price' });
  });
});

describe('attribute', () => {
  const sum = (kind: string, amount: string, fees = '0', isPrivate = false) => ({ kind, amount, fees, isPrivate });
  const sums = [
    sum('buy', '-1002', '2'),
    sum('dividend', '6'),
    sum('fee', '-3'),
    sum('interest', '-1'),
    sum('tax', '-0.9'),
    sum('borrow_fee', '-0.1'),
    sum('deposit', '5000'),
  ];

  it('adds up to the P&L', () => {
    const parts = attribute(sums, new Exact('1050'), new Exact('49'), false);
    expect(parts.ok && Object.values(parts.value).map((part) => part.toFixed())).toEqual([
      ...['50', '6', '-5', '-1', '-0.9', '-0.1', '49'],
    ]);
  });

  it('leaves out dividends that are in the prices already, but not those of private assets', () => {
    const own = [...sums, sum('dividend', '2', '0', true)];
    const parts = attribute(own, new Exact('1050'), new Exact('45'), true);
    expect(parts.ok && parts.value.dividend.toFixed()).toBe('2');
  });

  it('says nothing when the parts do not tie to the values', () => {
    expect(attribute(sums, ZERO, new Exact('49'), false)).toEqual({ ok: false, reason: 'not-computed-yet' });
  });
});

import { describe, expect, it } from 'vitest';
import { type ExpiredOption, settleExpired, type UnderlyingClose } from './option-expiry.kernel.js';

const close = (price: string, more: Partial<UnderlyingClose> = {}): UnderlyingClose => ({
  date: '2024-11-15',
  price,
  basis: 'raw',
  laterSplits: [],
  ...more,
});
const option = (more: Partial<ExpiredOption> = {}): ExpiredOption => ({
  instrumentId: 'o',
  symbol: 'AAA241115C00100000',
  optionType: 'CALL',
  strikePrice: '100.000000',
  expirationDate: '2024-11-15',
  lastSession: '2024-11-15',
  multiplier: 100,
  longQuantity: '2.00000000',
  shortQuantity: '0',
  underlyingSymbol: 'AAA',
  close: close('90'),
  isAdjusted: false,
  isDeclined: false,
  ...more,
});
const drafts = (more: Partial<ExpiredOption>) => {
  const settlement = settleExpired(option(more));
  if (settlement.kind === 'left') throw new Error(settlement.why);
  return settlement.drafts.map(({ kind, tradeDate, quantity, price, multiplier }) =>
    [kind, tradeDate, quantity, price, multiplier].join(' '),
  );
};

describe('settleExpired', () => {
  it('lets go what is worthless, at the money too', () => {
    expect(drafts({})).toEqual(['expiry 2024-11-15   100']);
    expect(drafts({ close: close('100') })).toEqual(['expiry 2024-11-15   100']);
    expect(drafts({ optionType: 'PUT', close: close('100.5') })).toEqual(['expiry 2024-11-15   100']);
  });

  it('closes at the intrinsic value what is in the money, long and short', () => {
    expect(drafts({ close: close('112.345678') })).toEqual(['sell 2024-11-15 2.00000000 12.345678 100']);
    const both = { longQuantity: '1', shortQuantity: '3' };
    expect(drafts({ ...both, optionType: 'PUT', close: close('92.5') })).toEqual([
      'sell 2024-11-15 1 7.5 100',
      'cover 2024-11-15 3 7.5 100',
    ]);
  });

  it('compares the strike with the price as it was traded', () => {
    const adjusted = close('30', { basis: 'split_adjusted', laterSplits: ['4.000000000000'] });
    expect(drafts({ close: adjusted })).toEqual(['sell 2024-11-15 2.00000000 20 100']);
    expect(drafts({ close: { ...adjusted, basis: 'raw' } })).toEqual(['expiry 2024-11-15   100']);
  });

  it.each<[string, Partial<ExpiredOption>]>([
    ['no close of AAA', { close: null }],
    ['no close of AAA', { close: close('90', { date: '2024-11-14' }) }],
    ['contain its dividends', { close: close('90', { basis: 'total_return' }) }],
    ['AAA was split', { isAdjusted: true }],
    ['after its last day', { longQuantity: '0.00000000' }],
    ['was reversed', { isDeclined: true }],
  ])('books nothing when %s', (why, more) => {
    expect(settleExpired(option(more))).toMatchObject({ kind: 'left', why: expect.stringContaining(why) });
  });
});

import { describe, expect, it } from 'vitest';
import { type InstrumentDescription, type InstrumentView } from '../market-data/instrument.kernel.js';
import { type DescribedEntry, symbolOf, tradedInstruments } from './traded-instrument.kernel.js';

const nothing: InstrumentDescription = {
  ...{ symbol: null, investmentClass: null, investmentSubtype: null },
  ...{ underlyingSymbol: null, strikePrice: null, expirationDate: null, optionType: null },
};
const call: InstrumentDescription = {
  ...nothing,
  ...{ underlyingSymbol: 'BRK.B', strikePrice: '450.50', expirationDate: '2027-12-17', optionType: 'CALL' },
};
const CALL_SYMBOL = 'BRKB271217C00450500';
const view = (symbol: string, investmentClass: InstrumentView['investmentClass'] = 'PUBLIC'): InstrumentView => ({
  ...nothing,
  ...{ id: `id of ${symbol}`, symbol, investmentClass, ownerUserId: null, currency: 'USD', multiplier: 1 },
});
const entry = (kind: DescribedEntry['kind'], instrument: Partial<InstrumentDescription>): DescribedEntry => ({
  kind,
  instrument: { ...nothing, ...instrument },
});
/** What each entry is booked on: the symbol of an instrument that is known or brought, or the field at fault. */
const traded = (entries: readonly DescribedEntry[], ...known: readonly InstrumentView[]): string[] => {
  const bySymbol = new Map(known.map(({ symbol }) => [symbol, known.filter((one) => one.symbol === symbol)]));
  return tradedInstruments(entries, bySymbol).map((one) => {
    if (one === null) return 'cash';
    if ('known' in one) return `known ${one.known.investmentClass} ${one.known.symbol}`;
    return 'wish' in one
      ? `new ${one.wish.investmentClass} ${one.wish.symbol}`
      : one.faults.map(({ field }) => field).join();
  });
};

describe('symbolOf', () => {
  it('is the compact OCC symbol of an option, and the symbol in capitals of everything else', () => {
    expect(symbolOf(call)).toBe(CALL_SYMBOL);
    expect(symbolOf({ ...nothing, symbol: 'brkb  271217c00450500' })).toBe(CALL_SYMBOL);
    expect(symbolOf({ ...nothing, symbol: ' brk.b ' })).toBe('BRK.B');
    expect(symbolOf({ ...call, optionType: null })).toBeNull();
  });
});

describe('tradedInstruments', () => {
  it('never takes the underlying for the option, nor one contract for another', () => {
    const other = { ...call, strikePrice: '460' };
    const entries = [entry('buy', call), entry('buy', other), entry('sell', { symbol: 'BRK.B' }), entry('sell', call)];
    expect(traded(entries, view('BRK.B'))).toEqual([
      `new OPTIONS ${CALL_SYMBOL}`,
      'new OPTIONS BRKB271217C00460000',
      'known PUBLIC BRK.B',
      `new OPTIONS ${CALL_SYMBOL}`,
    ]);
    expect(traded([entry('sell', call)], view('BRK.B'))).toEqual(['underlying_symbol']);
  });

  it('takes an option of any OCC root that can be on the underlying', () => {
    const spx = { ...call, underlyingSymbol: 'SPX', symbol: 'SPXW271217C00450500' };
    expect(traded([entry('buy', spx)])).toEqual(['new OPTIONS SPXW271217C00450500']);
    expect(traded([entry('buy', { ...spx, underlyingSymbol: 'QQQ' })])).toEqual(['underlying_symbol']);
  });

  it('lets a private asset of the request hide the listed one of its symbol', () => {
    const entries = [entry('buy', { symbol: 'ACME', investmentClass: 'PRIVATE' }), entry('mark', { symbol: 'ACME' })];
    expect(traded(entries, view('ACME'))).toEqual(['new PRIVATE ACME', 'new PRIVATE ACME']);
    const listed = entry('sell', { symbol: 'ACME', investmentClass: 'PUBLIC' });
    expect(traded([...entries, listed], view('ACME')).at(-1)).toBe('known PUBLIC ACME');
  });

  it('finds what is known under a symbol that would not be accepted anew', () => {
    expect(traded([entry('buy', { symbol: '^GSPC' })], view('^GSPC'))).toEqual(['known PUBLIC ^GSPC']);
    expect(traded([entry('buy', { symbol: '^GSPC' })])).toEqual(['symbol']);
  });

  it('marks only private assets, and leaves cash alone', () => {
    expect(traded([entry('mark', call), { kind: 'deposit', instrument: null }], view(CALL_SYMBOL, 'OPTIONS'))).toEqual([
      'symbol',
      'cash',
    ]);
  });
});

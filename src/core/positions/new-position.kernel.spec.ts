import { describe, expect, it } from 'vitest';
import { checkNewPosition, namingSymbol, type NewPosition, openingOf } from './new-position.kernel.js';

const SHARES: NewPosition = {
  symbol: 'AAPL',
  quantity: '10',
  entryPrice: '100',
  positionType: 'LONG',
  investmentClass: 'PUBLIC',
  investmentSubtype: null,
  entryDate: null,
  underlyingSymbol: null,
  strikePrice: null,
  expirationDate: null,
  notes: null,
};

describe('a new position', () => {
  it('is a purchase or a short sale of its magnitude', () => {
    expect(openingOf(SHARES)).toEqual({ kind: 'buy', quantity: '10' });
    expect(openingOf({ ...SHARES, positionType: 'SHORT', quantity: '-10' })).toEqual({ kind: 'short', quantity: '10' });
  });

  it('is refused when sign, type and class contradict each other', () => {
    const codes = (given: Partial<NewPosition>) => checkNewPosition({ ...SHARES, ...given }).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ quantity: '-1' })).toEqual(['position.sign']);
    expect(codes({ quantity: '0', positionType: 'SHORT' })).toEqual(['position.sign']);
    expect(codes({ positionType: 'LC' })).toEqual(['position.type_of_class']);
    expect(codes({ investmentClass: 'OPTIONS' })).toEqual(['position.type_of_class']);
    expect(codes({ investmentClass: 'OPTIONS', positionType: 'SP', quantity: '-2' })).toEqual([]);
  });

  it('is named by its contract when that is spelt out, else by its symbol', () => {
    const contract = { underlyingSymbol: 'SPY', strikePrice: '450', expirationDate: '2027-03-19' };
    const option = { ...SHARES, investmentClass: 'OPTIONS' as const, positionType: 'LC' as const };
    expect(namingSymbol({ ...option, ...contract, symbol: 'MY_CALL' })).toBeNull();
    expect(namingSymbol({ ...option, ...contract, symbol: 'SPY270319C00450000' })).toBe('SPY270319C00450000');
    expect(namingSymbol({ ...option, symbol: 'SPY270319C00450000' })).toBe('SPY270319C00450000');
    expect(namingSymbol(SHARES)).toBe('AAPL');
  });
});

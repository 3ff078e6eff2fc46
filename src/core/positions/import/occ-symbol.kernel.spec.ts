import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatOccSymbol,
  formatPaddedOccSymbol,
  hasOccShape,
  type OccContract,
  occRoot,
  parseOccSymbol,
} from './occ-symbol.kernel.js';

const call: OccContract = { root: 'AAPL', expirationDate: '2027-01-15', optionType: 'CALL', strikePrice: '192.5' };

const contracts: fc.Arbitrary<OccContract> = fc.record({
  root: fc.stringMatching(/^[A-Z]{1,6}$/),
  expirationDate: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  optionType: fc.constantFrom('CALL' as const, 'PUT' as const),
  strikePrice: fc.integer({ min: 1, max: 99_999_999 }).map((mills) => (mills / 1000).toString()),
});

describe('parseOccSymbol', () => {
  it('reads the compact form', () => {
    expect(parseOccSymbol('AAPL270115C00192500')).toEqual(call);
  });

  it('reads the form of 21 characters, and small letters', () => {
    expect(parseOccSymbol('AAPL  270115C00192500')).toEqual(call);
    expect(parseOccSymbol('aapl270115c00192500')).toEqual(call);
  });

  it('reads a strike below a dollar and the highest one', () => {
    expect(parseOccSymbol('F270115P00000500')?.strikePrice).toBe('0.5');
    expect(parseOccSymbol('F270115P99999999')?.strikePrice).toBe('99999.999');
  });

  it.each([
    ['a root with a digit', 'AAPL1270115C00192500'],
    ['a day that is not in the calendar', 'AAPL270230C00192500'],
    ['a strike of 0', 'AAPL270115C00000000'],
  ])('refuses %s, though it has the shape', (_name, symbol) => {
    expect(parseOccSymbol(symbol)).toBeNull();
    expect(hasOccShape(symbol)).toBe(true);
  });

  it.each(['AAPL', '', 'TOOLONGX270115C00192500', 'AAPL270115X00192500', 'AAPL270115C0019250', 'SPY_C450_20240315'])(
    'takes %j for no option symbol',
    (symbol) => {
      expect(parseOccSymbol(symbol)).toBeNull();
      expect(hasOccShape(symbol)).toBe(false);
    },
  );

  it('gives back every contract that was formatted, in both forms', () => {
    fc.assert(
      fc.property(contracts, (contract) => {
        expect(parseOccSymbol(formatOccSymbol(contract))).toEqual(contract);
        expect(parseOccSymbol(formatPaddedOccSymbol(contract))).toEqual(contract);
        expect(formatPaddedOccSymbol(contract)).toHaveLength(21);
      }),
    );
  });

  it('takes no other text for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 14 }), (text) => {
        expect(parseOccSymbol(text)).toBeNull();
      }),
    );
  });
});

describe('formatOccSymbol', () => {
  it('gives different contracts different symbols', () => {
    fc.assert(
      fc.property(contracts, contracts, (one, other) => {
        expect(formatOccSymbol(one) === formatOccSymbol(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it.each([
    { root: 'BRK.B' },
    { root: '' },
    { expirationDate: '1999-12-31' },
    { expirationDate: '2027-02-30' },
    { strikePrice: '0' },
    { strikePrice: '0.0001' },
    { strikePrice: '100000' },
  ])('throws for %o', (part) => {
    expect(() => formatOccSymbol({ ...call, ...part })).toThrow(RangeError);
  });
});

describe('occRoot', () => {
  it('drops what divides a share class', () => {
    expect(['brk.b', 'BRK-B', 'BF_B'].map(occRoot)).toEqual(['BRKB', 'BRKB', 'BFB']);
  });

  it('is null for what cannot be a root', () => {
    expect(['', '2330', 'TOOLONGX', '^SPX', 'A B'].map(occRoot)).toEqual([null, null, null, null, null]);
  });
});

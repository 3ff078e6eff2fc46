import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdingsBySymbol, type LotFigures, namedHoldings } from './holdings.kernel.js';

const lot = (symbol: string, quantity: number, changes: Partial<LotFigures> = {}): LotFigures => ({
  symbol,
  name: null,
  investmentClass: 'PUBLIC',
  quantity,
  entryPrice: 100,
  price: 110,
  priceDate: '2025-11-21',
  marketValue: quantity * 110,
  unrealizedPnl: quantity * 10,
  weight: quantity / 1000,
  ...changes,
});

describe('holdingsBySymbol', () => {
  it('makes one holding of four lots', () => {
    const lots = [77.42, 77.42, 77.42, 153.82].map((quantity) => lot('MSFT', quantity));
    expect(holdingsBySymbol(lots)).toEqual([
      {
        symbol: 'MSFT',
        name: null,
        investmentClass: 'PUBLIC',
        lots: 4,
        quantity: 386.08,
        entryPrice: 100,
        price: 110,
        priceDate: '2025-11-21',
        marketValue: expect.closeTo(42_468.8, 9),
        unrealizedPnl: expect.closeTo(3860.8, 9),
        weight: expect.closeTo(0.38608, 12),
      },
    ]);
  });

  it('averages entry prices by quantity, of shorts too', () => {
    const [long, short] = holdingsBySymbol([
      lot('A', 30, { entryPrice: 10 }),
      lot('A', 10, { entryPrice: 20 }),
      lot('B', -1, { entryPrice: 5 }),
      lot('B', -3, { entryPrice: 9 }),
    ]);
    expect([long!.entryPrice, short!.entryPrice]).toEqual([12.5, 8]);
  });

  it('nets long and short lots, which have no entry price in common', () => {
    expect(holdingsBySymbol([lot('A', 30), lot('A', -10)])).toMatchObject([
      { quantity: 20, entryPrice: null, lots: 2 },
    ]);
    expect(holdingsBySymbol([lot('A', 10), lot('A', -10)])).toMatchObject([{ quantity: 0, marketValue: 0 }]);
  });

  it('has no sum of what a lot lacks', () => {
    const unpriced = lot('A', 5, { marketValue: null, unrealizedPnl: null, price: null, priceDate: null });
    expect(holdingsBySymbol([unpriced, lot('A', 5)])).toMatchObject([
      { marketValue: null, unrealizedPnl: null, weight: 0.01 },
    ]);
  });

  it('keeps a private asset apart from a listed one of the same symbol', () => {
    expect(holdingsBySymbol([lot('A', 1), lot('A', 1, { investmentClass: 'PRIVATE' })])).toHaveLength(2);
  });

  it('has the largest first and every lot in one holding', () => {
    const lots = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.integer({ min: -50, max: 50 })));
    fc.assert(
      fc.property(lots, (drawn) => {
        const holdings = holdingsBySymbol(drawn.map(([symbol, quantity]) => lot(symbol, quantity)));
        const sizes = holdings.map(({ marketValue }) => Math.abs(marketValue ?? 0));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        expect(holdings.reduce((sum, { lots: count }) => sum + count, 0)).toBe(drawn.length);
        expect(new Set(holdings.map(({ symbol }) => symbol)).size).toBe(holdings.length);
      }),
    );
  });
});

describe('namedHoldings', () => {
  const held = [
    { symbol: 'AAPL', name: 'Apple Inc.' },
    { symbol: 'BRK-B', name: 'Berkshire Hathaway Inc. Class B' },
    { symbol: 'BND', name: 'Vanguard Total Bond Market ETF' },
    { symbol: 'VTI', name: 'Vanguard Total Stock Market ETF' },
    { symbol: 'V', name: 'Visa Inc.' },
    { symbol: 'HOME_EQUITY', name: 'Equity in the Primary Residence' },
    { symbol: 'XYZ', name: null },
    { symbol: 'GOOGL', name: 'Alphabet Inc.' },
    { symbol: 'META', name: null },
  ];
  const symbols = (...names: string[]): string[] => namedHoldings(held, names).found.map(({ symbol }) => symbol);

  it.each([
    [['AAPL'], ['AAPL']],
    [['aapl'], ['AAPL']],
    [['brk.b'], ['BRK-B']],
    [['BRKB'], ['BRK-B']],
    [['Apple'], ['AAPL']],
    [["Apple's"], ['AAPL']],
    [['apple stock'], ['AAPL']],
    [['Berkshire Hathaway'], ['BRK-B']],
    [['bonds'], ['BND']],
    [['Vanguard'], ['BND', 'VTI']],
    [['home equity'], ['HOME_EQUITY']],
    [['home'], ['HOME_EQUITY']],
    [['V'], ['V']],
    [
      ['visa', 'AAPL'],
      ['AAPL', 'V'],
    ],
    [['xyz'], ['XYZ']],
    [['Google'], ['GOOGL']],
    [['metals'], []],
  ])('takes %j for %j', (names, expected) => {
    expect(symbols(...names)).toEqual(expected);
  });

  it('says what it does not find, and finds nothing by a word of every name', () => {
    expect(namedHoldings(held, ['NVDA', 'market', 'stock', 'Inc', 'AAPL', '', 'B'])).toEqual({
      found: [held[0]],
      missing: ['NVDA', 'market', 'stock', 'Inc', '', 'B'],
    });
  });
});

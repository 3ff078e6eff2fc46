import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { findSimulatedInstrument } from '../market-data/simulated/simulated-universe.kernel.js';
import { DEMO_USERS, demoBook, type DemoPortfolioBook } from './demo-portfolios.kernel.js';

const ENTRY_DATE = '2025-06-30';
const BOOKS = new Map(DEMO_USERS.map((user) => [user.email, demoBook(user, ENTRY_DATE)]));

const onlyBook = (email: string): DemoPortfolioBook => {
  const books = BOOKS.get(email);
  expect(books).toHaveLength(1);
  return books![0]!;
};
const individual = onlyBook('demo_individual@sigmasight.com');
const hnw = onlyBook('demo_hnw@sigmasight.com');
const hedgeFund = onlyBook('demo_hedgefundstyle@sigmasight.com');
const [growth, privates] = BOOKS.get('demo_familyoffice@sigmasight.com') as [DemoPortfolioBook, DemoPortfolioBook];

describe('demoBook', () => {
  it.each([
    { book: individual, rows: 16, symbols: 16, equity: '485000.00', cost: '484986.03', cash: '13.97' },
    { book: hnw, rows: 39, symbols: 30, equity: '2850000.00', cost: '2844520.58', cash: '5479.42' },
    { book: hedgeFund, rows: 22, symbols: 22, equity: '3200000.00', cost: '1599987.15', cash: '1600012.85' },
    { book: growth, rows: 12, symbols: 12, equity: '1250000.00', cost: '1251718.31', cash: '-1718.31' },
    { book: privates, rows: 9, symbols: 9, equity: '950000.00', cost: '950000.00', cash: '0.00' },
  ])('sums $book.name to its equity balance', ({ book, rows, symbols, equity, cost, cash }) => {
    expect(book.lots).toHaveLength(rows);
    expect(new Set(book.lots.map((lot) => lot.symbol)).size).toBe(symbols);
    const summed = book.lots.reduce(
      (sum, lot) => sum.plus(new Decimal(lot.quantity).times(lot.entryPrice)),
      new Decimal(0),
    );
    expect(summed.toFixed()).toBe(book.cost);
    expect(summed.toFixed(2)).toBe(cost);
    expect(new Decimal(book.openingCash).toFixed(2)).toBe(cash);
    expect(new Decimal(book.openingCash).plus(book.cost).toFixed(2)).toBe(equity);
    expect(book.equityBalance).toBe(equity);
  });

  it('keeps the purchases of one symbol as separate lots', () => {
    const quantities = (symbol: string) => hnw.lots.filter((lot) => lot.symbol === symbol).map((lot) => lot.quantity);
    expect(quantities('GOOGL')).toEqual(['38.71', '385.08', '38.71', '38.71']);
    expect(quantities('MSFT')).toEqual(['77.42', '77.42', '77.42', '153.82']);
    expect(quantities('TSLA')).toEqual(['58.06', '58.06', '58.06']);
    expect(quantities('NVDA')).toEqual(['19.35', '53.98']);
  });

  it('sells short what the hedge fund holds short, for half of its equity', () => {
    const short = hedgeFund.lots.filter(({ quantity }) => quantity.startsWith('-'));
    expect(short).toHaveLength(9);
    expect(Decimal.sum(...short.map(({ cost }) => cost)).toFixed(2)).toBe('-1599996.62');
  });

  it('dates every lot by the entry date that it is given', () => {
    const dates = DEMO_USERS.flatMap((user) => demoBook(user, '2024-11-22')).flatMap(({ lots }) => lots);
    expect(new Set(dates.map((lot) => lot.entryDate))).toEqual(new Set(['2024-11-22']));
  });

  it('names every instrument and tells what it is', () => {
    expect(individual.lots[0]).toEqual({
      symbol: 'AAPL',
      name: 'Apple Inc.',
      quantity: '80.9',
      entryPrice: '204.9374',
      investmentClass: 'PUBLIC',
      subtype: 'STOCK',
      entryDate: ENTRY_DATE,
      cost: '16579.43566',
    });
    expect(individual.lots.find(({ symbol }) => symbol === 'FXNAX')).toMatchObject({ subtype: 'MUTUAL_FUND' });
    expect(hnw.lots[0]).toMatchObject({ investmentClass: 'PRIVATE', subtype: 'VENTURE_CAPITAL' });
    expect(hnw.lots.filter(({ investmentClass }) => investmentClass === 'PRIVATE')).toHaveLength(11);
  });

  it('buys public symbols at the anchor price of the simulated market', () => {
    const lots = [individual, hnw, hedgeFund, growth, privates].flatMap((book) => book.lots);
    const listed = lots.filter(({ investmentClass }) => investmentClass === 'PUBLIC');
    expect(listed).toHaveLength(44 + 22 + 12);
    for (const { symbol, entryPrice } of listed) {
      expect([symbol, findSimulatedInstrument(symbol)?.anchorPrice]).toEqual([symbol, entryPrice]);
    }
  });

  it('uses an account name once a user', () => {
    for (const { portfolios } of DEMO_USERS) {
      expect(new Set(portfolios.map(({ accountName }) => accountName)).size).toBe(portfolios.length);
    }
  });
});

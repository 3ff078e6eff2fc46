import type { TestApp, TestUser } from './app.js';
import { SeededPortfolio } from './seed-figures.js';

export const BOOK_BEFORE = '2024-11-27';
export const BOOK_SESSION = '2024-11-29';

/** Long, short, option and private, at two sessions: something is stale and something unpriced at the newer one. */
export async function seedMixedBook(app: TestApp, owner: TestUser): Promise<SeededPortfolio> {
  const portfolio = await SeededPortfolio.create(app, owner, { account_name: 'Main', created_at: '2024-01-01' });
  await portfolio.lot('tsla', { symbol: 'TSLA', quantity: -50, entryPrice: 300 });
  await portfolio.lot('aapl', { symbol: 'AAPL', quantity: 200, entryPrice: 150 });
  await portfolio.lot('house', { symbol: 'HOUSE', quantity: 1, entryPrice: 20_000, investmentClass: 'PRIVATE' });
  await portfolio.lot('call', {
    symbol: 'AAPL250117C00200000',
    quantity: 3,
    entryPrice: 10,
    type: 'LC',
    investmentClass: 'OPTIONS',
    multiplier: 100,
  });
  await portfolio.snapshot({
    date: BOOK_BEFORE,
    cash: 10_000,
    lots: [
      { lot: 'aapl', price: 190 },
      { lot: 'tsla', price: 310 },
    ],
  });
  await portfolio.snapshot({
    date: BOOK_SESSION,
    cash: 12_000,
    lots: [
      { lot: 'aapl', price: 200, priceDate: BOOK_SESSION },
      { lot: 'tsla', price: 320, priceDate: '2024-11-15', age: 9, status: 'stale', reason: 'stale-price' },
      { lot: 'call', price: 12.5, priceDate: BOOK_SESSION },
      { lot: 'house', price: null },
    ],
    columns: { status: 'PARTIAL', coverage: 0.75, daily_pnl: 1500.25, daily_return: 0.0123, daily_capital_flow: 250 },
  });
  await portfolio.beta('aapl', BOOK_SESSION, { window_sessions: 252, observations: 252, beta: 1.2 });
  await portfolio.beta('tsla', BOOK_SESSION, { window_sessions: 252, observations: 251, beta: 2 });
  return portfolio;
}

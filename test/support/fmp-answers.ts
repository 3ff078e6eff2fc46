import type { Call, DoubleAnswer, DoubleSymbol } from './double-market.js';
import { GOOD_KEY, laterSplits } from './double-market.js';

type Market = ReadonlyMap<string, DoubleSymbol>;

const INVALID_KEY =
  'Invalid API KEY. Feel free to create a Free API Key or visit https://site.financialmodelingprep.com/faqs?search=why-is-my-api-key-invalid for more information.';

export function answer({ path, query, headers }: Call, market: Market): DoubleAnswer {
  if (headers.apikey !== GOOD_KEY) return { code: 401, body: { 'Error Message': INVALID_KEY } };
  const found = market.get(query.get('symbol') ?? '');
  if (path.startsWith('/stable/etf/') && !found?.isEtf) return { code: 200, body: [] };
  const rows = ROWS[path.slice('/stable/'.length)];
  if (!rows) return { code: 404, body: [] };
  return { code: 200, body: found ? rows(found, query) : [] };
}

/** Round as the service does, which shows adjusted prices with few decimals. */
const short = (value: number): number => Number(value.toFixed(4));

const ROWS: Readonly<Record<string, (found: DoubleSymbol, query: URLSearchParams) => unknown[]>> = {
  'historical-price-eod/full': (found, query) =>
    found.days
      .filter(({ date, close }) => close > 0 && date >= (query.get('from') ?? '') && date <= (query.get('to') ?? '9'))
      .map(({ date, close }) => {
        const adjusted = short(close / laterSplits(found, date));
        const prices = { open: adjusted, high: adjusted * 2, low: adjusted / 2, close: adjusted };
        return {
          symbol: found.symbol,
          date,
          ...prices,
          volume: 1_000_000.4,
          change: 0,
          changePercent: 0,
          vwap: adjusted,
        };
      })
      .reverse(),
  splits: ({ symbol, days }) =>
    days
      .filter(({ split }) => split !== undefined)
      .map(({ date, split }) => ({ symbol, date, numerator: split, denominator: 1 })),
  dividends: (found) =>
    found.days
      .filter(({ dividend }) => dividend !== undefined)
      .map(({ date, dividend = 0 }) => ({
        ...{ symbol: found.symbol, date, recordDate: date, paymentDate: date, declarationDate: '' },
        ...{ adjDividend: short(dividend / laterSplits(found, date)), dividend, yield: 0.4, frequency: 'Quarterly' },
      })),
  profile: ({ symbol, isEtf = false }) => [
    {
      ...{
        symbol,
        price: 237.33,
        marketCap: 3_587_000_000_000,
        beta: 1.24,
        lastDividend: 0.99,
        range: '164.08-237.49',
      },
      ...{ companyName: `${symbol} Inc.`, currency: 'USD', exchange: 'NASDAQ', industry: 'Consumer Electronics' },
      ...{ website: 'https://example.com', description: 'Makes things.', ceo: 'Ms. A. Chief', sector: 'Technology' },
      ...{ country: 'US', fullTimeEmployees: '164000', isEtf, isActivelyTrading: true, isAdr: false, isFund: false },
    },
  ],
  'income-statement': ({ symbol }) => [
    {
      ...{ date: '2024-09-28', symbol, reportedCurrency: 'USD', fiscalYear: '2024', period: 'FY' },
      ...{
        revenue: 391_035_000_000,
        costOfRevenue: 210_352_000_000,
        epsDiluted: 6.08,
        weightedAverageShsOut: 15_343_783_000,
      },
    },
  ],
  'balance-sheet-statement': ({ symbol }) => [
    {
      date: '2024-09-28',
      symbol,
      reportedCurrency: 'USD',
      fiscalYear: '2024',
      period: 'FY',
      totalAssets: 364_980_000_000,
    },
  ],
  'cash-flow-statement': ({ symbol }) => [
    {
      date: '2024-09-28',
      symbol,
      reportedCurrency: 'USD',
      fiscalYear: '2024',
      period: 'FY',
      netDividendsPaid: -15_234_000_000,
    },
  ],
  'analyst-estimates': ({ symbol }) => [
    {
      symbol,
      date: '2025-09-27',
      revenueAvg: 410_000_000_000,
      epsAvg: 7.1,
      epsLow: 6.9,
      epsHigh: 7.4,
      numAnalystsEps: 20,
    },
  ],
  'etf/holdings': ({ symbol }) => [
    {
      ...{ symbol, asset: 'AAPL', name: 'APPLE INC', isin: 'US0378331005', sharesNumber: 188_106_081 },
      ...{ weightPercentage: 7.137, marketValue: 44_744_793_487.47, updatedAt: '2024-11-29 05:03:59' },
    },
  ],
  'etf/sector-weightings': ({ symbol }) => [{ symbol, sector: 'Basic Materials', weightPercentage: 1.97 }],
};

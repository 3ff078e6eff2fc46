import type { Call, DoubleAnswer, DoubleSymbol } from './double-market.js';
import { laterSplits } from './double-market.js';

type Market = ReadonlyMap<string, DoubleSymbol>;

const CRUMB = 'a.B/c1';
const COOKIE = 'A3=d=AQABBP';
const raw = (value: number) => ({ raw: value, fmt: String(value), longFmt: String(value) });
/** The opening of the session, as the chart dates its bars: 14:30 UTC, 13:30 in summer. */
const opening = (date: string): number =>
  Date.parse(`${date}T${date.slice(5) > '03-12' && date.slice(5) < '11-04' ? '13' : '14'}:30:00Z`) / 1_000;

export function answer(call: Call, market: Market): DoubleAnswer {
  const { path, query, headers } = call;
  const symbol = decodeURIComponent(path.split('/').at(-1) ?? '');
  const found = market.get(symbol);
  if (path === '/cookie') return { code: 404, body: '', headers: { 'set-cookie': `${COOKIE}; Path=/; Secure` } };
  if (path === '/v1/test/getcrumb') return { code: 200, body: CRUMB, headers: { 'content-type': 'text/plain' } };
  if (path.startsWith('/v8/finance/chart/')) return found ? chart(found, query) : noChart();
  if (path.startsWith('/v10/finance/quoteSummary/')) {
    if (query.get('crumb') !== CRUMB || headers.cookie !== COOKIE) return invalidCrumb();
    return found ? summary(found, query.get('modules') ?? '') : noSummary(symbol);
  }
  if (path.startsWith('/ws/fundamentals-timeseries/')) return statements(symbol, found, query.get('type') ?? '');
  return { code: 404, body: '<html>not here</html>', headers: { 'content-type': 'text/html' } };
}

const noChart = (): DoubleAnswer => ({
  code: 404,
  body: { chart: { result: null, error: { code: 'Not Found', description: 'No data found, symbol may be delisted' } } },
});

const invalidCrumb = (): DoubleAnswer => ({
  code: 401,
  body: { finance: { result: null, error: { code: 'Unauthorized', description: 'Invalid Crumb' } } },
});

const noSummary = (symbol: string): DoubleAnswer => ({
  code: 404,
  body: {
    quoteSummary: { result: null, error: { code: 'Not Found', description: `Quote not found for symbol: ${symbol}` } },
  },
});

function chart(found: DoubleSymbol, query: URLSearchParams): DoubleAnswer {
  const [from, to] = [Number(query.get('period1')), Number(query.get('period2'))];
  const days = found.days.filter(({ date }) => opening(date) >= from && opening(date) < to);
  if (days.length === 0) {
    const description = `Data doesn't exist for startDate = ${from}, endDate = ${to}`;
    return { code: 400, body: { chart: { result: null, error: { code: 'Bad Request', description } } } };
  }
  // As the service sends them: single-precision floats, written as doubles.
  const closes = days.map(({ date, close }) => (close === 0 ? null : Math.fround(close / laterSplits(found, date))));
  const splits = days.filter(({ split }) => split !== undefined);
  const dividends = days.filter(({ dividend }) => dividend !== undefined);
  const events = {
    ...(dividends.length === 0
      ? {}
      : {
          dividends: Object.fromEntries(
            dividends.map(({ date, dividend = 0 }) => [
              opening(date),
              { amount: Math.fround(dividend / laterSplits(found, date)), date: opening(date) },
            ]),
          ),
        }),
    ...(splits.length === 0
      ? {}
      : {
          splits: Object.fromEntries(
            splits.map(({ date, split = 1 }) => [
              opening(date),
              { date: opening(date), numerator: split, denominator: 1, splitRatio: `${split}:1` },
            ]),
          ),
        }),
  };
  const meta = {
    ...{
      currency: 'USD',
      symbol: found.symbol,
      exchangeName: 'NMS',
      fullExchangeName: 'NasdaqGS',
      instrumentType: 'EQUITY',
    },
    ...{ firstTradeDate: 345479400, regularMarketTime: 1732914001, hasPrePostMarketData: true, gmtoffset: -18000 },
    ...{ timezone: 'EST', exchangeTimezoneName: 'America/New_York', priceHint: 2, dataGranularity: '1d', range: '' },
  };
  const quote = {
    open: closes,
    high: closes.map((close) => close && close * 2),
    low: closes.map((close) => close && close / 2),
    close: closes,
    volume: closes.map((close) => (close === null ? null : 1_000_000)),
  };
  const result = {
    meta,
    timestamp: days.map(({ date }) => opening(date)),
    ...(Object.keys(events).length === 0 ? {} : { events }),
    indicators: { quote: [quote], adjclose: [{ adjclose: closes }] },
  };
  return { code: 200, body: { chart: { result: [result], error: null } } };
}

function summary({ symbol, isEtf = false }: DoubleSymbol, modules: string): DoubleAnswer {
  const all: Record<string, unknown> = {
    price: {
      ...{ quoteType: isEtf ? 'ETF' : 'EQUITY', longName: `${symbol} Inc.`, exchangeName: 'NasdaqGS', currency: 'USD' },
      marketCap: raw(3_587_000_000_000),
    },
    assetProfile: {
      ...{
        sector: 'Technology',
        industry: 'Consumer Electronics',
        country: 'United States',
        fullTimeEmployees: 164_000,
      },
      ...{ website: 'https://example.com', longBusinessSummary: 'Makes things.' },
      companyOfficers: [{ name: 'Ms. A. Chief', title: 'CEO & Director' }],
    },
    summaryDetail: {
      trailingPE: raw(39.03),
      beta: raw(1.24),
      dividendYield: raw(0.0042),
      fiftyTwoWeekHigh: raw(237.49),
    },
    defaultKeyStatistics: { profitMargins: raw(0.23971) },
    financialData: {
      targetMeanPrice: raw(244.5),
      numberOfAnalystOpinions: raw(40),
      recommendationKey: 'buy',
      grossMargins: {},
    },
    calendarEvents: { earnings: { earningsDate: [raw(1_738_270_800)] } },
    earningsTrend: {
      trend: [
        {
          ...{ period: '0q', endDate: '2024-12-31', growth: raw(0.078) },
          earningsEstimate: {
            avg: raw(2.35),
            low: raw(2.19),
            high: raw(2.5),
            numberOfAnalysts: raw(26),
            earningsCurrency: 'USD',
          },
          revenueEstimate: { avg: raw(124_375_000_000), low: {}, high: {}, numberOfAnalysts: raw(25) },
        },
        { period: '-30d', endDate: null },
      ],
    },
  };
  if (isEtf) {
    all.topHoldings = {
      holdings: [{ symbol: 'AAPL', holdingName: 'Apple Inc', holdingPercent: raw(0.0711) }],
      sectorWeightings: [{ realestate: raw(0.0226) }, { technology: raw(0.325) }],
    };
  }
  const wanted = modules.split(',').filter((name) => all[name] !== undefined);
  const result = Object.fromEntries(wanted.map((name) => [name, all[name]]));
  return { code: 200, body: { quoteSummary: { result: [result], error: null } } };
}

function statements(symbol: string, found: DoubleSymbol | undefined, types: string): DoubleAnswer {
  const known: Record<string, number> = {
    TotalRevenue: 391_035_000_000,
    DilutedEPS: 6.08,
    CashDividendsPaid: -15_234_000_000,
  };
  const result = types.split(',').map((type) => {
    const value = found && known[type.replace(/^(annual|quarterly)/, '')];
    const meta = { symbol: [symbol], type: [type] };
    if (value === undefined) return { meta };
    const point = {
      dataId: 1,
      asOfDate: '2024-09-30',
      periodType: '12M',
      currencyCode: 'USD',
      reportedValue: raw(value),
    };
    return { meta, timestamp: [1_727_654_400], [type]: [null, point] };
  });
  return { code: 200, body: { timeseries: { result, error: null } } };
}

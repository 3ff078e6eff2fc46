import { type PortfolioReader, type PortfolioView } from '../../src/contracts/portfolio-reader.js';
import { type Figure, type RiskReader } from '../../src/contracts/risk-reader.js';

export const figure = (value: number): Figure => ({ value, reason: null });
export const missing = (reason: string): Figure => ({ value: null, reason });

export const USER = 'a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b01';
export const OTHER_USER = 'a3c4d0f2-53a5-4c93-9a42-6f2f0c1d1b02';
export const GROWTH = '51134ffd-2f13-49bd-b1f5-0c327e801b69';
export const INCOME = '51134ffd-2f13-49bd-b1f5-0c327e801b70';

const holding = (
  symbol: string,
  quantity: number,
  price: number,
  netAssetValue: number,
): PortfolioView['holdings'][number] => ({
  positionId: `position of ${symbol}`,
  symbol,
  name: `${symbol} Inc.`,
  investmentClass: 'PUBLIC',
  quantity,
  entryPrice: price * 0.9,
  price,
  priceDate: '2025-11-21',
  marketValue: quantity * price,
  unrealizedPnl: quantity * price * 0.1,
  weight: (quantity * price) / netAssetValue,
});

export const portfolio = (id: string, name: string, changes: Partial<PortfolioView> = {}): PortfolioView => ({
  id,
  name,
  accountName: `${name} account`,
  currency: 'USD',
  asOf: '2025-11-21',
  netAssetValue: 1_254_300.55,
  positionCount: 3,
  cash: 54_300.55,
  dailyPnl: -8_421.37,
  dailyReturn: -0.00667,
  cumulativePnl: 154_300.55,
  holdings: [
    holding('AAPL', 3000, 271.49, 1_254_300.55),
    holding('MSFT', 1000, 472.12, 1_254_300.55),
    holding('TSLA', -200, 391.09, 1_254_300.55),
  ],
  ...changes,
});

export function fakePortfolioReader(owned: Readonly<Record<string, readonly PortfolioView[]>>): PortfolioReader {
  return {
    listForUser: (userId) => Promise.resolve(owned[userId] ?? []),
    findForUser: (userId, id) => Promise.resolve((owned[userId] ?? []).find((view) => view.id === id) ?? null),
  };
}

type RiskViews = { readonly [Name in keyof RiskReader]: NonNullable<Awaited<ReturnType<RiskReader[Name]>>> };

/** The same figures for each portfolio of the user, nothing for anybody else. */
export function fakeRiskReader(
  userId: string,
  portfolioIds: readonly string[],
  changes: Partial<RiskViews> = {},
): RiskReader {
  const answer =
    <Name extends keyof RiskReader>(name: Name) =>
    (user: string, portfolioId: string): Promise<RiskViews[Name] | null> => {
      const view = { ...RISK[name], ...changes[name], portfolioId };
      return Promise.resolve(user === userId && portfolioIds.includes(portfolioId) ? view : null);
    };
  return {
    exposure: answer('exposure'),
    concentration: answer('concentration'),
    volatility: answer('volatility'),
    beta: answer('beta'),
    sectors: answer('sectors'),
    stress: answer('stress'),
  };
}

const scenario = (id: string, name: string, category: string, impact: number) => ({
  ...{ id, name, category, severity: 'moderate', impact: figure(impact) },
  relativeImpact: figure(impact / 1_254_300.55),
});

const RISK: RiskViews = {
  stress: {
    portfolioId: '',
    asOf: '2025-11-21',
    method: 'Conditional means and revaluation.',
    scenarios: [
      scenario('market_down_10', 'Market Decline 10%', 'market', -132_411.27),
      scenario('market_up_10', 'Market Rally 10%', 'market', 131_870.94),
      scenario('rates_up_100bp', 'Rates Up 100bp', 'rates', -18_204.5),
      {
        ...scenario('covid_crash_2020', 'COVID-19 Crash Replay (March 2020)', 'historical', 0),
        ...{ impact: missing('insufficient-coverage'), relativeImpact: missing('insufficient-coverage') },
      },
    ],
  },
  exposure: {
    portfolioId: '',
    asOf: '2025-11-21',
    method: 'Sums of signed market values.',
    netAssetValue: figure(1_254_300.55),
    cash: figure(54_300.55),
    longExposure: figure(1_286_590),
    shortExposure: figure(-78_218),
    grossExposure: figure(1_364_808),
    netExposure: figure(1_208_372),
    leverage: figure(1.0881),
    dailyPnl: figure(-8_421.37),
    dailyReturn: figure(-0.00667),
    monthToDatePnl: figure(-20_118.44),
    yearToDatePnl: figure(98_765.43),
    cumulativePnl: figure(154_300.55),
    unrealizedPnl: figure(120_837.2),
    realizedPnl: figure(31_550.8),
  },
  concentration: {
    portfolioId: '',
    asOf: '2025-11-21',
    method: 'Shares of gross market value, by symbol.',
    herfindahlIndex: figure(4791.3),
    effectiveNumberOfPositions: figure(2.0871),
    top3Share: figure(1),
    top10Share: figure(1),
    positionCount: 3,
    largest: [
      { symbol: 'AAPL', share: 0.5968 },
      { symbol: 'MSFT', share: 0.3459 },
      { symbol: 'TSLA', share: 0.0573 },
    ],
  },
  volatility: {
    portfolioId: '',
    asOf: '2025-11-21',
    method: 'Sample standard deviation of constant-weight returns.',
    realized21d: figure(0.2134),
    realized63d: missing('too-few-observations'),
    coverage: figure(0.974),
  },
  sectors: {
    portfolioId: '',
    asOf: '2025-11-21',
    method: 'Shares of gross market value by sector, funds looked through.',
    ...{ benchmark: 'SP500', benchmarkAsOf: '2025-10-31' },
    ...{ weighed: figure(1_364_808), compared: figure(3) },
    sectors: [
      { name: 'Information Technology', weight: 0.6412, benchmarkWeight: 0.3187, activeWeight: 0.3225 },
      { name: 'Consumer Discretionary', weight: 0.1583, benchmarkWeight: 0.1049, activeWeight: 0.0534 },
      { name: 'Unclassified', weight: 0.2005, benchmarkWeight: null, activeWeight: null },
      { name: 'Financials', weight: 0, benchmarkWeight: 0.1326, activeWeight: -0.1326 },
    ],
  },
  beta: {
    portfolioId: '',
    asOf: '2025-11-21',
    method: 'Sum of weight times beta.',
    beta90d: figure(1.1234),
    beta252d: figure(1.0512),
    rSquared90d: figure(0.7811),
    positions: [
      { symbol: 'AAPL', beta90d: figure(1.2102), standardError: figure(0.0912) },
      { symbol: 'MSFT', beta90d: missing('too-few-observations'), standardError: missing('too-few-observations') },
    ],
  },
};

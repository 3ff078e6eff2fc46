import { type CompanyReader, type CompanyView } from '../../src/contracts/company-reader.js';
import { type LimitReader } from '../../src/contracts/limit-reader.js';
import { type MeasureReader } from '../../src/contracts/measure-reader.js';
import { type WhatIfReader } from '../../src/contracts/what-if-reader.js';
import { figure, missing } from './fake-readers.js';

const AS_OF = '2025-11-21';

export interface FakeAnalytics {
  readonly measures: MeasureReader;
  readonly limits: LimitReader;
  readonly whatIf: WhatIfReader;
  readonly companies: CompanyReader;
}

/** The same figures for each portfolio of the user, nothing for anybody else. */
export function fakeAnalytics(userId: string, portfolioIds: readonly string[]): FakeAnalytics {
  const answer =
    <View extends object>(view: View) =>
    (user: string, portfolioId: string): Promise<(View & { portfolioId: string }) | null> =>
      Promise.resolve(user === userId && portfolioIds.includes(portfolioId) ? { ...view, portfolioId } : null);
  return {
    measures: {
      valueAtRisk: answer(VALUE_AT_RISK),
      contributions: answer(CONTRIBUTIONS),
      ratios: answer(RATIOS),
      factors: answer(FACTORS),
      forecasts: answer(FORECASTS),
      correlations: answer(CORRELATIONS),
    },
    limits: { find: answer(LIMITS) },
    whatIf: {
      sensitivities: answer(SENSITIVITIES),
      trades: async (user, portfolioId, trades) => {
        if (trades.some(({ symbol }) => symbol === 'ZZZ')) return { refused: 'ZZZ is not known here.' };
        const booked = trades.map((trade) => ({ ...trade, price: 620.74, amount: 119_828.05 }));
        const sides = { asOf: AS_OF, before: BEFORE, after: AFTER, method: 'Booked in a copy of the ledger.' };
        return answer({ ...sides, trades: booked })(user, portfolioId);
      },
    },
    companies: {
      listOfPortfolio: (user, portfolioId) =>
        Promise.resolve(user === userId && portfolioIds.includes(portfolioId) ? COMPANIES : null),
    },
  };
}

const VALUE_AT_RISK = {
  ...{ asOf: AS_OF, method: 'Historical simulation.', netAssetValue: figure(1_254_300.55) },
  ...{ valueAtRisk95: figure(0.0187), valueAtRisk99: figure(0.0342) },
  ...{ expectedShortfall95: figure(0.0261), expectedShortfall99: missing('too-few-observations') },
  backtest: {
    ...{ sessions: 250, breaches: figure(15), expectedBreaches: figure(12.5), pValue: figure(0.4837) },
    lastBreach: '2025-10-10',
  },
};
const CONTRIBUTIONS = {
  ...{ asOf: AS_OF, method: 'Shares of the variance.', volatility: figure(0.1987), symbolCount: 3 },
  ...{ diversificationRatio: figure(1.31), effectiveBets: figure(4.27) },
  largest: [
    { symbol: 'MSFT', weight: 0.0799, riskShare: figure(0.2345) },
    { symbol: 'AAPL', weight: 0.0231, riskShare: figure(0.1102) },
    { symbol: 'TSLA', weight: 0.0138, riskShare: missing('too-few-observations') },
  ],
};
const RATIOS = {
  ...{ asOf: AS_OF, method: 'From actual returns.', from: '2025-01-02', to: AS_OF, sessions: 224 },
  ...{ sharpe: figure(0.87), sortino: figure(1.24), calmar: missing('too-few-observations') },
  ...{ maxDrawdown: figure(-0.1834), currentDrawdown: figure(-0.0412) },
};
const FACTORS = {
  ...{ asOf: AS_OF, method: 'Regressions.', sessions: 252 },
  ...{ marketBeta: figure(1.1234), interestRateBeta: figure(-0.0812) },
  factors: [
    { factor: 'Value', kind: 'style' as const, exposure: figure(-0.2119), dollarExposure: figure(-265_786.29) },
    { factor: 'Momentum', kind: 'style' as const, exposure: figure(0.3344), dollarExposure: figure(419_438.1) },
    { factor: 'Quality', kind: 'style' as const, exposure: figure(0.0471), dollarExposure: figure(59_077.56) },
    {
      factor: 'Size',
      kind: 'style' as const,
      ...{ exposure: missing('too-few-observations') },
      dollarExposure: missing('too-few-observations'),
    },
    {
      factor: 'Growth-Value Spread',
      kind: 'spread' as const,
      exposure: figure(0.2761),
      dollarExposure: figure(346_312.38),
    },
  ],
};
const FORECASTS = {
  ...{ asOf: AS_OF, method: 'Three models.', expected21d: figure(0.1875), garch21d: missing('no-solution') },
  ...{ ewma: figure(0.2011), percentile: figure(0.78) },
};
const CORRELATIONS = {
  ...{ asOf: AS_OF, method: 'Pearson correlations.', average: figure(0.38) },
  groups: [{ symbols: ['MSFT', 'AAPL', 'NVDA'], averageCorrelation: 0.76, share: 0.3174 }],
  pairs: [
    { first: 'AAPL', second: 'MSFT', correlation: 0.81 },
    { first: 'MSFT', second: 'NVDA', correlation: 0.73 },
  ],
};
const LIMITS = {
  ...{ asOf: AS_OF, alertCount: 1 },
  limits: [
    { name: 'Beta ceiling', status: 'breached', reason: null },
    { name: 'Drawdown', status: 'kept', reason: null },
    { name: 'VaR', status: 'not_evaluated', reason: 'too-few-observations' },
  ],
  alerts: [
    {
      ...{ subject: 'portfolio', status: 'open', since: '2025-11-19', isBreached: true },
      ...{ value: 1.1234, limit: 1.1 },
      message: 'Beta over 90 sessions is 1.1234, above the limit of 1.1.',
    },
  ],
};
const SENSITIVITIES = {
  ...{
    asOf: AS_OF,
    method: 'Black-Scholes-Merton.',
    deltaDollars: figure(1_120_402.5),
    gammaDollars: figure(15_204.3),
  },
  ...{
    vega: figure(812.4),
    theta: figure(-145.2),
    rho: figure(231.7),
    optionCount: 2,
    optionsWithGreeks: 1,
    isCut: false,
  },
  options: [
    {
      ...{ symbol: 'AAPL260116C00300000', underlying: 'AAPL', quantity: 5, delta: figure(0.42) },
      ...{ impliedVolatility: figure(0.2871), deltaDollars: figure(57_012.9) },
    },
  ],
  holdings: [],
};
const BEFORE = {
  ...{ netAssetValue: 1_254_300.55, cash: 54_300.55, grossExposure: 1_364_808, netExposure: 1_208_372 },
  ...{ beta90d: figure(1.1234), volatility21d: figure(0.2134), herfindahlIndex: figure(4791.3) },
};
const AFTER = {
  ...{ netAssetValue: 1_254_300.55, cash: 174_128.6, grossExposure: 1_244_980, netExposure: 1_088_544 },
  ...{ beta90d: figure(1.0187), volatility21d: figure(0.1932), herfindahlIndex: missing('no-price') },
};
const COMPANIES: readonly CompanyView[] = [
  {
    ...{ symbol: 'AAPL', name: 'Apple Inc.', sector: 'Technology', industry: 'Consumer Electronics' },
    description: 'Designs phones, computers and services. It was founded long ago.',
    ...{ currency: 'USD', marketCap: 4_012_345_678_901, trailingPe: 36.42, forwardPe: 32.17, dividendYield: 0.0038 },
    ...{ targetMean: 281.75, targetLow: 215, targetHigh: 345, analystCount: 41, recommendation: 'buy' },
    ...{ nextEarnings: '2026-01-29', asOf: AS_OF, source: 'test' },
  },
  {
    ...{ symbol: 'TSLA', name: 'Tesla Inc.', sector: 'Consumer Cyclical', industry: null, description: null },
    ...{ currency: 'USD', marketCap: null, trailingPe: null, forwardPe: null, dividendYield: null, targetMean: null },
    ...{ targetLow: null, targetHigh: null, analystCount: null, recommendation: null, nextEarnings: null },
    ...{ asOf: AS_OF, source: 'test' },
  },
];

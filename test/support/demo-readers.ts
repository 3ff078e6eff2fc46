import { type HoldingView, type PortfolioView } from '../../src/contracts/portfolio-reader.js';
import { type RiskReader } from '../../src/contracts/risk-reader.js';
import { HNW_PORTFOLIO } from '../../src/core/demo/demo-hnw.kernel.js';
import { fakeRiskReader, figure, GROWTH, portfolio, USER } from './fake-readers.js';

/** The wealthy demo portfolio, 39 lots in 30 symbols: Tesla and UnitedHealth are down, everything else is up by a tenth. */
export const DEMO = GROWTH;
const CHANGES: Readonly<Record<string, number>> = { TSLA: 0.75, UNH: 0.9, MSFT: 1.25 };
const NET_ASSET_VALUE = 3_000_000;

const holdings = HNW_PORTFOLIO.holdings.map(
  ({ symbol, name, quantity, entryPrice, investmentClass }, index): HoldingView => {
    const [held, entry] = [Number(quantity), Number(entryPrice)];
    const price = entry * (CHANGES[symbol] ?? 1.1);
    return {
      ...{ positionId: `lot ${index}`, symbol, name, investmentClass, quantity: held, entryPrice: entry, price },
      priceDate: investmentClass === 'PRIVATE' ? '2025-09-30' : '2025-11-21',
      marketValue: held * price,
      unrealizedPnl: held * (price - entry),
      weight: (held * price) / NET_ASSET_VALUE,
    };
  },
);

export const demoPortfolio: PortfolioView = portfolio(DEMO, HNW_PORTFOLIO.name, {
  netAssetValue: NET_ASSET_VALUE,
  positionCount: holdings.length,
  holdings: [...holdings].sort((a, b) => Math.abs(b.marketValue ?? 0) - Math.abs(a.marketValue ?? 0)),
});

/** The figures of the fakes, with a beta for each symbol: only Apple's, Tesla's and SPY's are known. */
export const demoRiskReader = (ids: readonly string[] = [DEMO]): RiskReader =>
  fakeRiskReader(USER, ids, {
    beta: {
      ...{ portfolioId: '', asOf: '2025-11-21', method: 'Sum of weight times beta.' },
      ...{ beta90d: figure(1.1234), beta252d: figure(1.0512), rSquared90d: figure(0.7811) },
      positions: [...new Set(holdings.map(({ symbol }) => symbol))].sort().map((symbol) => {
        const known = BETAS[symbol];
        const missing = { value: null, reason: 'too-few-observations' };
        return known === undefined
          ? { symbol, beta90d: missing, standardError: missing }
          : { symbol, beta90d: figure(known), standardError: figure(0.09) };
      }),
    },
  });

const BETAS: Readonly<Record<string, number>> = { AAPL: 1.21, SPY: 1, TSLA: 1.87 };

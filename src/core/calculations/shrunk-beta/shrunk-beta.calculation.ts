import { type Outcome, mapOutcome, skipped } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { BETA_WINDOWS, type BetaWindow, symbolMarketBeta } from '../market-beta/market-beta.calculation.js';
import { type MarketBeta, marketBeta } from '../market-beta/market-beta.kernel.js';
import { vasicekAdjustedBeta } from '../market-beta/vasicek-beta.kernel.js';
import { lastOf, observationsNeeded } from '../numeric/window.kernel.js';
import { exposedBook, type ExposedBook, methodWith } from '../option-exposure/exposed-book.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { portfolioBeta } from '../portfolio-risk/portfolio-risk.kernel.js';
import { type Measure, measureRows, RISK_MEASURES } from '../risk-sample/risk-measures.js';

const VERSION = 2;
/** Of the betas of listed equities. */
const PRIOR = { mean: 1, standardDeviation: 0.5 } as const;

/**
 * Beta of the portfolio from betas that are pulled towards 1 by how uncertain they are (Vasicek 1973), beside the raw one
 * of portfolio-risk: an option has its underlying's, at the weight that its delta makes. Errors are the classical ones,
 * which the rule is made for.
 */
export const portfolioShrunkBeta = calculation({
  name: 'shrunk-beta',
  version: VERSION,
  subject: 'portfolio',
  after: [symbolMarketBeta.name, optionGreeks.name],
  tables: [RISK_MEASURES],
  compute: (given: PortfolioBook, earlier: Results): readonly Measure[] => {
    const book = exposedBook(given, earlier);
    return BETA_WINDOWS.map((window) => {
      const fits = book.bearers.map((_, i) => fitOf(book, i, window, earlier));
      const observations = fits.reduce((most, fit) => Math.max(most, fit.ok ? fit.value.observations : 0), 0);
      const method = methodWith('vasicek-prior-1-0.5', book, 'by-delta');
      return { measure: 'vasicek_beta', window, outcome: betaOf(book, fits), observations, method };
    });
  },
  rows: (measures, book) => [measureRows(measures, book, VERSION)],
});

function betaOf({ weights, symbols }: PortfolioBook, fits: readonly Outcome<MarketBeta>[]): Outcome<number> {
  if (!weights.ok) return weights;
  if (!symbols.benchmark) return skipped('no-benchmark');
  const betas = fits.map((fit) =>
    fit.ok ? vasicekAdjustedBeta(fit.value.beta, fit.value.standardErrorClassical, PRIOR) : Number.NaN,
  );
  return mapOutcome(portfolioBeta(weights.value, Float64Array.from(betas)), ({ value }) => value);
}

/** What is no symbol has returns only where an index stands for it. */
function fitOf(book: ExposedBook, i: number, window: BetaWindow, earlier: Results): Outcome<MarketBeta> {
  const { symbols, bearers, returns } = book;
  const place = symbols.placeOf.get(bearers[i] ?? '');
  const own = earlier.of(symbolMarketBeta)[window][place ?? -1];
  if (own) return own.outcome;
  if (!symbols.benchmark) return skipped('no-benchmark');
  const market = lastOf(symbols.benchmark.returns, window);
  return marketBeta(lastOf(returns[i] ?? new Float64Array(), window), market, {
    minObservations: observationsNeeded(window),
  });
}

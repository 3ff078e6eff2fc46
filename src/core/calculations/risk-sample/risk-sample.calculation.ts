import { type Outcome } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook } from '../calculation.js';
import { observationsNeeded } from '../numeric/window.kernel.js';
import { type RiskSample, riskSample } from './risk-sample.kernel.js';

/** In sessions: what most measures look back on. */
export const YEAR = 252;
/** What a year of 21-session volatilities takes. */
export const YEAR_OF_MONTHS = 273;

export interface RiskSamples {
  readonly year: Outcome<RiskSample>;
  readonly long: Outcome<RiskSample>;
}

/** The sessions that the measures of a portfolio rest on, taken once for all of them. It stores nothing. */
export const portfolioRiskSample = calculation({
  name: 'risk-sample',
  version: 1,
  subject: 'portfolio',
  after: [],
  compute: (book: PortfolioBook): RiskSamples => ({ year: sampleOf(book, YEAR), long: sampleOf(book, YEAR_OF_MONTHS) }),
});

/** Two thirds of a year are needed, whatever the window. */
function sampleOf({ weights, returns, ownVolatilities }: PortfolioBook, window: number): Outcome<RiskSample> {
  if (!weights.ok) return weights;
  const holdings = { weights: weights.value, returns, ...(ownVolatilities ? { ownVolatilities } : {}) };
  return riskSample(holdings, window, observationsNeeded(YEAR));
}

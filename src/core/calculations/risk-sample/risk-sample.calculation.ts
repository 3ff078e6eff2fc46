import { mapOutcome, type Outcome, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { lastOf, observationsNeeded } from '../numeric/window.kernel.js';
import { exposedBook, type ExposedBook } from '../option-exposure/exposed-book.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { optionRevaluation } from '../option-revaluation/option-revaluation.calculation.js';
import { type RiskSample, riskSample, type Substitute, substituted } from './risk-sample.kernel.js';

/** In sessions: what most measures look back on. */
export const YEAR = 252;
/** What a year of 21-session volatilities takes. */
export const YEAR_OF_MONTHS = 273;

export interface RiskSamples {
  /** What the weights are of: options as the shares that their deltas stand for. */
  readonly book: ExposedBook;
  readonly year: Outcome<RiskSample>;
  readonly long: Outcome<RiskSample>;
  /** The year with options revalued at each move, for what asks about tails: by value, with returns of their own. */
  readonly revalued: Outcome<RiskSample>;
}

/**
 * The sessions that the measures of a portfolio rest on, taken once for all of them. An option counts in its underlying's
 * returns with what its delta makes of it; without Greeks it weighs its value and is not covered. It stores nothing.
 */
export const portfolioRiskSample = calculation({
  name: 'risk-sample',
  version: 2,
  subject: 'portfolio',
  after: [optionGreeks.name, optionRevaluation.name],
  compute: (given: PortfolioBook, earlier: Results): RiskSamples => {
    const book = exposedBook(given, earlier);
    const year = sampleOf(book, YEAR);
    const revalued = book.options === 0 ? year : mapOutcome(year, (sample) => revaluedSample(sample, given, earlier));
    return { book, year, long: sampleOf(book, YEAR_OF_MONTHS), revalued };
  },
});

/** Two thirds of a year are needed, whatever the window. */
function sampleOf({ weights, returns, ownVolatilities }: PortfolioBook, window: number): Outcome<RiskSample> {
  if (!weights.ok) return weights;
  const holdings = { weights: weights.value, returns, ...(ownVolatilities ? { ownVolatilities } : {}) };
  return riskSample(holdings, window, observationsNeeded(YEAR));
}

function revaluedSample(sample: RiskSample, { instrumentIds, weights }: PortfolioBook, earlier: Results): RiskSample {
  const series = earlier.of(optionRevaluation);
  const substitutes = new Map<number, Substitute>();
  for (const place of sample.places) {
    const own = series.get(instrumentIds[place] ?? '');
    if (!own) continue;
    substitutes.set(place, { weight: valueOrNull(weights)?.[place] ?? Number.NaN, returns: lastOf(own, YEAR) });
  }
  return substituted(sample, substitutes);
}

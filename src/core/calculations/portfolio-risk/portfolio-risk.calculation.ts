import { computed, mapOutcome, type Outcome, skipped } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { type BetaWindow, symbolMarketBeta } from '../market-beta/market-beta.calculation.js';
import { marketBeta } from '../market-beta/market-beta.kernel.js';
import { presentValues } from '../numeric/series.kernel.js';
import { lastOf, observationsNeeded } from '../numeric/window.kernel.js';
import { exposedBook, type ExposedBook } from '../option-exposure/exposed-book.js';
import { optionGreeks } from '../option-greeks/option-greeks.calculation.js';
import { type Covered, portfolioBeta, portfolioRSquared, portfolioVolatility } from './portfolio-risk.kernel.js';

interface PortfolioRisk {
  readonly volatility21: Outcome<Covered<number>>;
  readonly volatility63: Outcome<Covered<number>>;
  readonly beta90: Outcome<Covered<number>>;
  readonly beta252: Outcome<Covered<number>>;
  readonly rSquared90: Outcome<Covered<number>>;
  /** Sessions with a return of the benchmark: of the regressions of each window. */
  readonly observations90: Outcome<number>;
  readonly observations252: Outcome<number>;
}

/**
 * Volatility, beta and R² of the portfolio by the session's weights, held constant over the windows. An option weighs what
 * its delta makes of its underlying, and moves with that; without Greeks it weighs its value and is not covered.
 * Coverage is that of the longer volatility window and of the shorter beta window, else of the other one.
 */
export const portfolioRisk = calculation({
  name: 'portfolio-risk',
  version: 3,
  subject: 'portfolio',
  after: [symbolMarketBeta.name, optionGreeks.name],
  columns: [
    'realized_volatility_21d',
    'realized_volatility_63d',
    'volatility_coverage',
    'beta_calculated_90d',
    'beta_calculated_90d_r_squared',
    'beta_calculated_90d_observations',
    'beta_calculated_252d',
    'beta_calculated_252d_observations',
    'beta_coverage',
  ],
  compute: (given: PortfolioBook, earlier: Results): PortfolioRisk => {
    const book = exposedBook(given, earlier);
    const rSquared90 = rSquaredOf(book);
    const beta252 = betaOf(book, 252, earlier);
    return {
      volatility21: volatilityOf(book, 21),
      volatility63: volatilityOf(book, 63),
      beta90: betaOf(book, 90, earlier),
      beta252,
      rSquared90,
      observations90: mapOutcome(rSquared90, () => marketSessions(book, 90)),
      observations252: mapOutcome(beta252, () => marketSessions(book, 252)),
    };
  },
  figures: (risk) => ({
    realized_volatility_21d: valueOf(risk.volatility21),
    realized_volatility_63d: valueOf(risk.volatility63),
    volatility_coverage: coverageOf(risk.volatility63.ok ? risk.volatility63 : risk.volatility21),
    beta_calculated_90d: valueOf(risk.beta90),
    beta_calculated_90d_r_squared: valueOf(risk.rSquared90),
    beta_calculated_90d_observations: risk.observations90,
    beta_calculated_252d: valueOf(risk.beta252),
    beta_calculated_252d_observations: risk.observations252,
    beta_coverage: coverageOf(risk.beta90.ok ? risk.beta90 : risk.beta252),
  }),
});

const valueOf = (outcome: Outcome<Covered<number>>): Outcome<number> => mapOutcome(outcome, ({ value }) => value);
const coverageOf = (outcome: Outcome<Covered<number>>): Outcome<number> =>
  mapOutcome(outcome, ({ coverage }) => coverage);

const marketSessions = ({ symbols }: ExposedBook, window: BetaWindow): number =>
  presentValues(lastOf(symbols.benchmark?.returns ?? new Float64Array(), window)).length;

function volatilityOf(book: PortfolioBook, window: number): Outcome<Covered<number>> {
  const { weights, returns, ownVolatilities } = book;
  return weights.ok ? portfolioVolatility(weights.value, returns, window, ownVolatilities) : weights;
}

export function betaOf(book: ExposedBook, window: BetaWindow, earlier: Results): Outcome<Covered<number>> {
  const { weights, symbols, bearers, returns } = book;
  if (!weights.ok) return weights;
  if (!symbols.benchmark) return skipped('no-benchmark');
  const betas = earlier.of(symbolMarketBeta)[window];
  const market = lastOf(symbols.benchmark.returns, window);
  const own = bearers.map((id, i) => {
    const place = symbols.placeOf.get(id);
    // What is no symbol has returns only where an index stands for it.
    const series = returns[i];
    const outcome =
      place === undefined && series
        ? marketBeta(lastOf(series, window), market, { minObservations: observationsNeeded(window) })
        : betas[place ?? -1]?.outcome;
    return outcome?.ok ? outcome.value.beta : Number.NaN;
  });
  return portfolioBeta(weights.value, Float64Array.from(own));
}

function rSquaredOf({ weights, returns, symbols }: PortfolioBook): Outcome<Covered<number>> {
  if (!weights.ok) return weights;
  if (!symbols.benchmark) return skipped('no-benchmark');
  if (returns.length === 0) return skipped('no-positions');
  const result = portfolioRSquared(weights.value, returns, symbols.benchmark.returns, {
    window: 90,
    minObservations: observationsNeeded(90),
  });
  return result.ok ? computed(result.value) : result;
}

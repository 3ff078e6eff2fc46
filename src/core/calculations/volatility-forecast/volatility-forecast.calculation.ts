import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { garchForecast } from '../garch/garch.kernel.js';
import { targetedGarch } from '../garch/targeted-garch.kernel.js';
import { observationsNeeded } from '../numeric/window.kernel.js';
import { harForecast } from '../realized-variance-forecast/har.kernel.js';
import { methodWith } from '../option-exposure/exposed-book.js';
import { type Measure, measureRows, RISK_MEASURES } from '../risk-sample/risk-measures.js';
import { portfolioRiskSample, YEAR, YEAR_OF_MONTHS } from '../risk-sample/risk-sample.calculation.js';
import type { RiskSample } from '../risk-sample/risk-sample.kernel.js';
import {
  ewmaVolatility,
  percentileOfLatest,
  realizedVolatility,
  rollingVolatility,
  SESSIONS_A_YEAR,
} from '../volatility/realized-volatility.kernel.js';
import { trendStatistic } from './volatility-trend.kernel.js';

const VERSION = 2;
/** Sessions ahead. */
const HORIZON = 21;
const MONTH = 21;
const DECAY = 0.94;
/** Values of the 21-session volatility whose trend is asked for. */
const TREND = 63;
/** Rows of the regression: a month ahead of two thirds of a year less the first month. */
const HAR_ROWS = 100;

/**
 * Volatility of the constant-weight returns over a year, with fading weights, and as two models expect it over the next
 * 21 sessions; where the 21-session volatility stands among those of a year, and whether it rises. All annual, ratios. Options
 * count by their deltas.
 */
export const portfolioVolatilityForecast = calculation({
  name: 'volatility-forecast',
  version: VERSION,
  subject: 'portfolio',
  after: [portfolioRiskSample.name],
  tables: [RISK_MEASURES],
  compute: (_: PortfolioBook, earlier: Results): readonly Measure[] => {
    const { book, year, long } = earlier.of(portfolioRiskSample);
    const months = mapOutcome(long, ({ portfolio }) => rollingVolatility(portfolio, MONTH));
    return [
      measure('realized_volatility_252d', YEAR, 'sample-stdev', year, withOwn(year, realized)),
      measure(
        'ewma_volatility',
        YEAR,
        'ewma-0.94',
        year,
        withOwn(year, (returns) => ewmaVolatility(returns, DECAY)),
      ),
      measure('expected_volatility_21d', YEAR_OF_MONTHS, 'har-sqrt', long, withOwn(long, har)),
      measure('garch_volatility_21d', YEAR_OF_MONTHS, 'garch-variance-targeting', long, withOwn(long, garch)),
      measure('volatility_percentile', YEAR_OF_MONTHS, 'weak-rank', long, then(months, percentile)),
      measure('volatility_trend', YEAR_OF_MONTHS, 'slope-t-hac', long, then(months, trend)),
    ].map((one) => ({ ...one, method: methodWith(one.method, book, 'by-delta') }));
  },
  rows: (measures, book) => [measureRows(measures, book, VERSION)],
});

const then = <T, U>(outcome: Outcome<T>, change: (value: T) => Outcome<U>): Outcome<U> =>
  outcome.ok ? change(outcome.value) : outcome;

/** Variance of what has a volatility of its own comes on top. */
const withOwn = (
  sample: Outcome<RiskSample>,
  volatility: (returns: Float64Array) => Outcome<number>,
): Outcome<number> =>
  then(sample, ({ portfolio, ownVariance }) =>
    mapOutcome(volatility(portfolio), (value) => Math.sqrt(value * value + ownVariance)),
  );

const realized = (returns: Float64Array): Outcome<number> => realizedVolatility(returns, returns.length);

function har(returns: Float64Array): Outcome<number> {
  const variances = returns.map((value) => value * value);
  const options = { horizon: HORIZON, form: 'sqrt', hacLags: HORIZON - 1, minObservations: HAR_ROWS } as const;
  return mapOutcome(
    harForecast(variances, { lags: [1, 5, 22], ...options }),
    ({ forecastVolatility }) => forecastVolatility,
  );
}

/** Root of the mean variance expected of the next 21 sessions. */
const garch = (returns: Float64Array): Outcome<number> =>
  mapOutcome(targetedGarch(returns, observationsNeeded(YEAR)), ({ parameters, nextVariance }) => {
    const { cumulativeVariance } = garchForecast(parameters, nextVariance, HORIZON);
    return Math.sqrt((cumulativeVariance / HORIZON) * SESSIONS_A_YEAR);
  });

function percentile(months: Float64Array): Outcome<number> {
  const known = months.filter((value) => !Number.isNaN(value));
  if (known.length < observationsNeeded(YEAR)) return skipped('too-few-observations');
  return percentileOfLatest(known.subarray(Math.max(0, known.length - YEAR)));
}

const trend = (months: Float64Array): Outcome<number> => trendStatistic(months, TREND, MONTH);

const measure = (
  name: string,
  window: number,
  method: string,
  sample: Outcome<RiskSample>,
  outcome: Outcome<number>,
): Measure => ({
  ...{ measure: name, window, method, observations: sample.ok ? sample.value.sessions.length : 0 },
  outcome:
    outcome.ok && !Number.isFinite(outcome.value)
      ? skipped('no-solution')
      : outcome.ok
        ? computed(outcome.value)
        : outcome,
});

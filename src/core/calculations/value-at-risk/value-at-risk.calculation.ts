import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { mean, sampleStandardDeviation } from '../numeric/series.kernel.js';
import { methodWith } from '../option-exposure/exposed-book.js';
import { portfolioRiskContribution } from '../risk-contribution/risk-contribution.calculation.js';
import { type Measure, measureRows, RISK_MEASURES } from '../risk-sample/risk-measures.js';
import { portfolioRiskSample, YEAR } from '../risk-sample/risk-sample.calculation.js';
import { MIN_COVERAGE, type RiskSample } from '../risk-sample/risk-sample.kernel.js';
import { SESSIONS_A_YEAR } from '../volatility/realized-volatility.kernel.js';
import { historicalRisk } from './historical-var.kernel.js';
import { shapeOf } from './moments.kernel.js';
import { cornishFisherRisk, normalRisk, type TailRisk } from './parametric-var.kernel.js';

const CONFIDENCES = [95, 99] as const;
const VERSION = 2;

/**
 * VaR and CVaR of one session at 95 % and 99 %, shares of net asset value, positive for a loss: of the returns that
 * today's weights would have had (historical), of normal returns with mean 0 and the shrunk volatility (parametric: what
 * the components of risk-contribution sum to), and of the normal adjusted for skewness and kurtosis (Cornish-Fisher).
 * Options are revalued at each past move where the series itself is asked, and count by their deltas in the volatility.
 */
export const portfolioValueAtRisk = calculation({
  name: 'value-at-risk',
  version: VERSION,
  subject: 'portfolio',
  after: [portfolioRiskSample.name, portfolioRiskContribution.name],
  tables: [RISK_MEASURES],
  compute: (_: PortfolioBook, earlier: Results): readonly Measure[] => {
    const { book, year, revalued } = earlier.of(portfolioRiskSample);
    const { risk: contributed } = earlier.of(portfolioRiskContribution);
    const covered = coveredBySeries(revalued);
    const volatility = mapOutcome(contributed, ({ contributions }) => contributions.volatility);
    return CONFIDENCES.flatMap((percent) => [
      ...pair(
        'historical',
        methodWith('historical-constant-weights', book, 'revalued'),
        percent,
        covered,
        mapAll(covered, (sample) => historical(sample, percent / 100)),
      ),
      ...pair(
        'parametric',
        methodWith('parametric-constant-weights', book, 'by-delta'),
        percent,
        year,
        mapOutcome(volatility, (annual) => parametric(annual, percent / 100)),
      ),
      ...pair(
        'cornish_fisher',
        methodWith('cornish-fisher-constant-weights', book, 'revalued'),
        percent,
        covered,
        mapAll(covered, (sample) => adjusted(sample, percent / 100)),
      ),
    ]);
  },
  rows: (measures, book) => [measureRows(measures, book, VERSION)],
});

/** Volatilities of their own have no tail: the sessions must speak for half of the portfolio by themselves. */
function coveredBySeries(sample: Outcome<RiskSample>): Outcome<RiskSample> {
  return sample.ok && sample.value.coverage < MIN_COVERAGE ? skipped('insufficient-coverage') : sample;
}

const mapAll = <T, U>(outcome: Outcome<T>, change: (value: T) => Outcome<U>): Outcome<U> =>
  outcome.ok ? change(outcome.value) : outcome;

const historical = ({ portfolio }: RiskSample, confidence: number): Outcome<TailRisk> =>
  historicalRisk(portfolio, confidence);

const parametric = (annual: number, confidence: number): TailRisk =>
  normalRisk({ mean: 0, standardDeviation: annual / Math.sqrt(SESSIONS_A_YEAR) }, confidence);

/** Where its quantiles do not rise, the expansion does not hold, and there is no figure. */
function adjusted({ portfolio }: RiskSample, confidence: number): Outcome<TailRisk> {
  const spread = { mean: mean(portfolio), standardDeviation: sampleStandardDeviation(portfolio) };
  return mapAll(shapeOf(portfolio), (shape) =>
    mapAll(cornishFisherRisk(spread, shape, confidence), (risk) =>
      risk.isMonotone ? computed(risk) : skipped('not-applicable'),
    ),
  );
}

function pair(
  name: string,
  method: string,
  percent: number,
  sample: Outcome<RiskSample>,
  risk: Outcome<TailRisk>,
): Measure[] {
  const observations = sample.ok ? sample.value.sessions.length : 0;
  const shared = { window: YEAR, observations, method };
  return [
    { ...shared, measure: `${name}_var_${percent}`, outcome: mapOutcome(risk, ({ valueAtRisk }) => valueAtRisk) },
    { ...shared, measure: `${name}_cvar_${percent}`, outcome: mapOutcome(risk, ({ shortfall }) => shortfall) },
  ];
}

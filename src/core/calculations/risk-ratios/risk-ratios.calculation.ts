import { type Outcome, mapOutcome, skipped } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { lastOf } from '../numeric/window.kernel.js';
import { methodWith } from '../option-exposure/exposed-book.js';
import { type Measure, measureRows, RISK_MEASURES } from '../risk-sample/risk-measures.js';
import { portfolioRiskSample, YEAR } from '../risk-sample/risk-sample.calculation.js';
import { MIN_COVERAGE } from '../risk-sample/risk-sample.kernel.js';
import { ratioSet } from './ratio-set.kernel.js';

const VERSION = 2;
const METHOD = 'constant-weights';

/**
 * Drawdowns and ratios of the returns that today's weights would have had over a year: what the portfolio as it stands
 * went through, not what its owner did. Those of the owner follow from the snapshots, when they are asked for. Options
 * count by their deltas: revalued at each move but never ageing, a long option would gain by its curvature for nothing.
 */
export const portfolioRiskRatios = calculation({
  name: 'risk-ratios',
  version: VERSION,
  subject: 'portfolio',
  after: [portfolioRiskSample.name],
  tables: [RISK_MEASURES],
  compute: ({ symbols }: PortfolioBook, earlier: Results): readonly Measure[] => {
    const { book, year } = earlier.of(portfolioRiskSample);
    const covered = year.ok && year.value.coverage < MIN_COVERAGE ? skipped('insufficient-coverage') : year;
    const ratios = mapOutcome(covered, ({ portfolio, sessions }) => {
      const market = symbols.benchmark ? lastOf(symbols.benchmark.returns, YEAR) : null;
      return ratioSet(portfolio, market && Float64Array.from(sessions, (t) => market[t] ?? Number.NaN));
    });
    const observations = covered.ok ? covered.value.sessions.length : 0;
    const of = (measure: string, outcome: Outcome<number>): Measure => ({
      ...{ measure, outcome, observations, window: YEAR, method: methodWith(METHOD, book, 'by-delta') },
    });
    if (!ratios.ok) return RATIO_NAMES.map((measure) => of(measure, ratios));
    return RATIO_NAMES.map((measure) => of(measure, ratios.value[measure]));
  },
  rows: (measures, book) => [measureRows(measures, book, VERSION)],
});

export const RATIO_NAMES = [
  'max_drawdown',
  'current_drawdown',
  'sharpe_ratio',
  'sortino_ratio',
  'calmar_ratio',
  'omega_ratio',
  'tail_ratio',
  'upside_capture',
  'downside_capture',
] as const;

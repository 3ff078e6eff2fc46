import { type Outcome, reasonOrNull, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { plainBook } from '../option-exposure/exposed-book.js';
import { exposuresOf, portfolioFactors } from '../portfolio-factors/portfolio-factors.calculation.js';
import { type Cell, PORTFOLIO_KEY, type ResultTable } from '../result-table.js';
import { scenarioShocks } from '../scenario-shocks/scenario-shocks.calculation.js';
import { STRESS_SCENARIOS, type StressScenario } from '../scenario-shocks/stress-scenarios.kernel.js';
import { type BookStress, bookStress, linearGain, positionGain } from './book-stress.kernel.js';

export interface ScenarioResult {
  readonly scenario: StressScenario;
  readonly stress: Outcome<BookStress>;
  /** Sessions behind the covariance of the factors. */
  readonly observations: number;
}

export const STRESS_METHOD = 'conditional-mean, full-revaluation';
export const STRESS_VERSION = 2;

const TABLE: ResultTable = {
  name: 'stress_test_results',
  key: { ...PORTFOLIO_KEY, scenario_id: 'text' },
  values: {
    scenario_version: 'integer',
    dollar_impact: 'double precision',
    percentage_impact: 'double precision',
    new_portfolio_value: 'double precision',
    direct_impact: 'double precision',
    propagated_impact: 'double precision',
    coverage: 'double precision',
    positions_total: 'integer',
    positions_left_out: 'integer',
    observations: 'integer',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};

/**
 * What each built-in scenario does to a portfolio: options by revaluation, everything else by its exposures to the joint
 * model's factors. Cash does not move, and what nothing is known of counts for nothing.
 */
export const stressTest = calculation({
  name: 'stress-test',
  version: STRESS_VERSION,
  subject: 'portfolio',
  after: [scenarioShocks.name, portfolioFactors.name],
  tables: [TABLE],
  compute: (book: PortfolioBook, earlier: Results): readonly ScenarioResult[] => {
    const { shifts, optionGains, observations } = earlier.of(scenarioShocks);
    const { instrumentIds, marketValues, optionShares, symbols } = book;
    const exposures = exposuresOf(plainBook(book), 'joint', earlier);
    const holdings = instrumentIds.map((id, i) => {
      const place = symbols.placeOf.get(id) ?? -1;
      const fit = exposures[i];
      return {
        marketValue: marketValues[i] ?? Number.NaN,
        symbol: symbols.subjects[place]?.symbol ?? '',
        isOption: symbols.options?.has(id) === true,
        shares: optionShares?.[i] ?? Number.NaN,
        exposures: fit?.ok ? fit.value.exposures : null,
        optionGains: optionGains.get(place) ?? [],
      };
    });
    return STRESS_SCENARIOS.map((scenario, number) => {
      const shift = shifts[number];
      if (!shift?.ok) return { scenario, observations, stress: shift ?? { ok: false, reason: 'not-computed-yet' } };
      const stressed = holdings.map((holding) => {
        const { marketValue, isOption, shares } = holding;
        if (!isOption) return { marketValue, gain: linearGain(holding, shift.value) };
        const gain = holding.optionGains[number] ?? null;
        return { marketValue, gain: gain && positionGain(marketValue, shares, gain) };
      });
      return { scenario, observations, stress: bookStress(stressed) };
    });
  },
  rows: (results, { portfolioId, session, netAssetValue }) => [
    { table: TABLE, rows: results.map((result) => [portfolioId, session, ...rowOf(result, netAssetValue)]) },
  ],
});

function rowOf({ scenario, stress, observations }: ScenarioResult, netAssetValue: number): Cell[] {
  const found = valueOrNull(stress);
  const hasEquity = netAssetValue > 0;
  return [
    scenario.id,
    scenario.version,
    found?.impact ?? null,
    found && hasEquity ? (found.impact / netAssetValue) * 100 : null,
    found && netAssetValue + found.impact,
    found?.direct ?? null,
    found && found.impact - found.direct,
    found?.coverage ?? null,
    found?.holdings ?? null,
    found?.leftOut ?? null,
    observations,
    reasonOrNull(stress) ?? (hasEquity ? null : 'non-positive-equity'),
    STRESS_METHOD,
    STRESS_VERSION,
  ];
}

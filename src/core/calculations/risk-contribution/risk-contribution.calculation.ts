import { type Outcome, computed, mapOutcome, reasonOrNull, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { normalQuantile } from '../numeric/distribution.kernel.js';
import { at, element, type Matrix, symmetricOf } from '../numeric/matrix.kernel.js';
import { isConstant } from '../numeric/series.kernel.js';
import { type Cell, PORTFOLIO_KEY, type ResultTable } from '../result-table.js';
import { type Measure, measureRows, RISK_MEASURES } from '../risk-sample/risk-measures.js';
import { portfolioRiskSample, YEAR } from '../risk-sample/risk-sample.calculation.js';
import type { RiskSample } from '../risk-sample/risk-sample.kernel.js';
import { shrinkToConstantCorrelation } from '../shrinkage/shrinkage.kernel.js';
import { SESSIONS_A_YEAR } from '../volatility/realized-volatility.kernel.js';
import { componentShortfall } from './component-shortfall.kernel.js';
import { type RiskContributions, riskContributions } from './risk-contribution.kernel.js';

const CONFIDENCE = 0.95;
const METHOD = 'ledoit-wolf-constant-correlation';
const VERSION = 1;

const TABLE: ResultTable = {
  name: 'risk_contributions',
  key: { ...PORTFOLIO_KEY, instrument_id: 'uuid' },
  values: {
    weight: 'double precision',
    volatility_contribution: 'double precision',
    marginal_volatility: 'double precision',
    component_var_95: 'double precision',
    marginal_var_95: 'double precision',
    incremental_var_95: 'double precision',
    component_cvar_95: 'double precision',
    observations: 'integer',
    reason: 'text',
    method: 'text',
    version: 'integer',
  },
};

export interface ContributedRisk {
  /** Places of the instruments in the book, and what each of them adds, annual. */
  readonly places: readonly number[];
  readonly contributions: RiskContributions;
  /** Historical CVaR by instrument, in the order of the first places; those with a volatility of their own have none. */
  readonly shortfall: Float64Array;
  readonly observations: number;
}

/**
 * What each instrument adds to volatility and to the parametric VaR of a session, by the shrunk covariance of a year, and
 * to the historical CVaR, by the sessions of the tail. Assets with a volatility of their own are independent of the rest.
 */
export const portfolioRiskContribution = calculation({
  name: 'risk-contribution',
  version: VERSION,
  subject: 'portfolio',
  after: [portfolioRiskSample.name],
  tables: [TABLE, RISK_MEASURES],
  compute: (book: PortfolioBook, earlier: Results): Outcome<ContributedRisk> => {
    const { year } = earlier.of(portfolioRiskSample);
    return year.ok ? contributed(book, year.value) : year;
  },
  rows: (risk, book) => [
    { table: TABLE, rows: book.instrumentIds.map((_, i) => rowOf(risk, book, i)) },
    measureRows(measuresOf(risk), book, VERSION),
  ],
});

function contributed(book: PortfolioBook, sample: RiskSample): Outcome<ContributedRisk> {
  const places = [...sample.places, ...sample.ownPlaces];
  const weights = Float64Array.from(places, (i) => (book.weights.ok ? (book.weights.value[i] ?? 0) : 0));
  const covariance = covarianceOf(book, sample);
  if (!covariance.ok) return covariance;
  return mapOutcome(riskContributions(weights, covariance.value), (contributions) => {
    const tail = componentShortfall(sample.weights, sample.returns, CONFIDENCE);
    const shortfall = tail.ok ? tail.value.component : new Float64Array();
    return { places, contributions, shortfall, observations: sample.sessions.length };
  });
}

/** Annual. A series that does not move has no correlation to be shrunk: its row is 0, as are those between own volatilities. */
function covarianceOf({ ownVolatilities }: PortfolioBook, sample: RiskSample): Outcome<Matrix> {
  const { returns, places, ownPlaces } = sample;
  const rowOfMoving = new Map<number, number>();
  for (const [i, series] of returns.entries()) if (!isConstant(series)) rowOfMoving.set(i, rowOfMoving.size);
  const moving = returns.filter((_, i) => rowOfMoving.has(i));
  const shrunk: Outcome<{ readonly covariance: Matrix }> =
    moving.length === 0 ? computed({ covariance: [] }) : shrinkToConstantCorrelation(moving);
  return mapOutcome(shrunk, ({ covariance }) =>
    symmetricOf(places.length + ownPlaces.length, (i, j) => {
      const own = ownPlaces[i - places.length];
      if (own !== undefined) return i === j ? (ownVolatilities?.[own] ?? Number.NaN) ** 2 : 0;
      const [row, column] = [rowOfMoving.get(i), rowOfMoving.get(j)];
      return row === undefined || column === undefined ? 0 : SESSIONS_A_YEAR * at(covariance, row, column);
    }),
  );
}

function measuresOf(risk: Outcome<ContributedRisk>): Measure[] {
  const observations = risk.ok ? risk.value.observations : 0;
  const of = (measure: string, figure: (of: RiskContributions) => number): Measure => ({
    ...{ measure, window: YEAR, observations, method: METHOD },
    outcome: mapOutcome(risk, ({ contributions }) => figure(contributions)),
  });
  return [
    of('shrunk_volatility', ({ volatility }) => volatility),
    of('diversification_ratio', ({ diversificationRatio }) => diversificationRatio),
    of('effective_bets', ({ effectiveBets }) => effectiveBets),
  ];
}

function rowOf(risk: Outcome<ContributedRisk>, book: PortfolioBook, i: number): Cell[] {
  const { portfolioId, session, instrumentIds, weights } = book;
  const at = risk.ok ? risk.value.places.indexOf(i) : -1;
  const key = [portfolioId, session, instrumentIds[i] ?? null, weights.ok ? (weights.value[i] ?? null) : null];
  if (!risk.ok || at < 0) {
    const reason = reasonOrNull(risk) ?? reasonWithout(book, i);
    return [...key, null, null, null, null, null, null, 0, reason, METHOD, VERSION];
  }
  const { contributions, shortfall, observations } = risk.value;
  const ofSession = (annual: number): number => (-normalQuantile(1 - CONFIDENCE) * annual) / Math.sqrt(SESSIONS_A_YEAR);
  const [component, marginal] = [element(contributions.component, at), element(contributions.marginal, at)];
  return [
    ...[...key, component, marginal, ofSession(component), ofSession(marginal)],
    ...[ofSession(element(contributions.incremental, at)), shortfall[at] ?? null],
    ...[observations, null, METHOD, VERSION],
  ];
}

/** Options, and assets that nothing stands for, have no returns at all. */
function reasonWithout({ returns, weights }: PortfolioBook, i: number): string {
  const isHeld = valueOrNull(weights)?.[i] !== 0;
  const hasReturns = returns[i]?.some((value) => !Number.isNaN(value)) === true;
  return isHeld && hasReturns ? 'too-few-observations' : 'not-applicable';
}

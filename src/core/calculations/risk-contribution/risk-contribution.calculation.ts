import { type Outcome, computed, mapOutcome, reasonOrNull, valueOrNull } from '../../../shared/outcome.js';
import { calculation, type PortfolioBook, type Results } from '../calculation.js';
import { normalQuantile } from '../numeric/distribution.kernel.js';
import { at, element, type Matrix, symmetricOf } from '../numeric/matrix.kernel.js';
import { isConstant } from '../numeric/series.kernel.js';
import { type ExposedBook, methodWith } from '../option-exposure/exposed-book.js';
import { type Cell, PORTFOLIO_KEY, type ResultTable } from '../result-table.js';
import { type Measure, measureRows, RISK_MEASURES } from '../risk-sample/risk-measures.js';
import { portfolioRiskSample, type RiskSamples, YEAR } from '../risk-sample/risk-sample.calculation.js';
import type { RiskSample } from '../risk-sample/risk-sample.kernel.js';
import { shrinkToConstantCorrelation } from '../shrinkage/shrinkage.kernel.js';
import { SESSIONS_A_YEAR } from '../volatility/realized-volatility.kernel.js';
import { componentShortfall } from './component-shortfall.kernel.js';
import { type RiskContributions, riskContributions } from './risk-contribution.kernel.js';

const CONFIDENCE = 0.95;
const METHOD = 'ledoit-wolf-constant-correlation';
const VERSION = 2;

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

export interface BookRisk {
  /** What the weights are of: options as the shares that their deltas stand for. */
  readonly book: ExposedBook;
  readonly risk: Outcome<ContributedRisk>;
}

export interface ContributedRisk {
  /** Places of the instruments in the book, and what each of them adds, annual. */
  readonly places: readonly number[];
  readonly contributions: RiskContributions;
  /** The same of whose returns count: what is held beside its own options is no spread of risk. */
  readonly netted: Pick<RiskContributions, 'diversificationRatio' | 'effectiveBets'>;
  /** Historical CVaR by instrument, in the order of the first places; those with a volatility of their own have none. */
  readonly shortfall: Float64Array;
  readonly observations: number;
}

/**
 * What each instrument adds to volatility and to the parametric VaR of a session, by the shrunk covariance of a year, and
 * to the historical CVaR, by the sessions of the tail. An option moves as its underlying, with the weight that its delta
 * makes; in the tail it is revalued. Assets with a volatility of their own are independent of the rest.
 */
export const portfolioRiskContribution = calculation({
  name: 'risk-contribution',
  version: VERSION,
  subject: 'portfolio',
  after: [portfolioRiskSample.name],
  tables: [TABLE, RISK_MEASURES],
  compute: (_: PortfolioBook, earlier: Results): BookRisk => {
    const samples = earlier.of(portfolioRiskSample);
    return { book: samples.book, risk: contributed(samples) };
  },
  rows: ({ book, risk }) => [
    { table: TABLE, rows: book.instrumentIds.map((_, i) => rowOf(risk, book, i)) },
    measureRows(measuresOf(risk, book), book, VERSION),
  ],
});

function contributed({ book, year, revalued }: RiskSamples): Outcome<ContributedRisk> {
  if (!year.ok) return year;
  const sample = year.value;
  const places = [...sample.places, ...sample.ownPlaces];
  const weights = Float64Array.from(places, (i) => (book.weights.ok ? (book.weights.value[i] ?? 0) : 0));
  const { rowOf: rowsOf, covariance } = covarianceOf(book, sample);
  if (!covariance.ok) return covariance;
  const between = (i: number, j: number): number => at(covariance.value, rowsOf[i] ?? -1, rowsOf[j] ?? -1);
  const found = riskContributions(weights, symmetricOf(places.length, between));
  if (!found.ok) return found;
  const tail = revalued.ok ? componentShortfall(revalued.value.weights, revalued.value.returns, CONFIDENCE) : revalued;
  return computed({
    ...{ places, contributions: found.value, observations: sample.sessions.length },
    netted: book.options === 0 ? found.value : nettedRisk(weights, rowsOf, covariance.value, found.value),
    shortfall: tail.ok ? tail.value.component : new Float64Array(),
  });
}

/** What hedges itself to nothing leaves the figures of its parts. */
function nettedRisk(
  weights: Float64Array,
  rowsOf: readonly number[],
  covariance: Matrix,
  whole: RiskContributions,
): RiskContributions {
  const sums = new Float64Array(covariance.length);
  for (const [i, weight] of weights.entries()) sums[rowsOf[i] ?? -1] = (sums[rowsOf[i] ?? -1] ?? 0) + weight;
  return valueOrNull(riskContributions(sums, covariance)) ?? whole;
}

/**
 * Annual, a row for each of whose returns count, and the row of every place: an option has its underlying's. A series that
 * does not move has no correlation to be shrunk: its row is 0, as are those between own volatilities.
 */
export function covarianceOf(
  { bearers, ownVolatilities }: ExposedBook,
  { places, returns, ownPlaces }: RiskSample,
): { readonly rowOf: readonly number[]; readonly covariance: Outcome<Matrix> } {
  const rowOfBearer = new Map<string, number>();
  const series: Float64Array[] = [];
  const rows = places.map((place, i) => {
    const bearer = bearers[place] ?? '';
    const known = rowOfBearer.get(bearer);
    if (known !== undefined) return known;
    rowOfBearer.set(bearer, series.length);
    return series.push(returns[i] ?? new Float64Array()) - 1;
  });
  const rowOfMoving = new Map<number, number>();
  for (const [i, one] of series.entries()) if (!isConstant(one)) rowOfMoving.set(i, rowOfMoving.size);
  const moving = series.filter((_, i) => rowOfMoving.has(i));
  const shrunk: Outcome<{ readonly covariance: Matrix }> =
    moving.length === 0 ? computed({ covariance: [] }) : shrinkToConstantCorrelation(moving);
  const covariance = mapOutcome(shrunk, (found) =>
    symmetricOf(series.length + ownPlaces.length, (i, j) => {
      const own = ownPlaces[i - series.length];
      if (own !== undefined) return i === j ? (ownVolatilities?.[own] ?? Number.NaN) ** 2 : 0;
      const [row, column] = [rowOfMoving.get(i), rowOfMoving.get(j)];
      return row === undefined || column === undefined ? 0 : SESSIONS_A_YEAR * at(found.covariance, row, column);
    }),
  );
  return { rowOf: [...rows, ...ownPlaces.map((_, k) => series.length + k)], covariance };
}

function measuresOf(risk: Outcome<ContributedRisk>, book: ExposedBook): Measure[] {
  const observations = risk.ok ? risk.value.observations : 0;
  const of = (measure: string, figure: (of: ContributedRisk) => number): Measure => ({
    ...{ measure, window: YEAR, observations, method: methodOf(book) },
    outcome: mapOutcome(risk, figure),
  });
  return [
    of('shrunk_volatility', ({ contributions }) => contributions.volatility),
    of('diversification_ratio', ({ netted }) => netted.diversificationRatio),
    of('effective_bets', ({ netted }) => netted.effectiveBets),
  ];
}

const methodOf = (book: ExposedBook): string => methodWith(METHOD, book, 'by-delta');

function rowOf(risk: Outcome<ContributedRisk>, book: ExposedBook, i: number): Cell[] {
  const { portfolioId, session, instrumentIds, weights } = book;
  const at = risk.ok ? risk.value.places.indexOf(i) : -1;
  const key = [portfolioId, session, instrumentIds[i] ?? null, weights.ok ? (weights.value[i] ?? null) : null];
  if (!risk.ok || at < 0) {
    const reason = reasonOrNull(risk) ?? reasonWithout(book, i);
    return [...key, null, null, null, null, null, null, 0, reason, methodOf(book), VERSION];
  }
  const { contributions, shortfall, observations } = risk.value;
  const ofSession = (annual: number): number => (-normalQuantile(1 - CONFIDENCE) * annual) / Math.sqrt(SESSIONS_A_YEAR);
  const [component, marginal] = [element(contributions.component, at), element(contributions.marginal, at)];
  return [
    ...[...key, component, marginal, ofSession(component), ofSession(marginal)],
    ...[ofSession(element(contributions.incremental, at)), shortfall[at] ?? null],
    ...[observations, null, methodOf(book), VERSION],
  ];
}

/** Options without Greeks say why; assets that nothing stands for have no returns at all. */
function reasonWithout({ returns, weights, instrumentIds, plain }: ExposedBook, i: number): string {
  const withoutGreeks = plain.get(instrumentIds[i] ?? '');
  if (withoutGreeks !== undefined) return withoutGreeks;
  const isHeld = valueOrNull(weights)?.[i] !== 0;
  const hasReturns = returns[i]?.some((value) => !Number.isNaN(value)) === true;
  return isHeld && hasReturns ? 'too-few-observations' : 'not-applicable';
}

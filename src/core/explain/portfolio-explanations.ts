import {
  CORRELATION_RULES,
  CORRELATION_WINDOW,
  portfolioCorrelation,
} from '../calculations/correlation/correlation.calculation.js';
import { targetedGarch } from '../calculations/garch/targeted-garch.kernel.js';
import { observationsNeeded } from '../calculations/numeric/window.kernel.js';
import type { ExposedBook } from '../calculations/option-exposure/exposed-book.js';
import { covarianceOf } from '../calculations/risk-contribution/risk-contribution.calculation.js';
import { portfolioRiskSample, YEAR, YEAR_OF_MONTHS } from '../calculations/risk-sample/risk-sample.calculation.js';
import type { RiskSample } from '../calculations/risk-sample/risk-sample.kernel.js';
import { STRESS_STEPS } from '../calculations/stress-test/book-stress.kernel.js';
import { SESSIONS_A_YEAR } from '../calculations/volatility/realized-volatility.kernel.js';
import type { Outcome } from '../../shared/outcome.js';
import type { CalculationTrace } from './calculation-trace.js';
import { type Explanation, numbersOf, type Step } from './explanation.js';

type Steps = Readonly<Record<string, Step>>;

function sampleOf(trace: CalculationTrace, span: 'year' | 'long'): { book: ExposedBook; sample: RiskSample } | null {
  const samples = trace.of(portfolioRiskSample);
  if (!samples.ok || !samples.value[span].ok) return null;
  return { book: samples.value.book, sample: samples.value[span].value };
}

const named = (names: readonly string[], places: readonly number[]): string[] => places.map((i) => names[i] ?? '');

/** Places of sessions count from the end of the window: 0 is the first of its sessions. */
function sampleStep({ instrumentIds, bearers }: ExposedBook, sample: Outcome<RiskSample>): Step {
  if (!sample.ok) return { reason: sample.reason };
  const { places, weights, sessions, portfolio, coverage, ownPlaces, ownVariance } = sample.value;
  return {
    ...{
      instrument_ids: named(instrumentIds, places),
      bearer_ids: named(bearers, places),
      weights: numbersOf(weights),
    },
    ...{ session_places: sessions, portfolio_returns: numbersOf(portfolio), coverage },
    ...{ own_instrument_ids: named(instrumentIds, ownPlaces), own_variance: ownVariance },
  };
}

/** A row of the matrix for each of whose returns count, and the row of every instrument. */
function covarianceStep(trace: CalculationTrace): Steps {
  const year = sampleOf(trace, 'year');
  if (!year) return {};
  const { instrumentIds, bearers, weights } = year.book;
  const { rowOf, covariance } = covarianceOf(year.book, year.sample);
  const places = [...year.sample.places, ...year.sample.ownPlaces];
  return {
    ...{ instrument_ids: named(instrumentIds, places), bearer_ids: named(bearers, places), row_of: rowOf },
    weights: weights.ok ? numbersOf(places.map((i) => weights.value[i] ?? Number.NaN)) : null,
    annual_covariance: covariance.ok ? covariance.value.map(numbersOf) : null,
  };
}

function garchStep(trace: CalculationTrace): Steps {
  const long = sampleOf(trace, 'long');
  if (!long) return {};
  const fitted = targetedGarch(long.sample.portfolio, observationsNeeded(YEAR));
  if (!fitted.ok) return { garch: null };
  const { parameters, nextVariance } = fitted.value;
  const { omega, alpha, beta } = parameters;
  return { garch: { omega, alpha, beta, next_variance: nextVariance } };
}

function correlationStep(trace: CalculationTrace): Steps {
  const result = trace.of(portfolioCorrelation);
  if (!result.ok || !result.value.found.ok) return {};
  const { ids, exposures, found } = result.value;
  const { places, matrix, repair } = found.value;
  return {
    ...{ instrument_ids: named(ids, places), matrix: matrix.map(numbersOf), repair },
    exposures: numbersOf(places.map((i) => exposures[i] ?? Number.NaN)),
  };
}

const SAMPLE_NEEDED = observationsNeeded(YEAR);
const EXPOSURE =
  'An option stands for market value x delta x spot / price, under the name of its underlying; everything else, and an option without Greeks, for its market value.';
const BY_DELTA = 'w_i is exposure_i / net asset value and r_i the return of the bearer, of an option its underlying.';

/** Of what is computed for a portfolio. */
export const PORTFOLIO_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  concentration: {
    formula: `${EXPOSURE} Values of one name are netted; w_i = |net value| / sum |net value|. hhi = 10,000 sum w_i^2, effective number 1 / sum w_i^2, top n the sum of the n largest w_i.`,
    source: 'Herfindahl (1950); Hannah and Kay (1977)',
    parameters: {},
    ...{ window: 0, series: [], readsOptions: true },
  },
  'portfolio-risk': {
    formula: `${EXPOSURE} w_i = exposure_i / net asset value. Volatility: sample standard deviation (n - 1) of sum w_i r_i over the last 21 or 63 sessions, of the holdings that have all of them, times sqrt(${String(SESSIONS_A_YEAR)}), with sum (w_i v_i)^2 of assets with a volatility of their own added to the variance. Beta: sum w_i beta_i; R squared of sum w_i r_i on the benchmark over 90 sessions. Coverage: share of sum |w_i| that is in the figure; none below one half.`,
    source: 'Portfolio variance at constant weights; Sharpe (1964)',
    parameters: { sessions_a_year: SESSIONS_A_YEAR, min_coverage: 0.5 },
    ...{ window: 252, series: ['holdings', 'symbols', 'benchmark'], readsOptions: true },
  },
  'risk-sample': {
    formula: `${EXPOSURE} ${BY_DELTA} The sessions of the window on which all holdings that count have a return, and sum w_i r_i on each; a holding counts with two thirds of a year of returns. Revalued: the same sessions of the year, an option with Greeks by the returns of option-revaluation and at market value / net asset value. Stores nothing; others read it.`,
    source: 'Historical simulation at the weights of the session',
    parameters: { windows: [YEAR, YEAR_OF_MONTHS], needed: SAMPLE_NEEDED, min_coverage: 0.5 },
    ...{ window: YEAR_OF_MONTHS, series: ['holdings', 'symbols'], readsOptions: true },
    steps: (trace) => {
      const samples = trace.of(portfolioRiskSample);
      if (!samples.ok) return {};
      const { book, year, long, revalued } = samples.value;
      return { year: sampleStep(book, year), long: sampleStep(book, long), revalued: sampleStep(book, revalued) };
    },
  },
  'risk-contribution': {
    formula: `${BY_DELTA} With S the covariance of a year, shrunk towards constant correlation, of bearers, each in it once (steps: row_of): volatility v = sqrt(w^T S w), marginal (S w)_i / v, contribution w_i (S w)_i / v; VaR of a session 1.645 times these / sqrt(252); incremental: v less that with w_i at 0. Component of the expected shortfall: the mean of -w_i r_i over the worst 5 % of the sessions, options revalued. Diversification ratio sum |w_b| sqrt(S_bb) / v over bearers b, w_b the sum of the weights that a bearer has, effective bets its square.`,
    source:
      'Litterman (1996); Ledoit and Wolf (2004), Honey, I shrunk the sample covariance matrix; Tasche (2000); Choueifaty and Coignard (2008)',
    parameters: { window: YEAR, confidence: 0.95, sessions_a_year: SESSIONS_A_YEAR },
    ...{ window: YEAR, series: ['holdings', 'symbols'], readsOptions: true },
    steps: covarianceStep,
  },
  'value-at-risk': {
    formula:
      'Of a session, shares of net asset value, positive for a loss. Historical and Cornish-Fisher are of the revalued series of risk-sample, in which an option is priced anew at each move of its underlying; parametric counts options by their deltas. Historical: quantile of the losses -sum w_i r_i (type 7), expected shortfall the mean of the worst n (1 - c), the last in part. Parametric: z v / sqrt(252), v the volatility of risk-contribution, shortfall density(z) / (1 - c) v / sqrt(252). Cornish-Fisher: z adjusted by skewness s and excess kurtosis k: z + (z^2 - 1) s / 6 + (z^3 - 3 z) k / 24 - (2 z^3 - 5 z) s^2 / 36, where its quantiles rise; expected shortfall the mean of these quantiles beyond.',
    source: 'Jorion, Value at Risk; Acerbi and Tasche (2002); Cornish and Fisher (1938)',
    parameters: { window: YEAR, confidences: [0.95, 0.99], needed: SAMPLE_NEEDED },
    ...{ window: YEAR, series: ['holdings', 'symbols'], readsOptions: true },
  },
  'risk-ratios': {
    formula:
      'Of sum w_i r_i over a year, options by delta, risk-free rate and target 0. Sharpe: mean / s sqrt(252). Sortino: 252 mean / sqrt(252 mean(min(r, 0)^2)). Drawdown: least wealth / highest wealth before - 1. Calmar: growth a year / |maximum drawdown|. Omega: sum of gains / sum of losses. Tail: 95 % quantile / |5 % quantile|. Capture: growth a year over the sessions on which the benchmark rose (fell), over that of the benchmark.',
    source: 'Sharpe (1994); Sortino and van der Meer (1991); Young (1991); Keating and Shadwick (2002); empyrical',
    parameters: { window: YEAR, risk_free_rate: 0, target: 0, sessions_a_year: SESSIONS_A_YEAR },
    ...{ window: YEAR, series: ['holdings', 'symbols', 'benchmark'], readsOptions: true },
  },
  'volatility-forecast': {
    formula:
      'Of sum w_i r_i, options by delta, own variances added. Realised: s sqrt(252). EWMA: weights 0.94^age of squared returns. Expected: regression of the root of the mean variance of 21 sessions on roots of the means of 1, 5 and 22 sessions, its forecast squared plus the residual variance. GARCH(1,1) with the variance of the sample as its long-run one: the mean variance expected of 21 sessions. Percentile: share of a year of 21-session volatilities not above the last. Trend: slope of the last 63 of these over time in Newey-West errors (21 lags).',
    source: 'RiskMetrics (1996); Corsi (2009); Bollerslev (1986), Engle and Mezrich (1996)',
    parameters: { decay: 0.94, horizon: 21, windows: [YEAR, YEAR_OF_MONTHS], needed: SAMPLE_NEEDED },
    ...{ window: YEAR_OF_MONTHS, series: ['holdings', 'symbols'], readsOptions: true },
    steps: garchStep,
  },
  'shrunk-beta': {
    formula: `${BY_DELTA} sum w_i b_i, with b_i = 1 + (0.5^2 / (0.5^2 + se_i^2)) (beta_i - 1) and se_i the classical error of the beta of the bearer.`,
    source: 'Vasicek (1973)',
    parameters: { windows: [90, 252], prior_mean: 1, prior_deviation: 0.5, min_coverage: 0.5 },
    ...{ window: 252, series: ['holdings', 'symbols', 'benchmark'], readsOptions: true },
  },
  correlation: {
    formula: `${EXPOSURE} Exposures of one name are netted. Pearson correlation of each pair over the sessions that both have, of the listed names of 1 % of gross exposure or more, the largest fifty; where the matrix contradicts itself, the nearest one that does not. Average: sum v_i v_j rho_ij / sum |v_i v_j|, v the netted exposures. Clusters: average linkage on sqrt((1 - rho) / 2), cut at a correlation of 0.7.`,
    source: 'Pearson; Higham (2002); Sokal and Michener (1958); agrees with pandas and scipy',
    parameters: {
      window: CORRELATION_WINDOW,
      min_overlap: CORRELATION_RULES.minOverlap,
      min_share: CORRELATION_RULES.minShare,
      max_count: CORRELATION_RULES.maxCount,
      threshold: 0.7,
    },
    ...{ window: CORRELATION_WINDOW, series: ['holdings', 'symbols'], readsOptions: true },
    steps: correlationStep,
  },
  'portfolio-factors': {
    formula: `${EXPOSURE} sum w_i b_ik, with b_ik the exposure of the symbol that bears it; in money times net asset value. Below half of sum |w_i| there is none.`,
    source: 'Exposures are linear in the weights',
    parameters: { min_coverage: 0.5 },
    ...{ window: 252, series: ['holdings', 'symbols', 'factors'], readsOptions: true },
  },
  'option-exposure': {
    formula: `${EXPOSURE} Long and short are sums of the exposures above and below 0, gross their difference, net their sum. Gamma: sum of market value / price x gamma x spot^2 / 100. Plain figures: the same with options at their market values.`,
    source: 'Hull, Options, Futures and Other Derivatives',
    parameters: {},
    ...{ window: 252, series: ['holdings', 'symbols', 'benchmark', 'factors'], readsOptions: true },
  },
  'stress-test': {
    formula:
      'Sum over the holdings: market value x max(-1, sum b_k s_k), with b_k the exposures to the joint factors and s_k the shocks of the scenario (steps of scenario-shocks: full; direct of the given ones alone). Options: shares x (value after - value before), with the spot after the return of the underlying and volatility and rate as the scenario has them (steps of scenario-shocks), time unchanged; a long option loses its value at most, a written one gains it at most. The values are by the formula of Black, Scholes and Merton for European options and calls that it never pays to exercise early, else by a tree of Leisen and Reimer in which the option may be exercised at any step. In per cent of net asset value.',
    source: 'Kupiec (1998); Merton (1973); Leisen and Reimer (1996)',
    parameters: { min_coverage: 0.5, tree_steps: STRESS_STEPS },
    ...{ window: 252, series: ['holdings', 'symbols', 'factors'], readsOptions: true },
  },
};

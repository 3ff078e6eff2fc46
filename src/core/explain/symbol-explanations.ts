import { DEFINITIONS, FACTOR_MODELS } from '../calculations/factor-exposure/factor-models.kernel.js';
import { BETA_WINDOWS } from '../calculations/market-beta/market-beta.calculation.js';
import { lastOf, observationsNeeded } from '../calculations/numeric/window.kernel.js';
import { TREE_STEPS } from '../calculations/option-pricing/american-volatility.kernel.js';
import { ASSUMED_RATE } from '../calculations/option-pricing/assumed-rate.kernel.js';
import { optionRevaluation } from '../calculations/option-revaluation/option-revaluation.calculation.js';
import { YEAR as REVALUED_WINDOW } from '../calculations/risk-sample/risk-sample.calculation.js';
import { jointCovariance } from '../calculations/scenario-shocks/scenario-shocks.kernel.js';
import { scenarioShocks } from '../calculations/scenario-shocks/scenario-shocks.calculation.js';
import { STRESS_SCENARIOS } from '../calculations/scenario-shocks/stress-scenarios.kernel.js';
import {
  FACTOR_WINDOW,
  RIDGE_PENALTIES,
  symbolFactors,
} from '../calculations/symbol-factors/symbol-factors.calculation.js';
import { SESSIONS_A_YEAR } from '../calculations/volatility/realized-volatility.kernel.js';
import { VOLATILITY_WINDOWS } from '../calculations/volatility/volatility.calculation.js';
import type { CalculationTrace } from './calculation-trace.js';
import { type Explanation, numbersOf, type Step } from './explanation.js';

const factorDefinitions = (): Step =>
  Object.fromEntries(
    FACTOR_MODELS.map((model) => [model, DEFINITIONS[model].map(({ name, long, short }) => ({ name, long, short }))]),
  );

function marketShifts(trace: CalculationTrace): Record<string, Step> {
  const factors = trace.of(symbolFactors);
  const shocks = trace.of(scenarioShocks);
  const covariance = factors.ok && factors.value.covariance.ok ? factors.value.covariance.value.covariance : null;
  return {
    factors: DEFINITIONS.joint.map(({ name }) => name),
    joint_covariance: covariance && jointCovariance(covariance).map(numbersOf),
    scenarios: STRESS_SCENARIOS.map(({ id }, number) => {
      const shift = shocks.ok ? shocks.value.shifts[number] : undefined;
      if (!shift?.ok) return { id, direct: null, full: null };
      const { direct, full, rateBasisPoints, volatilityFactor, volatilityChange, symbols } = shift.value;
      return {
        ...{ id, direct: numbersOf(direct), full: numbersOf(full), rates_bp: rateBasisPoints },
        ...{ volatility_factor: volatilityFactor, volatility_change: volatilityChange },
        symbols: Object.fromEntries(symbols),
      };
    }),
  };
}

/** As many sessions as the risk of a tail is measured on; of options with Greeks, by instrument. */
function revaluedStep(trace: CalculationTrace): Record<string, Step> {
  const revalued = trace.of(optionRevaluation);
  if (!revalued.ok) return {};
  const series = [...revalued.value].map(([id, returns]) => [id, numbersOf(lastOf(returns, REVALUED_WINDOW))]);
  return { returns: Object.fromEntries(series) as Readonly<Record<string, Step>> };
}

/** Of what is computed once for each symbol of a session, whoever holds it. */
export const SYMBOL_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  'market-beta': {
    formula:
      'beta = sum (x - mean x)(y - mean y) / sum (x - mean x)^2, alpha = mean y - beta mean x, over the sessions of the window on which both the symbol (y) and the benchmark (x) have a return; errors by Newey and West with floor(4 (n/100)^(2/9)) lags, and the classical one.',
    source: 'Ordinary least squares; Newey and West (1987); agrees with statsmodels OLS and its HAC covariance',
    parameters: { windows: BETA_WINDOWS, needed: BETA_WINDOWS.map(observationsNeeded) },
    window: 252,
    series: ['symbols', 'benchmark'],
    readsOptions: false,
  },
  volatility: {
    formula: `s sqrt(${String(SESSIONS_A_YEAR)}), with s the sample standard deviation (n - 1) of the returns of the window that are known.`,
    source: 'Sample standard deviation, annualised by the square root of time; agrees with numpy std(ddof=1)',
    parameters: {
      windows: VOLATILITY_WINDOWS,
      needed: VOLATILITY_WINDOWS.map(observationsNeeded),
      sessions_a_year: SESSIONS_A_YEAR,
    },
    window: 63,
    series: ['symbols'],
    readsOptions: false,
  },
  'symbol-factors': {
    formula:
      'y = a + sum b_k f_k + e over the sessions of the window that have all returns; f_k is the return of a fund, or of one less another (steps: definitions). joint, spread and rate by ordinary least squares with Newey-West errors; style by ridge regression on factors of population variance 1, min |y - Xb|^2 + penalty |b|^2, with the penalty that forecasts consecutive blocks best. Covariances of the funds are sample covariances (n - 1) of a session.',
    source: 'Fama and French (1993); Hoerl and Kennard (1970); agrees with statsmodels OLS and scikit-learn Ridge',
    parameters: {
      window: FACTOR_WINDOW,
      needed: observationsNeeded(FACTOR_WINDOW),
      penalties: RIDGE_PENALTIES,
      folds: 5,
    },
    window: FACTOR_WINDOW,
    series: ['symbols', 'factors'],
    readsOptions: false,
    steps: () => ({ definitions: factorDefinitions() }),
  },
  'option-greeks': {
    formula:
      'The volatility at which the model gives the close of the option, and the derivatives of the price there. European options, and American calls without dividends: price = f (S exp(-qT) N(f d1) - K exp(-rT) N(f d2)), d1 = (ln(S/K) + (r - q + v^2/2) T) / (v sqrt T), d2 = d1 - v sqrt T, f = 1 of a call and -1 of a put. Others: a binomial tree of Leisen and Reimer, in which the option may be exercised at any step; delta and gamma from its nodes, vega and rho by central differences (0.004 of volatility, 0.001 of rate), theta = rV - (r - q) S delta - v^2 S^2 gamma / 2. q = ln(1 + dividends of a year / S); T in years of 365 days. Vega and rho per point, theta per calendar day.',
    source: 'Black and Scholes (1973), Merton (1973), Leisen and Reimer (1996); agrees with QuantLib',
    parameters: { rate: ASSUMED_RATE, days_a_year: 365, tree_steps: TREE_STEPS },
    window: 0,
    series: [],
    readsOptions: true,
  },
  'option-revaluation': {
    formula:
      'What an option would have returned had its underlying moved by each past return r at once: max(f(S (1 + r)) + e(r), intrinsic value at S (1 + r)) / price - 1, volatility, rate and time unchanged. f is the formula of Black, Scholes and Merton at the implied volatility, and e(r) = max(min(0, e), e + (delta - delta of the formula) S r), e = price - f(S), what the right to exercise early adds to it. A European option has e(r) = e and no intrinsic value below it. Only options with Greeks have a series. Stores nothing; others read it.',
    source:
      'Historical simulation by full revaluation (Jorion, Value at Risk); Black and Scholes (1973), Merton (1973)',
    parameters: { window: REVALUED_WINDOW },
    window: REVALUED_WINDOW,
    series: ['symbols'],
    readsOptions: true,
    steps: revaluedStep,
  },
  'scenario-shocks': {
    formula:
      'Factors that a scenario shocks move as it says, the others to their conditional mean: s_u = C_us C_ss^-1 s_s, with C the covariance of the joint factors, A C_funds A^T. Long Treasury bonds return -D dy + C dy^2 / 2. The volatility of an option is that of its Greeks, else the realised one of its underlying over 63 sessions.',
    source: 'Kupiec (1998), Stress testing in a value at risk framework; Merton (1973)',
    parameters: { window: FACTOR_WINDOW, rate: ASSUMED_RATE, duration: 16.5, convexity: 365, fallback_window: 63 },
    window: FACTOR_WINDOW,
    series: ['symbols', 'factors'],
    readsOptions: true,
    steps: marketShifts,
  },
};

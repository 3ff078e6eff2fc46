import { type Outcome, mapOutcome } from '../../../shared/outcome.js';
import { factorErrors, regressOnFactors } from '../factor-regression/factor-regression.kernel.js';
import { meanOfRange, presentValues } from '../numeric/series.kernel.js';
import { dot } from '../numeric/vector.kernel.js';
import { SESSIONS_A_YEAR } from '../volatility/realized-volatility.kernel.js';

export interface HarOptions {
  /** Days of the daily, weekly and monthly average, each ending today; 1, 5 and 22 in the paper. */
  readonly lags: readonly [number, number, number];
  /** Days ahead whose mean variance is forecast. */
  readonly horizon: number;
  /** What is regressed: the variance itself, its square root or its logarithm. */
  readonly form: 'level' | 'sqrt' | 'log';
  /** Lags of the Newey-West errors; targets of several days overlap. */
  readonly hacLags: number;
  readonly minObservations: number;
  readonly periodsPerYear?: number;
}

/** Vectors are constant, daily, weekly, monthly. */
export interface HarForecast {
  readonly observations: number;
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** Of the transformed variances, as are the residual variance (n - 4) and the prediction. */
  readonly rSquared: number | null;
  readonly residualVariance: number;
  readonly prediction: number;
  /** Forecast of the mean daily variance; of the level form it may be below 0. */
  readonly forecastVarianceRaw: number;
  /** As above, in the level form not below the smallest variance of the sample. */
  readonly forecastVariance: number;
  /** Annual, a ratio. */
  readonly forecastVolatility: number;
}

/**
 * Heterogeneous autoregression of realised variance (Corsi 2009), a direct regression for the horizon. `variances` are
 * daily, oldest first, such as squared returns; missing days (NaN) are dropped. The forecast of a root adds the residual
 * variance to its square, that of a logarithm half of it to the exponent: the mean of a square is not the square of the
 * mean. Reasons: too-few-observations; no-solution when the averages do not vary.
 *
 * @throws RangeError for a negative variance, 0 in the log form, and lags or a horizon that are no whole days.
 */
export function harForecast(variances: Float64Array, options: HarOptions): Outcome<HarForecast> {
  const { lags, horizon, form, hacLags, minObservations, periodsPerYear = SESSIONS_A_YEAR } = options;
  const present = presentValues(variances);
  if (![...lags, horizon].every((days) => Number.isInteger(days) && days > 0)) throw new RangeError('days are whole');
  if (present.some((value) => value < 0 || (form === 'log' && value === 0))) {
    throw new RangeError('a variance is not negative, and above 0 for its logarithm');
  }
  const window = Math.max(...lags);
  const last = present.length - 1;
  const count = Math.max(0, last - horizon - (window - 1) + 1);
  const averageTo = (end: number, days: number): number =>
    transform(meanOfRange(present, end - days + 1, end + 1), form);
  const averages = (days: number, ahead: number): Float64Array => {
    const column = new Float64Array(count);
    for (let i = 0; i < count; i++) column[i] = averageTo(window - 1 + i + ahead, days);
    return column;
  };
  const panel = { y: averages(horizon, horizon), factors: lags.map((days) => averages(days, 0)) };
  const outcome = regressOnFactors(panel, minObservations);
  if (!outcome.ok) return outcome;
  const { observations, rSquared, fit } = outcome.value;
  return mapOutcome(fit, (line) => {
    const { coefficients, residualStandardDeviation } = line;
    const today = Float64Array.of(1, ...lags.map((days) => averageTo(last, days)));
    const prediction = dot(coefficients, today);
    const residualVariance = residualStandardDeviation ** 2;
    const forecastVarianceRaw = varianceOf(prediction, residualVariance, form);
    const forecastVariance =
      form === 'level' ? Math.max(forecastVarianceRaw, Math.min(...present)) : forecastVarianceRaw;
    return {
      ...{ observations, coefficients, rSquared, residualVariance, prediction, forecastVarianceRaw, forecastVariance },
      standardErrors: factorErrors(line, { kind: 'HAC', lags: hacLags }),
      forecastVolatility: Math.sqrt(periodsPerYear * forecastVariance),
    };
  });
}

/** Rows a regression for the horizon has: days with a full window before and a full target after. */
export const harObservations = (days: number, lags: HarOptions['lags'], horizon: number): number =>
  Math.max(0, days - Math.max(...lags) - horizon + 1);

function transform(variance: number, form: HarOptions['form']): number {
  if (form === 'level') return variance;
  return form === 'sqrt' ? Math.sqrt(variance) : Math.log(variance);
}

function varianceOf(prediction: number, residualVariance: number, form: HarOptions['form']): number {
  if (form === 'level') return prediction;
  return form === 'sqrt' ? prediction ** 2 + residualVariance : Math.exp(prediction + residualVariance / 2);
}

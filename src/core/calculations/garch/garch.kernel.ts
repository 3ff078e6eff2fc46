import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { isConstant, mean, presentValues } from '../numeric/series.kernel.js';
import { minimize } from '../numeric/simplex.kernel.js';
import { at, dot } from '../numeric/vector.kernel.js';

/** r_t = mu + e_t, s2_t = omega + alpha e_(t-1)^2 + beta s2_(t-1); returns and variances per session, decimals. */
export interface GarchParameters {
  readonly mu: number;
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
}

export interface GarchFilter {
  /** Gaussian, natural logarithm, with its constants. */
  readonly logLikelihood: number;
  /** One for each present return; the first is the mean squared deviation of the sample. */
  readonly variances: Float64Array;
  /** Of the session after the last. */
  readonly nextVariance: number;
  /** omega / (1 - alpha - beta); null when that has no limit. */
  readonly unconditionalVariance: number | null;
}

/**
 * GARCH(1,1) with normal innovations (Bollerslev 1986) at given parameters. Missing returns (NaN) are dropped.
 * Reasons: too-few-observations without a return; zero-variance for returns that do not vary.
 *
 * @throws RangeError for omega that is not above 0, or alpha or beta below 0.
 */
export function garchFilter(returns: Float64Array, parameters: GarchParameters): Outcome<GarchFilter> {
  const { mu, omega, alpha, beta } = parameters;
  if (!(omega > 0) || !(alpha >= 0) || !(beta >= 0)) throw new RangeError('omega is above 0, alpha and beta not below');
  const present = presentValues(returns);
  if (present.length === 0) return skipped('too-few-observations');
  if (isConstant(present)) return skipped('zero-variance');
  const errors = present.map((value) => value - mu);
  const variances = new Float64Array(errors.length);
  let variance = dot(errors, errors) / errors.length;
  let sum = 0;
  errors.forEach((error, t) => {
    variances[t] = variance;
    sum += Math.log(2 * Math.PI * variance) + (error * error) / variance;
    variance = omega + alpha * error * error + beta * variance;
  });
  const unconditionalVariance = alpha + beta < 1 ? omega / (1 - alpha - beta) : null;
  return computed({ logLikelihood: -sum / 2, variances, nextVariance: variance, unconditionalVariance });
}

export interface GarchForecast {
  /** Of the session `horizon` sessions ahead, and the sum of those up to it. */
  readonly variance: number;
  readonly cumulativeVariance: number;
}

/** Expected variances: s2_(n+h) = omega + (alpha + beta) s2_(n+h-1). Throws a RangeError below one session. */
export function garchForecast(
  { omega, alpha, beta }: GarchParameters,
  nextVariance: number,
  horizon: number,
): GarchForecast {
  if (!Number.isInteger(horizon) || horizon < 1) throw new RangeError('a horizon is a session or more');
  let [variance, cumulativeVariance] = [nextVariance, nextVariance];
  for (let step = 1; step < horizon; step++) {
    variance = omega + (alpha + beta) * variance;
    cumulativeVariance += variance;
  }
  return { variance, cumulativeVariance };
}

export interface GarchFit extends GarchFilter {
  readonly parameters: GarchParameters;
}

const STARTS = [
  [0.05, 0.9],
  [0.1, 0.8],
  [0.03, 0.6],
  [0.02, 0.97],
] as const;

/**
 * Parameters of the largest likelihood under omega > 0, alpha, beta >= 0, alpha + beta < 1, from several starts on
 * returns scaled to unit variance. `mean` zero fixes mu at 0. The likelihood is flat about its top: the parameters are
 * less certain than the variances they give. Reasons: too-few-observations below `minObservations`; zero-variance.
 */
export function fitGarch(
  returns: Float64Array,
  meanModel: 'zero' | 'constant',
  minObservations: number,
): Outcome<GarchFit> {
  const present = presentValues(returns);
  if (present.length < Math.max(2, minObservations)) return skipped('too-few-observations');
  if (isConstant(present)) return skipped('zero-variance');
  const centre = meanModel === 'zero' ? 0 : mean(present);
  const deviations = present.map((value) => value - centre);
  const scale = Math.sqrt(dot(deviations, deviations) / deviations.length);
  const scaled = present.map((value) => value / scale);
  const loss = (point: Float64Array): number => {
    const outcome = garchFilter(scaled, parametersOf(point, meanModel));
    const value = outcome.ok ? -outcome.value.logLikelihood : Infinity;
    return Number.isFinite(value) ? value : Infinity;
  };
  const candidates = STARTS.map(([alpha, beta]) => {
    const rest = 1 - alpha - beta;
    const start = [Math.log(rest), Math.log(alpha / rest), Math.log(beta / rest)];
    const first = minimize(loss, Float64Array.from(meanModel === 'zero' ? start : [...start, centre / scale]), 0.5);
    return minimize(loss, first.point, 0.1);
  });
  const best = candidates.reduce((a, b) => (b.value < a.value ? b : a));
  const unit = parametersOf(best.point, meanModel);
  const parameters = { ...unit, mu: unit.mu * scale, omega: unit.omega * scale * scale };
  const filter = garchFilter(present, parameters);
  return filter.ok ? computed({ ...filter.value, parameters }) : filter;
}

/** Free numbers as parameters within their bounds: alpha and beta are shares of 1, and what is left keeps them below. */
function parametersOf(point: Float64Array, meanModel: 'zero' | 'constant'): GarchParameters {
  const [a, b] = [Math.exp(at(point, 1)), Math.exp(at(point, 2))];
  const omega = Math.max(Math.exp(at(point, 0)), 1e-12);
  return { mu: meanModel === 'zero' ? 0 : at(point, 3), omega, alpha: a / (1 + a + b), beta: b / (1 + a + b) };
}

import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { normalTwoSided, studentTQuantile, studentTTwoSided } from './distribution.kernel.js';
import { assertAligned, centredSumOfProducts, centredSumOfSquares, isConstant, mean } from './series.kernel.js';

/**
 * Simple regression y = alpha + beta x + e by ordinary least squares on centred series, with classical,
 * heteroskedasticity-consistent and autocorrelation-consistent standard errors. Conventions are those of
 * statsmodels' OLS; p-values are two-sided, from Student t with n - 2 degrees and from the normal.
 */
export interface LineFit {
  readonly observations: number;
  readonly alpha: number;
  readonly beta: number;
  /** Share of y's variation explained; null when y has none. */
  readonly rSquared: number | null;
  /** Square root of the residual sum of squares over n - 2. */
  readonly residualStandardDeviation: number;
  readonly meanX: number;
  /** Sum of squared deviations of x. */
  readonly sumOfSquaresX: number;
  readonly x: Float64Array;
  readonly residuals: Float64Array;
}

/**
 * How the errors are assumed to behave.
 * classical: independent, of one variance. HC0 to HC3: independent, of any variance (White 1980, MacKinnon and
 * White 1985). HAC: autocorrelated up to `lags` (Newey and West 1987), without a small-sample factor unless asked.
 */
export type ErrorModel =
  | { readonly kind: 'classical' | 'HC0' | 'HC1' | 'HC2' | 'HC3' }
  | { readonly kind: 'HAC'; readonly lags: number; readonly smallSample?: boolean };

export interface CoefficientInference {
  readonly standardError: number;
  /** Null when the standard error is 0: the line fits exactly. */
  readonly tStatistic: number | null;
  readonly pValue: number | null;
  readonly pValueNormal: number | null;
}

export interface LineInference {
  readonly alpha: CoefficientInference;
  readonly beta: CoefficientInference;
}

/** Newey and West's (1994) rule of thumb for the number of lags: floor(4 (n/100)^(2/9)). */
export const defaultHacLags = (observations: number): number => Math.floor(4 * (observations / 100) ** (2 / 9));

/**
 * Fits the line through present, aligned values.
 * Fewer than three points leave no residual degree of freedom: too-few-observations. A constant x: zero-variance.
 */
export function fitLine(y: Float64Array, x: Float64Array): Outcome<LineFit> {
  assertAligned(y, x);
  const observations = x.length;
  if (observations < 3) return skipped('too-few-observations');
  if (isConstant(x)) return skipped('zero-variance');
  const sumOfSquaresX = centredSumOfSquares(x);
  const sumOfSquaresY = centredSumOfSquares(y);
  const products = centredSumOfProducts(y, x);
  const beta = products / sumOfSquaresX;
  const meanX = mean(x);
  const meanY = mean(y);
  const residuals = new Float64Array(observations);
  let sumOfSquares = 0;
  for (let i = 0; i < observations; i++) {
    const residual = (y[i] ?? Number.NaN) - meanY - beta * ((x[i] ?? Number.NaN) - meanX);
    residuals[i] = residual;
    sumOfSquares += residual * residual;
  }
  return computed({
    observations,
    alpha: meanY - beta * meanX,
    beta,
    // Capped, since rounding may lift an exact fit above 1.
    rSquared: sumOfSquaresY === 0 ? null : Math.min(1, (beta * products) / sumOfSquaresY),
    residualStandardDeviation: Math.sqrt(sumOfSquares / (observations - 2)),
    meanX,
    sumOfSquaresX,
    x,
    residuals,
  });
}

/**
 * Standard errors and p-values of a fitted line.
 * zero-variance when HC2 or HC3 meets a point that alone gives x its variation: its leverage is 1.
 */
export function inferLine(fit: LineFit, model: ErrorModel): Outcome<LineInference> {
  const variances = model.kind === 'classical' ? classicalVariances(fit) : robustVariances(fit, model);
  if (variances === null) return skipped('zero-variance');
  const degrees = fit.observations - 2;
  return computed({
    alpha: inferCoefficient(fit.alpha, variances.alpha, degrees),
    beta: inferCoefficient(fit.beta, variances.beta, degrees),
  });
}

/** Interval that covers the coefficient with the given probability, from Student t with n - 2 degrees. */
export function confidenceInterval(
  estimate: number,
  standardError: number,
  degrees: number,
  level = 0.95,
): readonly [number, number] {
  const half = -studentTQuantile((1 - level) / 2, degrees) * standardError;
  return [estimate - half, estimate + half];
}

interface Variances {
  readonly alpha: number;
  readonly beta: number;
}

function classicalVariances({ observations, meanX, sumOfSquaresX, residualStandardDeviation }: LineFit): Variances {
  const variance = residualStandardDeviation * residualStandardDeviation;
  return {
    alpha: variance * (1 / observations + (meanX * meanX) / sumOfSquaresX),
    beta: variance / sumOfSquaresX,
  };
}

/**
 * Each coefficient's error is a sum of one term per observation, its weight times the residual. The sandwich
 * estimators are sums of products of those terms: of each with itself, and for HAC with its neighbours.
 */
function robustVariances(fit: LineFit, model: ErrorModel): Variances | null {
  const { observations, meanX, sumOfSquaresX } = fit;
  const alphaTerms = new Float64Array(observations);
  const betaTerms = new Float64Array(observations);
  for (let i = 0; i < observations; i++) {
    const deviation = (fit.x[i] ?? Number.NaN) - meanX;
    const residual = adjustedResidual(fit, i, deviation, model.kind);
    if (residual === null) return null;
    const slope = deviation / sumOfSquaresX;
    betaTerms[i] = slope * residual;
    alphaTerms[i] = (1 / observations - meanX * slope) * residual;
  }
  const lags = model.kind === 'HAC' ? model.lags : 0;
  const small = model.kind === 'HC1' || (model.kind === 'HAC' && model.smallSample === true);
  const factor = small ? observations / (observations - 2) : 1;
  return { alpha: factor * longRunSum(alphaTerms, lags), beta: factor * longRunSum(betaTerms, lags) };
}

/** A residual is smaller than its error by its own pull on the line; HC2 and HC3 undo that. Null at leverage 1. */
function adjustedResidual(fit: LineFit, i: number, deviation: number, kind: ErrorModel['kind']): number | null {
  const residual = fit.residuals[i] ?? Number.NaN;
  if (kind !== 'HC2' && kind !== 'HC3') return residual;
  const free = 1 - 1 / fit.observations - (deviation * deviation) / fit.sumOfSquaresX;
  if (free < 1e-12) return null;
  return kind === 'HC2' ? residual / Math.sqrt(free) : residual / free;
}

/**
 * Sum of squares and of lagged products with Bartlett weights 1 - l / (lags + 1): as the mean square of moving sums of
 * lags + 1 terms, each as often among the products as its weight says. So it is never negative, and takes no longer for
 * more lags.
 */
export function longRunSum(terms: Float64Array, lags: number): number {
  if (!Number.isInteger(lags) || lags < 0) throw new RangeError(`${lags} is not a number of lags`);
  const width = lags + 1;
  let [moving, sum] = [0, 0];
  for (let i = 0; i < terms.length; i++) {
    moving += terms[i] ?? Number.NaN;
    if (i >= width) moving -= terms[i - width] ?? Number.NaN;
    sum += moving * moving;
  }
  // The sums that run out at the end, added up anew: what is left of the others' rounding is not theirs.
  moving = 0;
  for (let i = terms.length - 1; i >= Math.max(0, terms.length - lags); i--) {
    moving += terms[i] ?? Number.NaN;
    sum += moving * moving;
  }
  // A window wider than the series holds all of it more than once.
  return (sum + Math.max(0, lags - terms.length) * moving * moving) / width;
}

function inferCoefficient(estimate: number, variance: number, degrees: number): CoefficientInference {
  const standardError = Math.sqrt(variance);
  if (standardError === 0) return { standardError, tStatistic: null, pValue: null, pValueNormal: null };
  const tStatistic = estimate / standardError;
  return {
    standardError,
    tStatistic,
    pValue: studentTTwoSided(tStatistic, degrees),
    pValueNormal: normalTwoSided(tStatistic),
  };
}

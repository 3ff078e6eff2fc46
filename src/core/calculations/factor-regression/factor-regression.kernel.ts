import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { fUpperTail, studentTTwoSided } from '../numeric/distribution.kernel.js';
import { longRunSum } from '../numeric/ols.kernel.js';
import { pivotedQr } from '../numeric/qr.kernel.js';
import { type FactorPanel, type Standardized, completeRows, standardize } from '../numeric/standardized.kernel.js';
import { singularDecomposition } from '../numeric/svd.kernel.js';
import { addScaled, at, combine, dot } from '../numeric/vector.kernel.js';

export interface FactorRegression {
  /** Rows with all values. */
  readonly observations: number;
  /** Independent columns, the constant among them. */
  readonly rank: number;
  /** Share of y's variation that the factors explain, determined even of dependent factors; null when y has none. */
  readonly rSquared: number | null;
  /** no-solution when the factors, with the constant, depend on each other: their coefficients are not determined. */
  readonly fit: Outcome<FactorFit>;
}

/** Vectors begin with the constant and follow the order of the factors. */
export interface FactorFit {
  readonly coefficients: Float64Array;
  /** Of each coefficient the weights of the observations in it: coefficient = weights . y. */
  readonly influence: readonly Float64Array[];
  readonly residuals: Float64Array;
  /** n - k - 1. */
  readonly degrees: number;
  readonly residualStandardDeviation: number;
  readonly adjustedRSquared: number | null;
  /** Of all slopes being 0; null when y does not vary or fits exactly. */
  readonly fStatistic: number | null;
  readonly fPValue: number | null;
  /** Near 2 for residuals without autocorrelation; null for an exact fit. */
  readonly durbinWatson: number | null;
  /** Of each factor (no constant): 1 / (1 - R2 of the factor on the others). */
  readonly varianceInflation: Float64Array;
  /** Square root of the largest over the smallest eigenvalue of the factors' correlation matrix. */
  readonly conditionNumber: number;
}

/**
 * Ordinary least squares of y on a constant and k factors, each a series aligned with y, by Householder QR of the
 * centred and scaled factors; agrees with statsmodels' OLS. Rows with a missing value (NaN) are dropped, the rest count
 * as consecutive. Reasons: too-few-observations below `minObservations` or without a residual degree of freedom.
 *
 * @throws RangeError when series differ in length.
 */
export function regressOnFactors(panel: FactorPanel, minObservations: number): Outcome<FactorRegression> {
  const { y, factors } = completeRows(panel);
  const observations = y.length;
  const degrees = observations - factors.length - 1;
  if (observations < minObservations || degrees < 1) return skipped('too-few-observations');
  const columns = factors.map(standardize);
  const target = standardize(y);
  const qr = pivotedQr(columns.map(({ unit }) => unit));
  const loadings = Float64Array.from(qr.basis, (vector) => dot(vector, target.unit) * target.length);
  const residuals = target.unit.map((value) => value * target.length);
  qr.basis.forEach((vector, j) => {
    addScaled(residuals, vector, -at(loadings, j));
  });
  const squares = dot(residuals, residuals);
  const rSquared = target.length === 0 ? null : Math.max(0, 1 - squares / target.length ** 2);
  const shared = { observations, rank: qr.rank + 1, rSquared };
  if (qr.inverse === null) return computed({ ...shared, fit: skipped('no-solution') });

  const slopes = qr.inverse.map((row, i) =>
    combine(row, qr.basis, observations).map((weight) => weight / (columns[i]?.length ?? Number.NaN)),
  );
  const constant = new Float64Array(observations).fill(1 / observations);
  slopes.forEach((slope, i) => {
    addScaled(constant, slope, -(columns[i]?.mean ?? Number.NaN));
  });
  const betas = qr.inverse.map((row, i) => dot(row, loadings) / (columns[i]?.length ?? Number.NaN));
  const alpha = columns.reduce((rest, column, i) => rest - at(betas, i) * column.mean, target.mean);
  const influence = [constant, ...slopes];
  const fit: FactorFit = {
    coefficients: Float64Array.of(alpha, ...betas),
    influence,
    residuals,
    degrees,
    residualStandardDeviation: Math.sqrt(squares / degrees),
    adjustedRSquared: rSquared === null ? null : 1 - ((1 - rSquared) * (observations - 1)) / degrees,
    ...fTest(dot(loadings, loadings), squares, factors.length, degrees),
    durbinWatson: squares === 0 ? null : sumOfSquaredSteps(residuals) / squares,
    varianceInflation: Float64Array.from(qr.inverse, (row) => dot(row, row)),
    conditionNumber: conditionNumber(qr.basis, columns),
  };
  return computed({ ...shared, fit: computed(fit) });
}

/** Error models of `factorErrors`; see ErrorModel of the simple regression. HC1 scales by n / (n - k - 1). */
export type FactorErrorModel =
  { readonly kind: 'classical' | 'HC0' | 'HC1' } | { readonly kind: 'HAC'; readonly lags: number };

/** Standard error of each coefficient, the constant first (White 1980; Newey and West 1987, Bartlett weights). */
export function factorErrors({ influence, residuals, ...fit }: FactorFit, model: FactorErrorModel): Float64Array {
  const errors = new Float64Array(influence.length);
  const terms = new Float64Array(residuals.length);
  const factor = model.kind === 'HC1' ? residuals.length / fit.degrees : 1;
  for (const [i, weights] of influence.entries()) {
    if (model.kind === 'classical') {
      errors[i] = fit.residualStandardDeviation * Math.sqrt(dot(weights, weights));
      continue;
    }
    for (let t = 0; t < terms.length; t++) terms[t] = at(weights, t) * at(residuals, t);
    errors[i] = Math.sqrt(factor * longRunSum(terms, model.kind === 'HAC' ? model.lags : 0));
  }
  return errors;
}

/** Coefficient over error and its two-sided p-value, Student t with n - k - 1 degrees; null where the error is 0. */
export function factorTest(
  coefficient: number,
  error: number,
  degrees: number,
): { readonly t: number; readonly p: number } | null {
  if (error === 0) return null;
  const t = coefficient / error;
  return { t, p: studentTTwoSided(t, degrees) };
}

function fTest(
  explained: number,
  squares: number,
  factors: number,
  degrees: number,
): Pick<FactorFit, 'fStatistic' | 'fPValue'> {
  if (squares === 0 || factors === 0) return { fStatistic: null, fPValue: null };
  const fStatistic = explained / factors / (squares / degrees);
  return { fStatistic, fPValue: fUpperTail(fStatistic, factors, degrees) };
}

const sumOfSquaredSteps = (values: Float64Array): number =>
  values.reduce((sum, value, i) => (i === 0 ? 0 : sum + (value - at(values, i - 1)) ** 2), 0);

/** The columns in coordinates of the basis that spans them have the same singular values, and fewer rows. */
function conditionNumber(basis: readonly Float64Array[], columns: readonly Standardized[]): number {
  const coordinates = columns.map(({ unit }) => Float64Array.from(basis, (vector) => dot(vector, unit)));
  const { values } = singularDecomposition(coordinates);
  return values.length === 0 ? 1 : Math.max(...values) / Math.min(...values);
}

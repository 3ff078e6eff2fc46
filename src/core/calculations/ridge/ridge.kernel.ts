import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { type FactorPanel, completeRows, standardize } from '../numeric/standardized.kernel.js';
import { singularDecomposition } from '../numeric/svd.kernel.js';
import { addScaled, at, combine, dot } from '../numeric/vector.kernel.js';

export interface RidgeOptions {
  /** Weight of the squared coefficients, not divided by n; 0 is ordinary least squares. */
  readonly penalty: number;
  /** Scale factors to population variance 1 first, so that the penalty treats them alike; else they are centred only. */
  readonly standardized: boolean;
  readonly minObservations: number;
}

export interface RidgeFit {
  readonly observations: number;
  /** In the factors' own units. */
  readonly intercept: number;
  readonly coefficients: Float64Array;
  /** Per standard deviation of the factor when standardised, else the same. */
  readonly coefficientsStandardized: Float64Array;
  /** In the sample; null when y does not vary. */
  readonly rSquared: number | null;
  /** Trace of the hat matrix without the intercept: sum of d^2 / (d^2 + penalty). */
  readonly effectiveDegrees: number;
}

/**
 * Ridge regression (Hoerl and Kennard 1970): minimises |y - b0 - Z b|^2 + penalty |b|^2 with an unpenalised intercept,
 * by the singular values of Z; agrees with scikit-learn's Ridge. Rows with a missing value (NaN) are dropped. A factor
 * without variation gets 0. Reasons: too-few-observations; no-solution for dependent factors at penalty 0.
 *
 * @throws RangeError for a negative penalty or series of different length.
 */
export function ridge(panel: FactorPanel, { penalty, standardized, minObservations }: RidgeOptions): Outcome<RidgeFit> {
  if (!(penalty >= 0)) throw new RangeError('a penalty is not negative');
  const { y, factors } = completeRows(panel);
  const observations = y.length;
  if (observations < Math.max(1, minObservations)) return skipped('too-few-observations');
  const columns = factors.map(standardize);
  const scales = columns.map(({ length }) => (standardized ? length / Math.sqrt(observations) : 1));
  const design = columns.map(({ unit, length }, i) =>
    unit.map((value) => (length === 0 ? 0 : (value * length) / at(scales, i))),
  );
  const target = standardize(y);
  const centred = target.unit.map((value) => value * target.length);
  const { scaledLeft, right, values } = singularDecomposition(design);
  const threshold = 1e-10 * Math.max(0, ...values);
  if (penalty === 0 && values.some((value) => value <= threshold)) return skipped('no-solution');
  const weights = values.map((value, j) => {
    const left = scaledLeft[j];
    return left === undefined || value <= threshold ? 0 : dot(left, centred) / (value * value + penalty);
  });
  const coefficientsStandardized = combine(weights, right, factors.length);
  const coefficients = coefficientsStandardized.map((value, i) => (at(scales, i) === 0 ? 0 : value / at(scales, i)));
  const residuals = centred;
  design.forEach((column, i) => {
    addScaled(residuals, column, -at(coefficientsStandardized, i));
  });
  return computed({
    observations,
    intercept: columns.reduce((rest, column, i) => rest - at(coefficients, i) * column.mean, target.mean),
    coefficients,
    coefficientsStandardized,
    rSquared: target.length === 0 ? null : 1 - dot(residuals, residuals) / target.length ** 2,
    effectiveDegrees: values.reduce((sum, d) => sum + (d === 0 ? 0 : (d * d) / (d * d + penalty)), 0),
  });
}

export interface PenaltyChoice {
  readonly penalty: number;
  /** Mean squared error of forecasts out of the sample, in the order of the penalties tried; NaN without a fit. */
  readonly errors: Float64Array;
}

/**
 * The penalty whose forecasts of rows left out are best (Stone 1974). Rows are left out in `folds` consecutive blocks,
 * so that neighbours in time stay together; as many folds as rows is leave-one-out. Scales are those of the rows fitted.
 * Of equal penalties the first. Reasons: too-few-observations below two rows a fold left in; no-solution when no penalty
 * has a fit.
 *
 * @throws RangeError for fewer than two folds.
 */
export function chooseRidgePenalty(
  panel: FactorPanel,
  penalties: readonly number[],
  folds: number,
  standardized = true,
): Outcome<PenaltyChoice> {
  if (!Number.isInteger(folds) || folds < 2) throw new RangeError('two folds or more');
  const rows = completeRows(panel);
  if (rows.y.length < Math.max(3, folds)) return skipped('too-few-observations');
  const errors = Float64Array.from(penalties, (penalty) => forecastError(rows, penalty, folds, standardized));
  const best = Math.min(...errors.filter((error) => !Number.isNaN(error)));
  const penalty = penalties[errors.indexOf(best)];
  return penalty === undefined ? skipped('no-solution') : computed({ penalty, errors });
}

function forecastError({ y, factors }: FactorPanel, penalty: number, folds: number, standardized: boolean): number {
  let squares = 0;
  for (let fold = 0; fold < folds; fold++) {
    const from = Math.floor((fold * y.length) / folds);
    const to = Math.floor(((fold + 1) * y.length) / folds);
    const kept = (_: number, i: number): boolean => i < from || i >= to;
    const panel = { y: y.filter(kept), factors: factors.map((factor) => factor.filter(kept)) };
    const fit = ridge(panel, { penalty, standardized, minObservations: 2 });
    if (!fit.ok) return Number.NaN;
    const { intercept, coefficients } = fit.value;
    for (let i = from; i < to; i++) {
      const forecast = factors.reduce((sum, factor, j) => sum + at(coefficients, j) * at(factor, i), intercept);
      squares += (at(y, i) - forecast) ** 2;
    }
  }
  return squares / y.length;
}

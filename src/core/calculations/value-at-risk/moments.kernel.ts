import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { isConstant, mean, presentValues } from '../numeric/series.kernel.js';

/** The shape of a distribution of returns, without unit. */
export interface Shape {
  /** Third standardised moment of the values as a population (scipy.stats.skew); below 0 with a long tail of losses. */
  readonly skewness: number;
  /** Fourth standardised moment less 3 (scipy.stats.kurtosis); above 0 with heavier tails than the normal. */
  readonly excessKurtosis: number;
  /** Both corrected for the bias of a sample (bias=False in scipy). */
  readonly skewnessUnbiased: number;
  readonly excessKurtosisUnbiased: number;
}

/** Missing values (NaN) are left out. Reasons: too-few-observations below 4, zero-variance. */
export function shapeOf(returns: Float64Array): Outcome<Shape> {
  const values = presentValues(returns);
  const n = values.length;
  if (n < 4) return skipped('too-few-observations');
  if (isConstant(values)) return skipped('zero-variance');
  const centre = mean(values);
  let [second, third, fourth] = [0, 0, 0];
  for (const value of values) {
    const square = (value - centre) ** 2;
    second += square / n;
    third += (square * (value - centre)) / n;
    fourth += (square * square) / n;
  }
  const skewness = third / second ** 1.5;
  const excessKurtosis = fourth / second ** 2 - 3;
  return computed({
    skewness,
    excessKurtosis,
    skewnessUnbiased: (skewness * Math.sqrt(n * (n - 1))) / (n - 2),
    excessKurtosisUnbiased: ((n - 1) * ((n + 1) * excessKurtosis + 6)) / ((n - 2) * (n - 3)),
  });
}

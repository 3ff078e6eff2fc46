import { completeRows } from '../../src/core/calculations/numeric/standardized.kernel.js';
import { ridge } from '../../src/core/calculations/ridge/ridge.kernel.js';
import { named, orInvalid, series, statusOfRegression } from './status.js';

interface Inputs {
  readonly y: readonly (number | null)[];
  readonly factor_names: readonly string[];
  readonly factors: Readonly<Record<string, readonly (number | null)[]>>;
  readonly alphas: readonly number[];
  readonly standardize: boolean;
  readonly min_obs: number;
}

export const ridgeCase = (inputs: Inputs): unknown =>
  orInvalid(() => {
    const { factor_names: names, standardize: standardized, min_obs: minObservations } = inputs;
    const panel = { y: series(inputs.y), factors: names.map((name) => series(inputs.factors[name]!)) };
    const outcomes = inputs.alphas.map((penalty) => ridge(panel, { penalty, standardized, minObservations }));
    const failed = outcomes.find(({ ok }) => !ok);
    const count = completeRows(panel).y.length;
    if (failed) return { status: statusOfRegression(failed), n_obs: count };
    return {
      status: 'ok',
      n_obs: count,
      fits: outcomes.map(
        (fit, i) =>
          fit.ok && {
            alpha: inputs.alphas[i],
            intercept: fit.value.intercept,
            coefficients: named(names, fit.value.coefficients),
            coefficients_standardized: named(names, fit.value.coefficientsStandardized),
            r_squared: fit.value.rSquared,
            effective_dof: fit.value.effectiveDegrees,
          },
      ),
    };
  });

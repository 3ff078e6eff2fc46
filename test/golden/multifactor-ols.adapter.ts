import {
  type FactorFit,
  factorErrors,
  factorTest,
  regressOnFactors,
} from '../../src/core/calculations/factor-regression/factor-regression.kernel.js';
import { completeRows } from '../../src/core/calculations/numeric/standardized.kernel.js';
import { named, orInvalid, series, statusOfRegression } from './status.js';

interface Inputs {
  readonly y: readonly (number | null)[];
  readonly factor_names: readonly string[];
  readonly factors: Readonly<Record<string, readonly (number | null)[]>>;
  readonly min_obs: number;
  readonly hac_lag: number;
}

export const multifactorOlsCase = (inputs: Inputs): unknown =>
  orInvalid(() => {
    const names = inputs.factor_names;
    const panel = { y: series(inputs.y), factors: names.map((name) => series(inputs.factors[name]!)) };
    const outcome = regressOnFactors(panel, inputs.min_obs);
    if (!outcome.ok) return { status: statusOfRegression(outcome), n_obs: completeRows(panel).y.length };
    const { observations, rank, rSquared, fit } = outcome.value;
    const shared = { n_obs: observations, rank, r_squared: rSquared };
    if (!fit.ok) return { status: statusOfRegression(fit), ...shared };
    return { status: 'ok', ...shared, ...estimates(fit.value, names, inputs.hac_lag) };
  });

function estimates(fit: FactorFit, names: readonly string[], lags: number): Record<string, unknown> {
  const all = ['const', ...names];
  const errors = factorErrors(fit, { kind: 'classical' });
  const tests = all.map((_, i) => factorTest(fit.coefficients[i]!, errors[i]!, fit.degrees));
  return {
    coefficients: named(all, fit.coefficients),
    se: named(all, errors),
    t: named(all, tests.map((test) => test?.t ?? null)),
    p_t: named(all, tests.map((test) => test?.p ?? null)),
    se_hc1: named(all, factorErrors(fit, { kind: 'HC1' })),
    se_hac: named(all, factorErrors(fit, { kind: 'HAC', lags })),
    adj_r_squared: fit.adjustedRSquared,
    f_stat: fit.fStatistic,
    f_pvalue: fit.fPValue,
    residual_std: fit.residualStandardDeviation,
    durbin_watson: fit.durbinWatson,
    vif: named(names, fit.varianceInflation),
    condition_number: fit.conditionNumber,
  };
}

import { blumeAdjustedBeta, marketBeta } from '../../src/core/calculations/market-beta/market-beta.kernel.js';
import {
  type CoefficientInference,
  type ErrorModel,
  type LineFit,
  confidenceInterval,
  fitLine,
  inferLine,
} from '../../src/core/calculations/numeric/ols.kernel.js';
import { completePairs } from '../../src/core/calculations/numeric/series.kernel.js';
import { orInvalid, series, statusOf } from './status.js';

interface Inputs {
  readonly asset_returns: readonly (number | null)[];
  readonly market_returns: readonly (number | null)[];
  readonly hac_lags: readonly number[];
  readonly min_obs: number;
}

export function marketBetaCase({ asset_returns, market_returns, hac_lags, min_obs }: Inputs): unknown {
  return orInvalid(() => {
    const [asset, market] = [series(asset_returns), series(market_returns)];
    const pairs = completePairs(asset, market);
    const outcome = marketBeta(asset, market, { minObservations: min_obs });
    const fit = fitLine(pairs.a, pairs.b);
    if (!outcome.ok || !fit.ok) return { status: statusOf(outcome), n_obs: pairs.a.length };
    const { alpha, beta, rSquared, observations: n, hacLags } = outcome.value;
    return {
      status: 'ok',
      n_obs: n,
      alpha,
      beta,
      r_squared: rSquared,
      adj_r_squared: rSquared === null ? null : 1 - ((1 - rSquared) * (n - 1)) / (n - 2),
      residual_std: fit.value.residualStandardDeviation,
      correlation: rSquared === null ? null : Math.sign(beta) * Math.sqrt(rSquared),
      adjusted_beta_blume: blumeAdjustedBeta(beta),
      auto_hac_lag: hacLags,
      inference: models(hac_lags).map((model) => inference(fit.value, model)),
    };
  });
}

const models = (lags: readonly number[]): ErrorModel[] => [
  { kind: 'classical' },
  { kind: 'HC0' },
  { kind: 'HC1' },
  { kind: 'HC2' },
  { kind: 'HC3' },
  ...lags.flatMap((count): ErrorModel[] => [
    { kind: 'HAC', lags: count, smallSample: false },
    { kind: 'HAC', lags: count, smallSample: true },
  ]),
];

function inference(fit: LineFit, model: ErrorModel): unknown {
  const outcome = inferLine(fit, model);
  if (!outcome.ok) return null;
  const { alpha, beta } = outcome.value;
  return {
    cov_type: model.kind === 'classical' ? 'nonrobust' : model.kind,
    lags: model.kind === 'HAC' ? model.lags : null,
    small_sample: model.kind === 'HAC' ? model.smallSample : null,
    ...coefficient('alpha', alpha),
    ...coefficient('beta', beta),
    ci95_beta_t: confidenceInterval(fit.beta, beta.standardError, fit.observations - 2),
  };
}

const coefficient = (name: string, inferred: CoefficientInference): Record<string, number | null> => ({
  [`se_${name}`]: inferred.standardError,
  [`t_${name}`]: inferred.tStatistic,
  [`p_${name}_t`]: inferred.pValue,
  [`p_${name}_normal`]: inferred.pValueNormal,
});

import {
  type GarchParameters,
  fitGarch,
  garchFilter,
  garchForecast,
} from '../../src/core/calculations/garch/garch.kernel.js';
import { presentValues } from '../../src/core/calculations/numeric/series.kernel.js';
import { orInvalid, series, statusOf } from './status.js';

interface Inputs {
  readonly returns: readonly (number | null)[];
  readonly evaluate_at: GarchParameters | null;
  readonly fit: boolean;
  readonly mean: 'zero' | 'constant';
  readonly horizons: readonly number[];
  readonly min_obs: number;
}

export function garchCase(inputs: Inputs): unknown {
  const returns = series(inputs.returns);
  const answer = orInvalid(() =>
    inputs.evaluate_at ? evaluated(returns, inputs.evaluate_at, inputs.horizons) : fitted(returns, inputs),
  );
  return { n_obs: presentValues(returns).length, ...(answer as object) };
}

function evaluated(returns: Float64Array, parameters: GarchParameters, horizons: readonly number[]): unknown {
  const outcome = garchFilter(returns, parameters);
  if (!outcome.ok) return { status: statusOf(outcome) };
  const { logLikelihood, variances, nextVariance, unconditionalVariance } = outcome.value;
  const evaluate = {
    ...{ loglik: logLikelihood, first_variances: [...variances.slice(0, 5)], last_variance: variances.at(-1) },
    ...{ next_variance: nextVariance, unconditional_variance: unconditionalVariance },
    forecasts: horizons.map((horizon) => {
      const { variance, cumulativeVariance } = garchForecast(parameters, nextVariance, horizon);
      return { horizon, variance, cumulative_variance: cumulativeVariance };
    }),
  };
  return { status: 'ok', evaluate };
}

function fitted(returns: Float64Array, inputs: Inputs): unknown {
  const outcome = fitGarch(returns, inputs.mean, inputs.min_obs);
  if (!outcome.ok) return { status: statusOf(outcome) };
  const { parameters, logLikelihood, nextVariance, unconditionalVariance } = outcome.value;
  const fit = {
    ...parameters,
    loglik: logLikelihood,
    persistence: parameters.alpha + parameters.beta,
    unconditional_vol_annualized: Math.sqrt(252 * (unconditionalVariance ?? Number.NaN)),
    next_vol_annualized: Math.sqrt(252 * nextVariance),
    horizon_vols: inputs.horizons.map((horizon) => ({
      horizon,
      vol: Math.sqrt(garchForecast(parameters, nextVariance, horizon).cumulativeVariance),
    })),
  };
  return { status: 'ok', fit };
}

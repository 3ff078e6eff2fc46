import { presentValues } from '../../src/core/calculations/numeric/series.kernel.js';
import {
  type HarOptions,
  harForecast,
  harObservations,
} from '../../src/core/calculations/realized-variance-forecast/har.kernel.js';
import { named, orInvalid, series, statusOfRegression } from './status.js';

interface Inputs {
  readonly rv: readonly (number | null)[];
  readonly lags: HarOptions['lags'];
  readonly horizons: readonly number[];
  readonly form: HarOptions['form'];
  readonly hac_lag: number;
  readonly min_obs: number;
  readonly periods_per_year: number;
}

const NAMES = ['const', 'daily', 'weekly', 'monthly'];

export function harRvCase(inputs: Inputs): unknown {
  const days = presentValues(series(inputs.rv)).length;
  const answer = orInvalid(() => {
    const horizons = inputs.horizons.map((horizon) => forecast(inputs, horizon, days));
    // The file calls a case after its horizons when none of them has a forecast.
    const status = horizons.some((each) => each.status === 'ok') ? 'ok' : horizons[0]!.status;
    return { status, horizons };
  });
  return { n: days, ...(answer as object) };
}

function forecast(inputs: Inputs, horizon: number, days: number): Record<string, unknown> {
  const { lags, form, hac_lag: hacLags, min_obs: minObservations, periods_per_year: periodsPerYear } = inputs;
  const options = { lags, horizon, form, hacLags, minObservations, periodsPerYear };
  const outcome = harForecast(series(inputs.rv), options);
  const shared = { horizon, status: statusOfRegression(outcome), n_obs: harObservations(days, lags, horizon) };
  if (!outcome.ok) return shared;
  const { coefficients, standardErrors, rSquared, residualVariance, prediction } = outcome.value;
  return {
    ...shared,
    coefficients: named(NAMES, coefficients),
    se_hac: named(NAMES, standardErrors),
    ...{ r_squared: rSquared, residual_variance: residualVariance, prediction },
    forecast_variance_raw: outcome.value.forecastVarianceRaw,
    forecast_variance: outcome.value.forecastVariance,
    forecast_vol_annualized: outcome.value.forecastVolatility,
  };
}

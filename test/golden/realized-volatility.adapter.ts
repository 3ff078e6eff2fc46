import { presentValues } from '../../src/core/calculations/numeric/series.kernel.js';
import {
  downsideVolatility,
  ewmaVolatility,
  fullSampleVolatility,
  percentileOfLatest,
  realizedVolatility,
  rollingVolatility,
  zeroMeanVolatility,
} from '../../src/core/calculations/volatility/realized-volatility.kernel.js';
import { valueOrNull } from '../../src/shared/outcome.js';
import { list, series } from './status.js';

interface Inputs {
  readonly returns: readonly (number | null)[];
  readonly windows: readonly number[];
  readonly periods_per_year: number;
  readonly ewma_lambda: number;
}

export function realizedVolatilityCase({ returns, windows, periods_per_year: periods, ewma_lambda }: Inputs): unknown {
  const values = series(returns);
  const count = presentValues(values).length;
  const byWindow = (kernel: typeof realizedVolatility): unknown =>
    Object.fromEntries(windows.map((window) => [window, valueOrNull(kernel(values, window, periods))]));
  const rolling = rollingVolatility(values, windows[0]!, periods);
  return {
    status: count < Math.min(...windows) ? 'insufficient_data' : 'ok',
    n_obs: count,
    latest: byWindow(realizedVolatility),
    latest_zero_mean: byWindow(zeroMeanVolatility),
    rolling: list(rolling),
    percentile_of_latest: valueOrNull(percentileOfLatest(rolling)),
    full_sample: valueOrNull(fullSampleVolatility(values, periods)),
    downside: valueOrNull(downsideVolatility(values, periods)),
    ewma: valueOrNull(ewmaVolatility(values, ewma_lambda, periods)),
  };
}

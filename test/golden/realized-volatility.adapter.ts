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
import { type Bars, rangeVolatility } from '../../src/core/calculations/volatility/range-volatility.kernel.js';
import { valueOrNull } from '../../src/shared/outcome.js';
import { list, orInvalid, series, statusOf } from './status.js';

interface Inputs {
  readonly returns: readonly (number | null)[] | null;
  readonly windows: readonly number[];
  readonly periods_per_year: number;
  readonly ewma_lambda: number;
  readonly ohlc?: Readonly<Record<keyof Bars, readonly (number | null)[]>> | null;
}

export function realizedVolatilityCase(inputs: Inputs): unknown {
  const { returns, windows, periods_per_year: periods, ewma_lambda, ohlc } = inputs;
  if (ohlc) return orInvalid(() => fromBars(ohlc, periods));
  const values = series(returns ?? []);
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

function fromBars(ohlc: NonNullable<Inputs['ohlc']>, periods: number): unknown {
  const [open, high, low, close] = [series(ohlc.open), series(ohlc.high), series(ohlc.low), series(ohlc.close)];
  const outcome = rangeVolatility({ open, high, low, close }, periods);
  if (!outcome.ok) return { status: statusOf(outcome) };
  const { bars, closeToClose, parkinson, garmanKlass, rogersSatchell, yangZhang } = outcome.value;
  return {
    status: 'ok',
    n_bars: bars,
    range_based: {
      ...{ close_to_close: closeToClose, parkinson, garman_klass: garmanKlass },
      ...{ rogers_satchell: rogersSatchell, yang_zhang: yangZhang },
    },
  };
}

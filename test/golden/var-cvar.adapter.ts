import {
  mean,
  presentValues,
  sampleStandardDeviation,
} from '../../src/core/calculations/numeric/series.kernel.js';
import { historicalRisk } from '../../src/core/calculations/value-at-risk/historical-var.kernel.js';
import { type Shape, shapeOf } from '../../src/core/calculations/value-at-risk/moments.kernel.js';
import {
  type Spread,
  cornishFisherRisk,
  normalRisk,
  overHorizon,
  studentTRisk,
} from '../../src/core/calculations/value-at-risk/parametric-var.kernel.js';
import { valueOrNull } from '../../src/shared/outcome.js';
import { orInvalid, series, statusOf } from './status.js';

interface Inputs {
  readonly returns: readonly (number | null)[];
  readonly confidence_levels: readonly number[];
  readonly value: number;
  readonly horizons: readonly number[];
  readonly min_obs: number;
  readonly t_df: number;
}

export function varCvarCase(inputs: Inputs): unknown {
  const returns = presentValues(series(inputs.returns));
  const n_obs = returns.length;
  const answer = orInvalid(() => {
    const first = historicalRisk(returns, inputs.confidence_levels[0]!, inputs.min_obs);
    if (!first.ok) return { status: statusOf(first) };
    const deviation = sampleStandardDeviation(returns);
    const shape = valueOrNull(shapeOf(returns));
    const spread = Number.isNaN(deviation) ? null : { mean: mean(returns), standardDeviation: deviation };
    return {
      status: 'ok',
      moments: {
        mean: mean(returns),
        std: spread?.standardDeviation,
        skewness: shape?.skewness,
        excess_kurtosis: shape?.excessKurtosis,
        skewness_unbiased: shape?.skewnessUnbiased,
        excess_kurtosis_unbiased: shape?.excessKurtosisUnbiased,
      },
      levels: inputs.confidence_levels.map((confidence) => ({
        confidence,
        historical: historical(returns, confidence, inputs.min_obs),
        ...(spread && parametric(spread, confidence, inputs)),
        cornish_fisher: spread && shape && cornishFisher(spread, shape, confidence),
      })),
    };
  });
  return { n_obs, ...(answer as object) };
}

function historical(returns: Float64Array, confidence: number, minObservations: number): unknown {
  const risk = valueOrNull(historicalRisk(returns, confidence, minObservations));
  return {
    var_linear: risk?.valueAtRisk,
    var_lower: risk?.lower,
    var_higher: risk?.higher,
    var_weibull: risk?.weibull,
    cvar_exact: risk?.shortfall,
    cvar_tail_mean: risk?.tailMean,
  };
}

function parametric(spread: Spread, confidence: number, { value, horizons, t_df }: Inputs): Record<string, unknown> {
  const normal = normalRisk(spread, confidence);
  const zeroMean = normalRisk({ ...spread, mean: 0 }, confidence);
  const t = studentTRisk(spread, confidence, t_df);
  return {
    normal: { var: normal.valueAtRisk, cvar: normal.shortfall, var_cash: value * normal.valueAtRisk },
    normal_zero_mean: {
      var: zeroMean.valueAtRisk,
      cvar: zeroMean.shortfall,
      var_horizon: Object.fromEntries(horizons.map((days) => [days, overHorizon(zeroMean, days).valueAtRisk])),
    },
    student_t: { var: t.valueAtRisk, cvar: t.shortfall },
  };
}

function cornishFisher(spread: Spread, shape: Shape, confidence: number): unknown {
  const risk = valueOrNull(cornishFisherRisk(spread, shape, confidence));
  return risk && { z: risk.z, var: risk.valueAtRisk, cvar_integral: risk.shortfall, monotone: risk.isMonotone };
}

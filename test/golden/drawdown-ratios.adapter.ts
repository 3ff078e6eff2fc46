import { completePairs, presentValues } from '../../src/core/calculations/numeric/series.kernel.js';
import { annualGrowth, drawdown } from '../../src/core/calculations/risk-ratios/drawdown.kernel.js';
import { relativeRatios } from '../../src/core/calculations/risk-ratios/relative-ratios.kernel.js';
import {
  calmarRatio,
  downsideDeviation,
  sharpeRatio,
  sortinoRatio,
} from '../../src/core/calculations/risk-ratios/risk-ratios.kernel.js';
import { fullSampleVolatility } from '../../src/core/calculations/volatility/realized-volatility.kernel.js';
import { valueOrNull } from '../../src/shared/outcome.js';
import { orInvalid, series, statusOf } from './status.js';

interface Inputs {
  readonly returns: readonly (number | null)[];
  readonly benchmark: readonly (number | null)[] | null;
  readonly risk_free_annual: number;
  readonly mar_daily: number;
  readonly periods_per_year: number;
}

export function drawdownRatiosCase(inputs: Inputs): unknown {
  const { risk_free_annual, mar_daily, periods_per_year: year } = inputs;
  const benchmark = inputs.benchmark && series(inputs.benchmark);
  const all = series(inputs.returns);
  const returns = benchmark ? completePairs(all, benchmark).a : presentValues(all);
  const answer = orInvalid(() => {
    const outcome = drawdown(returns);
    if (!outcome.ok) return { status: statusOf(outcome) };
    const figures = outcome.value;
    return {
      status: 'ok',
      total_return: figures.finalWealth - 1,
      max_drawdown: figures.maxDrawdown,
      current_drawdown: figures.currentDrawdown,
      peak_index: figures.peakIndex,
      trough_index: figures.troughIndex,
      recovery_index: figures.recoveryIndex,
      longest_underwater: figures.longestUnderwater,
      cagr: annualGrowth(figures, year),
      volatility_annualized: valueOrNull(fullSampleVolatility(returns, year)),
      sharpe: valueOrNull(sharpeRatio(returns, risk_free_annual, year)),
      downside_deviation_annualized: valueOrNull(downsideDeviation(returns, mar_daily, year)),
      sortino: valueOrNull(sortinoRatio(returns, mar_daily, year)),
      calmar: valueOrNull(calmarRatio(returns, year)),
      relative: benchmark && relative(all, benchmark, risk_free_annual, year),
    };
  });
  return { n_obs: returns.length, ...(answer as object) };
}

function relative(returns: Float64Array, benchmark: Float64Array, riskFree: number, year: number): unknown {
  const ratios = valueOrNull(relativeRatios(returns, benchmark, riskFree, year));
  return {
    tracking_error: ratios?.trackingError,
    information_ratio: ratios?.informationRatio,
    beta: ratios?.beta,
    jensen_alpha_annualized: ratios?.alpha,
    treynor: ratios?.treynor,
  };
}

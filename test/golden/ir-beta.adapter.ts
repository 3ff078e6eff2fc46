import {
  interestRateBeta,
  rateAndMarketBeta,
  rateShockPnl,
  yieldChanges,
} from '../../src/core/calculations/interest-rate-beta/interest-rate-beta.kernel.js';
import { completePairs } from '../../src/core/calculations/numeric/series.kernel.js';
import { completeRows } from '../../src/core/calculations/numeric/standardized.kernel.js';
import { univariate } from './spread-betas.adapter.js';
import { orInvalid, series, statusOfRegression } from './status.js';

type Series = readonly (number | null)[];
interface Inputs {
  readonly returns: Series;
  readonly bond_returns: Series | null;
  readonly yields_pct: Series | null;
  readonly market_returns: Series | null;
  readonly position_value: number;
  readonly shocks_bp: readonly number[];
  readonly min_obs: number;
}

export const irBetaCase = (inputs: Inputs): unknown =>
  orInvalid(() => {
    const returns = series(inputs.returns);
    const changes = inputs.yields_pct && yieldChanges(series(inputs.yields_pct));
    return {
      status: 'ok',
      bond_etf: inputs.bond_returns && regression(returns, series(inputs.bond_returns), inputs.min_obs),
      yield_change: changes && yieldChange(returns, changes, inputs),
      yield_with_market:
        changes && inputs.market_returns && withMarket(returns, series(inputs.market_returns), changes, inputs.min_obs),
    };
  });

const regression = (y: Float64Array, x: Float64Array, minObservations: number): Record<string, unknown> =>
  univariate(interestRateBeta(y, x, minObservations), completePairs(y, x).a.length);

function yieldChange(y: Float64Array, changes: Float64Array, inputs: Inputs): unknown {
  const outcome = interestRateBeta(y, changes, inputs.min_obs);
  const shared = regression(y, changes, inputs.min_obs);
  if (!outcome.ok) return shared;
  const { beta } = outcome.value;
  const pnl = inputs.shocks_bp.map((shock) => ({
    shock_bp: shock,
    pnl: rateShockPnl(inputs.position_value, beta, shock),
  }));
  return { ...shared, empirical_duration: -beta, pnl };
}

function withMarket(y: Float64Array, market: Float64Array, changes: Float64Array, minObservations: number): unknown {
  const outcome = rateAndMarketBeta(y, market, changes, minObservations);
  const count = completeRows({ y, factors: [market, changes] }).y.length;
  if (!outcome.ok) return { status: statusOfRegression(outcome), n_obs: count };
  const { marketBeta, yieldBeta, marketError, yieldError, rSquared } = outcome.value;
  return {
    ...{ status: 'ok', n_obs: count, beta_market: marketBeta, beta_yield: yieldBeta, r_squared: rSquared },
    ...{ se_market: marketError, se_yield: yieldError, empirical_duration: -yieldBeta },
  };
}

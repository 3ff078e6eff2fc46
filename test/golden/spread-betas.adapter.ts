import { completePairs } from '../../src/core/calculations/numeric/series.kernel.js';
import { completeRows } from '../../src/core/calculations/numeric/standardized.kernel.js';
import {
  type SpreadBeta,
  jointBetas,
  portfolioSpreadBeta,
  spreadBeta,
  spreadReturns,
} from '../../src/core/calculations/spread-beta/spread-beta.kernel.js';
import { type Outcome } from '../../src/shared/outcome.js';
import { named, series, statusOf, statusOfRegression } from './status.js';

type Series = readonly (number | null)[];
interface Inputs {
  readonly leg_returns: Readonly<Record<string, Series>>;
  readonly spreads: Readonly<Record<string, { readonly long: string; readonly short: string }>>;
  readonly positions: Readonly<Record<string, Series>>;
  readonly weights: Readonly<Record<string, number>>;
  readonly min_obs: number;
  readonly cap: number;
}

export function spreadBetasCase(inputs: Inputs): unknown {
  const spreads = Object.entries(inputs.spreads).map(([name, { long, short }]) => ({
    name,
    returns: spreadReturns(series(inputs.leg_returns[long]!), series(inputs.leg_returns[short]!)),
  }));
  const live = spreads.filter(({ returns }) => !returns.every(Number.isNaN));
  const positions = Object.entries(inputs.positions).map(([name, values]) => {
    const y = series(values);
    const betas = spreads.map(({ returns }) => spreadBeta(y, returns, inputs.min_obs, inputs.cap));
    const counts = spreads.map(({ returns }) => completePairs(y, returns).a.length);
    return { name, y, betas, counts };
  });
  const joint = (y: Float64Array): unknown => {
    const factors = live.map(({ returns }) => returns);
    const outcome = jointBetas(y, factors, inputs.min_obs);
    const shared = { status: statusOfRegression(outcome), n_obs: completeRows({ y, factors }).y.length };
    if (!outcome.ok) return shared;
    const { betas, rSquared } = outcome.value;
    return { ...shared, betas: named(live.map(({ name }) => name), betas), r_squared: rSquared };
  };
  return {
    positions: Object.fromEntries(
      positions.map(({ name, y, betas, counts }) => [
        name,
        {
          univariate: Object.fromEntries(spreads.map((spread, i) => [spread.name, univariate(betas[i]!, counts[i]!)])),
          joint: joint(y),
        },
      ]),
    ),
    portfolio: Object.fromEntries(
      spreads.map((spread, i) => {
        const parts = positions.map(({ name, betas }) => ({ weight: inputs.weights[name]!, beta: betas[i]! }));
        const total = portfolioSpreadBeta(parts);
        const { beta, weightCovered } = total.ok ? total.value : { beta: null, weightCovered: 0 };
        return [spread.name, { beta, weight_covered: weightCovered }];
      }),
    ),
  };
}

/** One regression in the words of the files. */
export function univariate(outcome: Outcome<SpreadBeta>, count: number): Record<string, unknown> {
  if (!outcome.ok) return { status: statusOf(outcome), n_obs: count };
  const { observations, alpha, beta, betaCapped, inference, rSquared } = outcome.value;
  return {
    ...{ status: 'ok', n_obs: observations, alpha, beta, beta_capped: betaCapped, r_squared: rSquared },
    ...{ se: inference.standardError, t: inference.tStatistic, p_t: inference.pValue },
  };
}

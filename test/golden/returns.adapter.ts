import { totalReturns } from '../../src/core/calculations/price-panel.kernel.js';
import { type GapRule, type ReturnMethod, returnPanel } from '../../src/core/calculations/returns/returns.kernel.js';
import { list, orInvalid, series, statusOf } from './status.js';

interface Inputs {
  readonly dates: readonly string[];
  readonly names: readonly string[];
  readonly prices: Readonly<Record<string, readonly (number | null)[]>>;
  readonly method: ReturnMethod;
  readonly alignment: GapRule | 'listwise';
}

export function returns({ dates, names, prices, method, alignment }: Inputs): unknown {
  return orInvalid(() => {
    const panel = names.map((name) => series(prices[name]!));
    const outcome = returnPanel(dates, panel, method, alignment);
    if (!outcome.ok) return { status: statusOf(outcome) };
    const results =
      method === 'simple' && alignment === 'adjacent' ? panel.map(asTheBatchDoes) : outcome.value.returns;
    return {
      status: 'ok',
      dates: outcome.value.sessions,
      returns: Object.fromEntries(names.map((name, i) => [name, list(results[i]!)])),
    };
  });
}

/** Prices that were adjusted for everything, the first session without a return left out. */
function asTheBatchDoes(prices: Float64Array): Float64Array {
  const none = new Float64Array(prices.length);
  return totalReturns(prices, new Float64Array(prices.length).fill(1), none, 'split_adjusted').subarray(1);
}

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
    return {
      status: 'ok',
      dates: outcome.value.sessions,
      returns: Object.fromEntries(names.map((name, i) => [name, list(outcome.value.returns[i]!)])),
    };
  });
}

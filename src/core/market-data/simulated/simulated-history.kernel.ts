import { computed } from '../../../shared/outcome.js';
import { simulatedCloses } from './simulated-prices.kernel.js';
import { VOLATILITY_INDEX, volatilityIndexCloses } from './simulated-volatility-index.kernel.js';

/**
 * Closes of a symbol of the simulated market by session, the index of volatility included; none for one outside of it.
 *
 * @param sessions trading days, ascending, the first of them the anchor date
 */
export function simulatedHistory(symbol: string, sessions: readonly string[], seed: number): Map<string, number> {
  const anchorDate = sessions[0];
  if (anchorDate === undefined) return new Map();
  const isIndex = symbol === VOLATILITY_INDEX.symbol;
  const outcome = isIndex
    ? computed(volatilityIndexCloses(sessions, seed))
    : simulatedCloses({ symbol, anchorDate, sessions, seed });
  return new Map(outcome.ok ? outcome.value.map(({ date, close }) => [date, Number(close)]) : []);
}

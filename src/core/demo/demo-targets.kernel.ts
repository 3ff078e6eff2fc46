import { Decimal } from 'decimal.js';
import { standardNormal } from '../market-data/simulated/simulated-random.kernel.js';
import { SIMULATION_SEED } from '../market-data/simulated/simulated-returns.kernel.js';
import type { DemoLot } from './demo-portfolios.kernel.js';

/** What the owner of a demo book expects of a symbol, USD a share with exactly 2 decimals. */
export interface DemoTarget {
  readonly symbol: string;
  readonly positionType: 'LONG' | 'SHORT';
  readonly eoy: string;
  readonly nextYear: string;
  readonly downside: string;
}

/** Gain hoped for by the end of the year, in that after it, and the loss that is feared; ratios, mean and deviation. */
const UNTIL_YEAR_END = { mean: 0.07, deviation: 0.035, least: 0.01 };
const NEXT_YEAR = { mean: 0.09, deviation: 0.03, least: 0.02 };
const DOWNSIDE = { mean: 0.16, deviation: 0.05, least: 0.05 };

/**
 * Target prices for what is listed and has a story: stocks and exchange-traded funds. Mutual funds, and what the owner
 * values himself, have none. Each is its close moved by a draw of its symbol,
 *
 *   eoy = close (1 ± a),  nextYear = eoy (1 ± b),  downside = close (1 ∓ c),   a, b, c > 0,
 *
 * with the upper sign where it is held and the lower where it is sold short. The same closes give the same targets.
 *
 * @param lots of a book; several of a symbol and side give one target
 * @param closeOf the newest close in USD; null where there is none, which gives no target
 */
export function demoTargets(lots: readonly DemoLot[], closeOf: (symbol: string) => number | null): DemoTarget[] {
  const targets = new Map<string, DemoTarget>();
  for (const { symbol, quantity, subtype } of lots) {
    if (subtype !== 'STOCK' && subtype !== 'ETF') continue;
    const close = closeOf(symbol);
    if (close === null) continue;
    const isShort = quantity.startsWith('-');
    const side = isShort ? -1 : 1;
    const moved = (price: Decimal, by: number): Decimal => price.times(1 + side * by);
    const eoy = moved(new Decimal(close), draw(symbol, 'eoy', UNTIL_YEAR_END));
    targets.set(`${symbol} ${side}`, {
      ...{ symbol, positionType: isShort ? 'SHORT' : 'LONG', eoy: eoy.toFixed(2) },
      nextYear: moved(eoy, draw(symbol, 'next', NEXT_YEAR)).toFixed(2),
      downside: moved(new Decimal(close), -draw(symbol, 'downside', DOWNSIDE)).toFixed(2),
    });
  }
  return [...targets.values()];
}

/** At most as far above the mean as the least is below it, so that a downside stays above 0. */
function draw(symbol: string, level: string, { mean, deviation, least }: typeof DOWNSIDE): number {
  const drawn = mean + deviation * standardNormal(SIMULATION_SEED, `target:${symbol}`, level);
  return Math.min(2 * mean - least, Math.max(least, drawn));
}

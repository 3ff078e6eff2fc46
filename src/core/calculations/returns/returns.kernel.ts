import { type Outcome, computed, skipped } from '../../../shared/outcome.js';

/**
 * Returns from closing prices. Prices are aligned by session, one value a session, NaN where there is none.
 * Feed prices adjusted for splits and dividends to get total returns.
 */

/** simple: p_t / p_{t-1} - 1, which adds up over positions. log: ln(p_t / p_{t-1}), which adds up over time. */
export type ReturnMethod = 'simple' | 'log';

/**
 * What a missing price does.
 * adjacent: a return needs the price of its own and of the previous session.
 * bridge: the first price after a gap is compared with the last one before it; the gap itself has no return.
 */
export type GapRule = 'adjacent' | 'bridge';

/**
 * Simple returns of consecutive sessions; one value less than prices, NaN where a price is missing. `worth` is what has
 * become of one unit of the session before, where that is not its price alone: a dividend is paid, a split makes it two.
 */
export function simpleReturns(
  prices: Float64Array,
  gaps: GapRule = 'adjacent',
  worth: Float64Array = prices,
): Float64Array {
  return returnsOf(prices, 'simple', gaps, worth);
}

/** Log returns of consecutive sessions; one value less than prices, NaN where a price is missing or 0. */
export function logReturns(prices: Float64Array, gaps: GapRule = 'adjacent'): Float64Array {
  return returnsOf(prices, 'log', gaps);
}

/**
 * A price of 0 is a simple return of -1; the session after it has none, as there is nothing left to lose.
 * Throws a RangeError for a negative price, which no stored price can be.
 */
function returnsOf(
  prices: Float64Array,
  method: ReturnMethod,
  gaps: GapRule,
  worth: Float64Array = prices,
): Float64Array {
  const returns = new Float64Array(Math.max(0, prices.length - 1));
  let previous = Number.NaN;
  for (let i = 0; i < prices.length; i++) {
    const price = prices[i] ?? Number.NaN;
    if (price < 0) throw new RangeError(`a price is negative: ${price}`);
    if (i > 0) returns[i - 1] = returnBetween(previous, worth[i] ?? Number.NaN, method);
    if (gaps === 'adjacent' || !Number.isNaN(price)) previous = price;
  }
  return returns;
}

function returnBetween(previous: number, now: number, method: ReturnMethod): number {
  if (!(previous > 0)) return Number.NaN;
  if (method === 'simple') return now / previous - 1;
  return now > 0 ? Math.log(now / previous) : Number.NaN;
}

export interface ReturnPanel {
  /** The session each return ends on. */
  readonly sessions: readonly string[];
  /** One series for each series of prices, in the same order, NaN where there is no return. */
  readonly returns: readonly Float64Array[];
}

/**
 * Returns of several series over the same sessions. With 'listwise', sessions on which any price is missing are
 * left out first, so that every return of the panel spans the same time.
 * too-few-observations when fewer than two sessions remain. Throws a RangeError when lengths differ.
 */
export function returnPanel(
  sessions: readonly string[],
  prices: readonly Float64Array[],
  method: ReturnMethod,
  alignment: GapRule | 'listwise',
): Outcome<ReturnPanel> {
  if (prices.some((series) => series.length !== sessions.length)) throw new RangeError('prices are not aligned');
  const kept = alignment === 'listwise' ? completeSessions(prices, sessions.length) : null;
  const remaining = kept ? sessions.filter((_, i) => kept[i] === 1) : sessions;
  if (remaining.length < 2) return skipped('too-few-observations');
  const gaps = alignment === 'bridge' ? 'bridge' : 'adjacent';
  const returns = prices.map((series) =>
    returnsOf(kept ? series.filter((_, i) => kept[i] === 1) : series, method, gaps),
  );
  return computed({ sessions: remaining.slice(1), returns });
}

/** 1 for each session on which every series has a price, else 0. */
function completeSessions(prices: readonly Float64Array[], length: number): Uint8Array {
  const complete = new Uint8Array(length).fill(1);
  for (const series of prices) {
    for (const [i, price] of series.entries()) if (Number.isNaN(price)) complete[i] = 0;
  }
  return complete;
}

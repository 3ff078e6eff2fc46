import { computed, skipped, type Outcome } from '../../../shared/outcome.js';
import { simulatedReturn } from './simulated-returns.kernel.js';
import { findSimulatedInstrument } from './simulated-universe.kernel.js';

const AT_MOST_FOUR_DECIMALS = /^\d+(\.\d{1,4})?$/;

export interface SimulatedClosesRequest {
  readonly symbol: string;
  /** One of `sessions`. */
  readonly anchorDate: string;
  /** Close on the anchor date: positive, at most 4 decimals. The universe's own price when omitted. */
  readonly anchorPrice?: string;
  /** Trading days `YYYY-MM-DD`, ascending, without gaps between the anchor and either end. */
  readonly sessions: readonly string[];
  readonly seed: number;
}

/** A close in USD with exactly 4 decimals, as text for a numeric column. */
export interface SimulatedClose {
  readonly date: string;
  readonly close: string;
  /** New shares for an old one, on the day of a split only. The close is per share of the day, as it was traded. */
  readonly splitFactor?: string;
}

/**
 * Daily closes of a simulated symbol, one a session: on the anchor date exactly the anchor price, after it compounded
 * by (1 + r), before it divided by the same. Rounding to 4 decimals happens on the way out only, so a close depends on
 * the anchor, the seed and the sessions between the two: a longer list repeats the closes of a shorter one. After a split
 * closes are per new share.
 *
 * Skips with `no-price` a symbol outside the simulated universe.
 *
 * @throws RangeError when the sessions do not ascend or lack the anchor date, or the anchor price is not one
 */
export function simulatedCloses(request: SimulatedClosesRequest): Outcome<SimulatedClose[]> {
  const { symbol, anchorDate, sessions, seed } = request;
  const instrument = findSimulatedInstrument(symbol);
  if (instrument === null) return skipped('no-price');
  const anchor = anchorIndex(sessions, anchorDate);
  const anchorPrice = positivePrice(request.anchorPrice ?? instrument.anchorPrice);
  const growth = (index: number): number => 1 + simulatedReturn(instrument, sessions[index] ?? '', seed);

  const prices = new Float64Array(sessions.length);
  prices[anchor] = anchorPrice;
  let price = anchorPrice;
  for (let i = anchor + 1; i < sessions.length; i += 1) prices[i] = price *= growth(i);
  price = anchorPrice;
  for (let i = anchor - 1; i >= 0; i -= 1) prices[i] = price /= growth(i + 1);

  const splits = new Map(instrument.splits.map((split) => [anchor + split.sessionsAfterAnchor, split.ratio]));
  let shares = 1;
  return computed(
    sessions.map((date, i) => {
      const ratio = splits.get(i);
      shares *= ratio ?? 1;
      const close = ((prices[i] ?? Number.NaN) / shares).toFixed(4);
      return ratio === undefined ? { date, close } : { date, close, splitFactor: String(ratio) };
    }),
  );
}

function anchorIndex(sessions: readonly string[], anchorDate: string): number {
  for (let i = 1; i < sessions.length; i += 1) {
    if ((sessions[i - 1] ?? '') >= (sessions[i] ?? '')) throw new RangeError('sessions do not ascend');
  }
  const index = sessions.indexOf(anchorDate);
  if (index < 0) throw new RangeError(`the anchor date ${anchorDate} is not among the sessions`);
  return index;
}

function positivePrice(text: string): number {
  const price = Number(text);
  if (!AT_MOST_FOUR_DECIMALS.test(text) || price <= 0) throw new RangeError(`not a price of 4 decimals: ${text}`);
  return price;
}

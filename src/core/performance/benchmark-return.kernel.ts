import { computed, type Outcome, skipped } from '../../shared/outcome.js';

/** A close, with the split and the dividend of its day. */
export interface Close {
  readonly date: string;
  readonly close: number;
  readonly split: number;
  readonly dividend: number;
  readonly basis: 'raw' | 'split_adjusted' | 'total_return';
}

/**
 * Total return of a symbol from the close of `start` to that of `end`, both of which must be there; days in between that
 * lack a close make no difference. raw: Π (close + dividend) × split ÷ close before; split_adjusted without the split,
 * total_return without either, as for the returns of positions. Ratio.
 * Reasons: no-benchmark without any close; no-price without one of `start` or `end`.
 */
export function benchmarkReturn(closes: readonly Close[], start: string, end: string): Outcome<number> {
  const first = closes[0];
  if (!first) return skipped('no-benchmark');
  if (first.date !== start || closes.at(-1)?.date !== end) return skipped('no-price');
  let total = 1;
  for (const [i, { close, split, dividend, basis }] of closes.slice(1).entries()) {
    const paid = basis === 'total_return' ? 0 : dividend;
    total *= ((close + paid) * (basis === 'raw' ? split : 1)) / (closes[i]?.close ?? Number.NaN);
  }
  return computed(total - 1);
}

import { Exact, ONE, type Decimal } from './decimal.kernel.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';

/** A split of an instrument: `ratio` new shares for one old share, from the open of `date`. */
export interface SplitEvent {
  readonly instrumentId: string;
  readonly date: string;
  readonly ratio: string;
}

/** Splits by instrument, for products of ratios over a span of days. */
export class SplitFactors {
  private readonly byInstrument = new Map<string, { readonly date: string; readonly ratio: Decimal }[]>();

  constructor(splits: Iterable<SplitEvent>) {
    for (const { instrumentId, date, ratio } of splits) {
      const known = this.byInstrument.get(instrumentId) ?? [];
      known.push({ date, ratio: new Exact(ratio) });
      this.byInstrument.set(instrumentId, known);
    }
  }

  /** Product of the ratios of splits with `after` < date ≤ `upTo` (no end when null); 1 when there are none. */
  between(instrumentId: string, after: string, upTo: string | null): Decimal {
    let factor: Decimal = ONE;
    for (const { date, ratio } of this.byInstrument.get(instrumentId) ?? []) {
      if (date > after && (upTo === null || date <= upTo)) factor = factor.times(ratio);
    }
    return factor;
  }
}

export function splitsIn(entries: readonly LedgerEntry[]): SplitEvent[] {
  return entries.flatMap(({ kind, instrumentId, ratio, tradeDate: date }) =>
    kind === 'split' && instrumentId !== null && ratio !== null ? [{ instrumentId, date, ratio }] : [],
  );
}

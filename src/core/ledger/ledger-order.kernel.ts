import { type LedgerEntry, type LedgerKind } from './ledger-entry.kernel.js';

export type LedgerProblemCode =
  | 'ledger.oversold'
  | 'ledger.unknown_lot'
  | 'ledger.incomplete'
  | 'ledger.unknown_reversal'
  | 'ledger.repeated_reversal';

/** Why an entry has no effect, neither on lots nor on cash. */
export interface LedgerProblem {
  readonly entryId: string;
  readonly code: LedgerProblemCode;
  readonly message: string;
}

/** A split holds from the open of its day, and an option expires at the close of its day. */
const rankInDay = (kind: LedgerKind): number => (kind === 'split' ? 0 : kind === 'expiry' ? 2 : 1);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Trade date; in a day splits first and expiries last; then order of booking. Total, hence deterministic. */
export function compareEntries(a: LedgerEntry, b: LedgerEntry): number {
  return (
    compareText(a.tradeDate, b.tradeDate) ||
    rankInDay(a.kind) - rankInDay(b.kind) ||
    a.sequence - b.sequence ||
    compareText(a.id, b.id)
  );
}

/**
 * The entries that count, in the order in which they take effect. A reversal and what it reverses are both left out,
 * on every date: the ledger reads as if neither had been booked. An opening that corrects another one takes its place
 * in the order: what was bought and sold on one day stays so when the purchase is corrected in the evening.
 */
export function effectiveEntries(entries: readonly LedgerEntry[]): {
  readonly entries: readonly LedgerEntry[];
  readonly problems: readonly LedgerProblem[];
} {
  const reversible = new Set(entries.filter(({ reversesId }) => reversesId === null).map(({ id }) => id));
  const reversed = new Set<string>();
  const problems: LedgerProblem[] = [];
  for (const { id: entryId, reversesId } of entries) {
    if (reversesId === null) continue;
    if (!reversible.has(reversesId)) {
      const message = `there is no entry ${reversesId} to reverse`;
      problems.push({ entryId, code: 'ledger.unknown_reversal', message });
    } else if (reversed.has(reversesId)) {
      const message = `entry ${reversesId} is reversed already`;
      problems.push({ entryId, code: 'ledger.repeated_reversal', message });
    }
    reversed.add(reversesId);
  }
  const effective = entries.filter(({ id, reversesId }) => reversesId === null && !reversed.has(id));
  return { entries: inPlaceOfCorrected(effective, entries).sort(compareEntries), problems };
}

function inPlaceOfCorrected(effective: readonly LedgerEntry[], all: readonly LedgerEntry[]): LedgerEntry[] {
  if (!effective.some(isCorrection)) return [...effective];
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  return effective.map((entry) => {
    const first = isCorrection(entry) ? byId.get(entry.lotId ?? '') : undefined;
    // Entries of another instrument are not always read along: they must not decide.
    const takesPlace = first !== undefined && first.instrumentId === entry.instrumentId;
    return takesPlace ? { ...entry, sequence: first.sequence } : entry;
  });
}

/** An opening that names a lot goes on with that lot, in place of the reversed entry that opened it. */
const isCorrection = ({ kind, lotId }: LedgerEntry): boolean => (kind === 'buy' || kind === 'short') && lotId !== null;

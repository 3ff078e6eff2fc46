import { checkBooking, isStorable, type StoredLot, storedLot } from './ledger-booking.kernel.js';
import { type LedgerDraft, type LedgerEntry } from './ledger-entry.kernel.js';
import { type BookingProblem, LedgerRejected, type Locate } from './ledger.errors.js';
import { deriveLots, type RealizedEvent, type Lot } from './lot.kernel.js';
import { type LedgerHead } from './transaction.repository.js';

export function problemsOf(drafts: readonly LedgerDraft[]): BookingProblem[] {
  return drafts.flatMap((draft, index) => checkBooking(draft).map((problem) => ({ ...problem, index })));
}

export function refuse(problems: readonly BookingProblem[], locate: Locate): void {
  if (problems.length > 0) throw new LedgerRejected(problems, locate);
}

/** Lots and closes; refuses when any entry, new or old, would no longer fit. */
export function derive(
  entries: readonly LedgerEntry[],
  head: LedgerHead,
  indexes: ReadonlyMap<string, number>,
  locate: Locate,
): { lots: readonly Lot[]; rows: readonly StoredLot[]; realized: readonly RealizedEvent[] } {
  const { lots, realized, problems } = deriveLots(entries, head.lotMethod);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const found = problems.map(({ entryId, code, message }): BookingProblem => {
    const index = indexes.get(entryId) ?? null;
    const entry = byId.get(entryId);
    const field = code === 'ledger.unknown_lot' ? 'lotId' : 'quantity';
    // An entry of before that no longer fits is named, since the caller did not send it.
    const about = `the ${entry?.kind ?? 'entry'} of ${entry?.tradeDate ?? ''} (${entryId}) needs what this takes away: `;
    return index === null ? { index, field, code, message: about + message, entryId } : { index, field, code, message };
  });
  refuse(found, locate);
  const rows = lots.map(storedLot);
  const unstorable = rows.filter((row) => !isStorable(row));
  refuse(
    unstorable.map(({ id }): BookingProblem => {
      const message = 'the quantity or price of the lot would become too small or too large to be stored';
      return { index: indexes.get(id) ?? null, field: 'quantity', code: 'ledger.not_storable', message };
    }),
    locate,
  );
  return { lots, rows, realized };
}

/** An entry in force that closed some of a lot. */
export interface ClosingEntry {
  readonly id: string;
  readonly kind: string;
  readonly tradeDate: string;
  /** Null for one that closed all that was held, whatever that is. */
  readonly quantity: string | null;
  /** Every lot that it closed, wholly or in part. */
  readonly lotIds: readonly string[];
}

export interface Removal {
  /** Closing entries that are about nothing but the lots that go. */
  readonly reversedIds: readonly string[];
  /** Entries that closed a lot that goes together with one that stays: nobody can halve them but their user. */
  readonly shared: readonly ClosingEntry[];
}

/**
 * What has to be cancelled beside the openings when lots are taken out of a ledger, so that it reads as if they had never
 * been. An expiry of all that is held needs nothing: it closes what is left.
 */
export function removalOf(lotIds: readonly string[], closings: readonly ClosingEntry[]): Removal {
  const going = new Set(lotIds);
  const concerned = closings.filter((one) => one.quantity !== null && one.lotIds.some((id) => going.has(id)));
  const isWhole = (one: ClosingEntry): boolean => one.lotIds.every((id) => going.has(id));
  return {
    reversedIds: concerned.filter(isWhole).map(({ id }) => id),
    shared: concerned.filter((one) => !isWhole(one)),
  };
}

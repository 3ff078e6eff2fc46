import { Exact, toNumericString } from './decimal.kernel.js';
import { checkEntry, type EntryProblem } from './ledger-entry-check.kernel.js';
import { cashEffect, type LedgerDraft, type LedgerEntry } from './ledger-entry.kernel.js';
import { type Lot, type RealizedEvent } from './lot.kernel.js';

/** Below what `numeric(28, 8)` holds, with room for what is derived from several entries. */
const MAX_VALUE = new Exact('1e18');

/** A draft with only what its kind needs said; everything else is empty. */
export const draftOf = (
  given: Pick<LedgerDraft, 'kind' | 'tradeDate'> & Partial<Omit<LedgerDraft, 'kind' | 'tradeDate'>>,
): LedgerDraft => ({
  instrumentId: null,
  quantity: null,
  price: null,
  multiplier: 1,
  amount: null,
  fees: '0',
  ratio: null,
  lotId: null,
  legId: null,
  crossesZero: false,
  reversesId: null,
  ...given,
});

/** `checkEntry`, and whether the traded value can be stored. */
export function checkBooking(draft: LedgerDraft): EntryProblem[] {
  const problems = checkEntry(draft);
  if (problems.length > 0 || draft.reversesId !== null) return problems;
  return new Exact(cashEffect(draft)).abs().gte(MAX_VALUE)
    ? [{ field: 'quantity', code: 'ledger.too_large', message: 'quantity × price is below 10^18' }]
    : [];
}

/** The entry that a draft becomes. The draft has passed `checkBooking`. */
export function entryOf(draft: LedgerDraft, id: string, sequence: number): LedgerEntry {
  const { kind, tradeDate, instrumentId, quantity, price, multiplier, ratio, lotId, reversesId } = draft;
  const fees = draft.fees === '' ? '0' : draft.fees;
  const amount = cashEffect({ ...draft, fees });
  return {
    id,
    sequence,
    kind,
    tradeDate,
    instrumentId,
    quantity,
    price,
    multiplier,
    amount,
    fees,
    ratio,
    lotId,
    legId: draft.legId ?? null,
    crossesZero: draft.crossesZero ?? false,
    reversesId,
  };
}

/** A lot with the rounding and signs of its stored row. */
export interface StoredLot {
  readonly id: string;
  readonly instrumentId: string;
  readonly isShort: boolean;
  /** Signed. */
  readonly openedQuantity: string;
  /** Signed. */
  readonly quantity: string;
  readonly entryPrice: string;
  readonly entryDate: string;
  readonly exitPrice: string | null;
  readonly exitDate: string | null;
  readonly realizedPnl: string;
}

export function storedLot(lot: Lot): StoredLot {
  const isShort = lot.side === 'short';
  const opened = new Exact(lot.openedQuantity);
  return {
    id: lot.id,
    instrumentId: lot.instrumentId,
    isShort,
    openedQuantity: toNumericString(isShort ? opened.negated() : opened),
    quantity: toNumericString(new Exact(lot.quantity)),
    entryPrice: toNumericString(new Exact(lot.entryPrice)),
    entryDate: lot.openedOn,
    exitPrice: lot.exitPrice === null ? null : toNumericString(new Exact(lot.exitPrice)),
    exitDate: lot.closedOn,
    realizedPnl: toNumericString(new Exact(lot.realizedPnl)),
  };
}

export function storedEvent(event: RealizedEvent): RealizedEvent {
  return {
    ...event,
    quantityClosed: toNumericString(new Exact(event.quantityClosed)),
    exitPrice: toNumericString(new Exact(event.exitPrice)),
    realizedPnl: toNumericString(new Exact(event.realizedPnl)),
  };
}

/**
 * Whether a row can hold the lot: after absurd splits its quantity may be less than the smallest stored one, or its
 * price more than the largest.
 */
export function isStorable(lot: StoredLot): boolean {
  const vanished =
    new Exact(lot.openedQuantity).isZero() || (lot.exitDate === null && new Exact(lot.quantity).isZero());
  const figures = [lot.openedQuantity, lot.entryPrice, lot.exitPrice ?? '0', lot.realizedPnl];
  return !vanished && figures.every((figure) => new Exact(figure).abs().lt('1e20'));
}

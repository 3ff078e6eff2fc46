import { type Decimal, Exact, NUMERIC_SCALE, ZERO } from '../ledger/decimal.kernel.js';
import { type LedgerEntry, type LedgerKind } from '../ledger/ledger-entry.kernel.js';
import { effectiveEntries } from '../ledger/ledger-order.kernel.js';
import { type BookLot, LotBook, type LotMethod } from '../ledger/lot-book.kernel.js';

export interface LotClose {
  readonly date: string;
  /** What it was closed for, before fees. */
  readonly value: Decimal;
  readonly fees: Decimal;
  /** Of what was closed. */
  readonly cost: Decimal;
  readonly realized: Decimal;
}

export interface LotIncome {
  readonly date: string;
  readonly kind: LedgerKind;
  readonly amount: Decimal;
}

/** One lot from its opening on. Cost and values are magnitudes. */
export interface LotTimeline {
  readonly side: 'long' | 'short';
  readonly openedOn: string;
  readonly cost: Decimal;
  readonly fees: Decimal;
  readonly closes: readonly LotClose[];
  readonly income: readonly LotIncome[];
  /** Opening fees of what was open at the end of a day that changed them. */
  readonly openFees: readonly { readonly date: string; readonly amount: Decimal }[];
}

const INCOME: ReadonlySet<LedgerKind> = new Set(['dividend', 'interest', 'borrow_fee', 'fee', 'tax']);

/**
 * What happened to a lot, read off the ledger of its instrument and of those linked to it. What is booked for an
 * instrument as a whole (a dividend, its tax, a borrow fee) is shared by the lots open on that day in proportion to
 * quantity: what is received and taxes by the long ones, what is paid for a dividend or for borrowing by the short ones,
 * and by all where there are none of that side. The shares add up exactly; without an open lot nobody has one.
 * Null for a lot that the ledger does not open.
 */
export function lotTimeline(entries: readonly LedgerEntry[], method: LotMethod, lotId: string): LotTimeline | null {
  const book = new LotBook(method);
  let lot: BookLot | undefined;
  let opened: { cost: Decimal; fees: Decimal } = { cost: ZERO, fees: ZERO };
  const closes: LotClose[] = [];
  const income: LotIncome[] = [];
  const openFees: { date: string; amount: Decimal }[] = [];
  for (const entry of effectiveEntries(entries).entries) {
    const closed = book.closes.length;
    const before = { cost: lot?.cost ?? ZERO };
    if (!book.apply(entry)) continue;
    if (!lot && entry.id === lotId) {
      lot = book.lots.find(({ id }) => id === lotId);
      opened = { cost: lot?.cost ?? ZERO, fees: lot?.openFees ?? ZERO };
    }
    if (!lot) continue;
    for (const close of book.closes.slice(closed)) {
      if (close.lotId !== lotId) continue;
      const { value, fees, realizedPnl: realized } = close;
      closes.push({ date: entry.tradeDate, value, fees, cost: before.cost.minus(lot.cost), realized });
    }
    openFees.push({ date: entry.tradeDate, amount: lot.openFees });
    if (INCOME.has(entry.kind) && entry.instrumentId === lot.instrumentId) {
      const amount = shareOf(entry, lotId, [...book.openLots]);
      if (!amount.isZero()) income.push({ date: entry.tradeDate, kind: entry.kind, amount });
    }
  }
  if (!lot) return null;
  const { side, openedOn } = lot;
  return { side, openedOn, ...opened, closes, income, openFees };
}

function shareOf(entry: LedgerEntry, lotId: string, open: readonly BookLot[]): Decimal {
  const amount = new Exact(entry.amount);
  const lots = open.filter(({ instrumentId }) => instrumentId === entry.instrumentId);
  const isOfShorts = entry.kind === 'borrow_fee' || (entry.kind === 'dividend' && amount.isNegative());
  const ofSide = lots.filter(({ side }) => side === (isOfShorts ? 'short' : 'long'));
  const sharing = ofSide.length > 0 ? ofSide : lots;
  const total = sharing.reduce<Decimal>((sum, { remaining }) => sum.plus(remaining), ZERO);
  let left = amount;
  for (const [i, { id, remaining }] of sharing.entries()) {
    const isLast = i === sharing.length - 1;
    const share = isLast ? left : amount.times(remaining).div(total).toDecimalPlaces(NUMERIC_SCALE);
    if (id === lotId) return share;
    left = left.minus(share);
  }
  return ZERO;
}

import { toPlainString } from './decimal.kernel.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';
import { effectiveEntries, type LedgerProblem } from './ledger-order.kernel.js';
import { type BookClose, type BookLot, LotBook, type LotMethod, type LotSide } from './lot-book.kernel.js';

/** What one opening trade has become. Numbers are exact plain decimal strings; rounding is left to the edge. */
export interface Lot {
  /** The id of the entry that first opened it, hence the same whenever lots are derived anew, corrected or not. */
  readonly id: string;
  readonly instrumentId: string;
  readonly side: LotSide;
  readonly openedOn: string;
  /** Per share, in today's shares: divided by the ratio of every split since. Without fees. */
  readonly entryPrice: string;
  /** Positive, in today's shares like the entry price. */
  readonly openedQuantity: string;
  /** What remains: negative for a short, '0' when closed. */
  readonly quantity: string;
  readonly multiplier: number;
  readonly closedOn: string | null;
  /** Average over the closes, weighted by quantity; null while anything remains. */
  readonly exitPrice: string | null;
  /** Net of fees, as defined at `deriveLots`. */
  readonly realizedPnl: string;
  /** Opening fees and this lot's share of closing fees. */
  readonly fees: string;
}

/** One lot closed, wholly or in part, by one entry. */
export interface RealizedEvent {
  readonly lotId: string;
  readonly entryId: string;
  readonly tradeDate: string;
  /** Positive. */
  readonly quantityClosed: string;
  readonly exitPrice: string;
  readonly realizedPnl: string;
}

export interface DerivedLedger {
  /** In order of opening, closed ones included. */
  readonly lots: readonly Lot[];
  /** In order of closing. */
  readonly realized: readonly RealizedEvent[];
  readonly cash: string;
  readonly problems: readonly LedgerProblem[];
}

/**
 * Lots, realised P&L and cash from a portfolio's whole ledger. Same entries, same result, in whatever order they come.
 *
 * - Realised P&L = (exit − entry)·q·m for a long, (entry − exit)·q·m for a short, less the closing fees (shared by the
 *   lots of one entry in proportion to quantity) and less the opening fees in proportion to the part of the lot closed.
 *   Fees of what is still open are in cash, but not yet in realised P&L.
 * - A lot named by an entry is the one it closes, under every method. Otherwise: `fifo` oldest first; `lifo` newest
 *   first; `highest_cost` the dearest long first and the cheapest-sold short first (least gain either way); `average`
 *   oldest first at the average cost, for which a close gives all open lots of the side one entry price and shares
 *   their opening fees by quantity; `chosen` oldest first for entries that name no lot.
 * - Selling more than is held long or covering more than is held short is 'ledger.oversold', unless the entry says that
 *   it crosses zero: then it closes what is held and opens a lot of the other side with the rest, sharing value and fees
 *   by quantity. Such a lot has the id of the entry that closed the others. What is oversold is left out and reported.
 * - A split acts on lots open at the start of its day, keeps their total cost, and rounds shares to eight decimals.
 * - Expiry closes at zero. So do exercise (long) and assignment (short) that name no stock leg; with one the option
 *   realises nothing, and its cost and fees are added to what the leg buys, or taken from what it is sold for.
 */
export function deriveLots(entries: readonly LedgerEntry[], method: LotMethod): DerivedLedger {
  const effective = effectiveEntries(entries);
  const book = new LotBook(method);
  for (const entry of effective.entries) book.apply(entry);
  return {
    lots: book.lots.map(toLot),
    realized: book.closes.map(toRealizedEvent),
    cash: toPlainString(book.cash),
    problems: [...effective.problems, ...book.problems],
  };
}

function toLot(lot: BookLot): Lot {
  const { id, instrumentId, side, openedOn, multiplier, closedOn } = lot;
  return {
    id,
    instrumentId,
    side,
    openedOn,
    entryPrice: toPlainString(lot.entryPrice),
    openedQuantity: toPlainString(lot.openedQuantity),
    quantity: toPlainString(side === 'long' ? lot.remaining : lot.remaining.negated()),
    multiplier,
    closedOn,
    exitPrice: closedOn === null ? null : toPlainString(lot.exitValue.div(lot.openedQuantity)),
    realizedPnl: toPlainString(lot.realizedPnl),
    fees: toPlainString(lot.fees),
  };
}

const toRealizedEvent = ({ lotId, entryId, tradeDate, ...figures }: BookClose): RealizedEvent => ({
  lotId,
  entryId,
  tradeDate,
  quantityClosed: toPlainString(figures.quantityClosed),
  exitPrice: toPlainString(figures.exitPrice),
  realizedPnl: toPlainString(figures.realizedPnl),
});

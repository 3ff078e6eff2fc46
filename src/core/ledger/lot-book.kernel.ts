import {
  type BookClose,
  type BookLot,
  type Deal,
  dealOf,
  dividedAt,
  inClosingOrder,
  type LotMethod,
  type LotSide,
  opposite,
  partOf,
  splitQuantity,
  totalOf,
} from './book-lot.kernel.js';
import { Exact, ZERO, type Decimal } from './decimal.kernel.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';
import { type LedgerProblem, type LedgerProblemCode } from './ledger-order.kernel.js';

export { type BookClose, type BookLot, LOT_METHODS, type LotMethod, type LotSide } from './book-lot.kernel.js';

type Refusal = { readonly code: LedgerProblemCode; readonly message: string } | null;

const refuse = (code: LedgerProblemCode, message: string): Refusal => ({ code, message });

/**
 * Lots and cash while entries are applied one after the other, in the order of `effectiveEntries`.
 * The conventions are described at `deriveLots`. An entry with a problem is left out whole.
 */
export class LotBook {
  cash: Decimal = ZERO;
  realizedPnl: Decimal = ZERO;
  /** Grows with every change of an open lot, so that a reader knows when its copy is out of date. */
  revision = 0;
  readonly lots: BookLot[] = [];
  /** In order of opening. */
  readonly openLots = new Set<BookLot>();
  readonly closes: BookClose[] = [];
  readonly problems: LedgerProblem[] = [];
  private readonly openByInstrument = new Map<string, BookLot[]>();
  /** By the stock leg that is to come: cost of the options exercised, or less what assigned ones were sold for. */
  private readonly carried = new Map<string, Decimal>();

  constructor(private readonly method: LotMethod) {}

  /** Whether the entry had its effect; if not, `problems` says why. */
  apply(entry: LedgerEntry): boolean {
    const refusal = this.change(entry);
    if (refusal) {
      this.problems.push({ entryId: entry.id, ...refusal });
      return false;
    }
    this.cash = this.cash.plus(entry.amount);
    return true;
  }

  private change(entry: LedgerEntry): Refusal {
    switch (entry.kind) {
      case 'buy':
        return entry.crossesZero === true ? this.cross(entry, 'short') : this.enter(entry, 'long');
      case 'short':
        return entry.crossesZero === true ? this.cross(entry, 'long') : this.enter(entry, 'short');
      case 'sell':
        return this.trade(entry, 'long');
      case 'cover':
        return this.trade(entry, 'short');
      case 'split':
        return this.split(entry);
      case 'exercise':
        return this.lapse(entry, ['long']);
      case 'assignment':
        return this.lapse(entry, ['short']);
      case 'expiry':
        return this.lapse(entry, ['long', 'short']);
      case 'deposit':
      case 'withdrawal':
      case 'dividend':
      case 'interest':
      case 'borrow_fee':
      case 'fee':
      case 'tax':
      case 'mark':
        return null;
    }
  }

  private enter(entry: LedgerEntry, side: LotSide): Refusal {
    if (isIncomplete(entry)) return incomplete(entry);
    this.open(entry, side, this.dealOf(entry));
    return null;
  }

  private open(entry: LedgerEntry, side: LotSide, deal: Deal): void {
    const { tradeDate: openedOn, multiplier } = entry;
    // A corrected opening goes on with the lot of the one that it replaces, and with what has been closed of it.
    const id = entry.lotId ?? entry.id;
    const instrumentId = entry.instrumentId ?? '';
    const { quantity, price: entryPrice, value: cost, fees } = deal;
    const opened = { id, instrumentId, side, openedOn, multiplier, entryPrice, cost, fees, openFees: fees };
    const untouched = { openedQuantity: quantity, remaining: quantity, realizedPnl: ZERO, exitValue: ZERO };
    const lot: BookLot = { ...opened, ...untouched, closedOn: null };
    this.lots.push(lot);
    this.openLots.add(lot);
    this.openByInstrument.set(instrumentId, [...this.openOf(instrumentId), lot]);
    this.revision += 1;
  }

  private trade(entry: LedgerEntry, side: LotSide): Refusal {
    if (entry.crossesZero === true) return this.cross(entry, side);
    if (entry.instrumentId === null || isIncomplete(entry)) return incomplete(entry);
    const lots = this.closable(entry.instrumentId, entry.lotId, [side]);
    if (entry.lotId !== null && lots.length === 0) {
      return refuse('ledger.unknown_lot', `${entry.lotId} is not an open ${side} lot of this instrument`);
    }
    return this.close(entry, lots, this.dealOf(entry));
  }

  /** Closes what is held on one side, as far as the trade goes, and opens a lot on the other with what remains of it. */
  private cross(entry: LedgerEntry, side: LotSide): Refusal {
    if (entry.instrumentId === null || isIncomplete(entry)) return incomplete(entry);
    const lots = this.closable(entry.instrumentId, null, [side]);
    const deal = this.dealOf(entry);
    const held = totalOf(lots, 'remaining');
    if (held.gte(deal.quantity)) return this.close(entry, lots, deal);
    const [closing, opening] = dividedAt(deal, held);
    if (!held.isZero()) this.close(entry, lots, closing);
    this.open(entry, opposite(side), opening);
    return null;
  }

  private dealOf(entry: LedgerEntry): Deal {
    return dealOf(entry, this.carried.get(entry.id) ?? ZERO);
  }

  /**
   * Exercise, assignment and expiry: the option leaves at zero, or hands its cost on to the stock leg that comes with it.
   * An expiry that finds nothing held is no mistake.
   */
  private lapse(entry: LedgerEntry, sides: readonly LotSide[]): Refusal {
    if (entry.instrumentId === null) return incomplete(entry);
    const lots = this.closable(entry.instrumentId, entry.lotId, sides);
    if (entry.lotId !== null && lots.length === 0) {
      return refuse('ledger.unknown_lot', `${entry.lotId} is not an open lot of this instrument`);
    }
    if (lots.length === 0 && entry.quantity === null && entry.kind === 'expiry') return null;
    if (lots.length === 0) return refuse('ledger.oversold', `nothing is held that an ${entry.kind} could close`);
    const held = totalOf(lots, 'remaining');
    const quantity = entry.quantity === null ? held : new Exact(entry.quantity);
    const deal = { quantity, price: ZERO, value: ZERO, fees: new Exact(entry.fees) };
    return this.close(entry, lots, deal, entry.legId ?? null);
  }

  /** The lot that an entry names, if it is open; without a name all that are open on these sides. */
  private closable(instrumentId: string, lotId: string | null, sides: readonly LotSide[]): readonly BookLot[] {
    return this.openOf(instrumentId).filter(({ id, side }) => sides.includes(side) && (lotId === null || id === lotId));
  }

  private close(entry: LedgerEntry, lots: readonly BookLot[], deal: Deal, legId: string | null = null): Refusal {
    const held = totalOf(lots, 'remaining');
    if (deal.quantity.gt(held)) {
      return refuse('ledger.oversold', `${deal.quantity.toFixed()} to ${entry.kind}, but ${held.toFixed()} held`);
    }
    if (this.method === 'average' && entry.instrumentId !== null) this.pool(entry.instrumentId);
    let { quantity: left, value: valueLeft, fees: feesLeft } = deal;
    for (const lot of inClosingOrder(lots, this.method)) {
      if (left.isZero()) break;
      const quantity = Exact.min(left, lot.remaining);
      const last = quantity.eq(left);
      const fees = last ? feesLeft : feesLeft.times(quantity).div(left);
      const value = last ? valueLeft : deal.price.times(quantity).times(lot.multiplier);
      left = left.minus(quantity);
      feesLeft = feesLeft.minus(fees);
      valueLeft = valueLeft.minus(value);
      if (legId === null) this.closeLot(lot, entry, { quantity, price: deal.price, value, fees });
      else this.handOn(lot, entry, { quantity, fees }, legId);
    }
    this.revision += 1;
    return null;
  }

  /** The option realises nothing: its cost and all fees become those of the stock. */
  private handOn(lot: BookLot, entry: LedgerEntry, part: Pick<Deal, 'quantity' | 'fees'>, legId: string): void {
    const { cost, openFees } = partOf(lot, part.quantity);
    const fees = openFees.plus(part.fees);
    const value = lot.side === 'long' ? cost.plus(fees) : cost.minus(fees);
    const before = this.carried.get(legId) ?? ZERO;
    this.carried.set(legId, lot.side === 'long' ? before.plus(value) : before.minus(value));
    this.closeLot(lot, entry, { ...part, price: lot.entryPrice, value });
  }

  private closeLot(lot: BookLot, entry: LedgerEntry, { quantity, price, value, fees }: Deal): void {
    const { whole, cost, openFees } = partOf(lot, quantity);
    const gain = lot.side === 'long' ? value.minus(cost) : cost.minus(value);
    const realizedPnl = gain.minus(openFees).minus(fees);
    lot.cost = lot.cost.minus(cost);
    lot.openFees = lot.openFees.minus(openFees);
    lot.fees = lot.fees.plus(fees);
    lot.remaining = lot.remaining.minus(quantity);
    lot.exitValue = lot.exitValue.plus(price.times(quantity));
    lot.realizedPnl = lot.realizedPnl.plus(realizedPnl);
    this.realizedPnl = this.realizedPnl.plus(realizedPnl);
    const closed = { quantityClosed: quantity, exitPrice: price, value, fees, realizedPnl };
    this.closes.push({ lotId: lot.id, entryId: entry.id, tradeDate: entry.tradeDate, ...closed });
    if (!whole) return;
    lot.closedOn = entry.tradeDate;
    this.openLots.delete(lot);
    this.openByInstrument.set(
      lot.instrumentId,
      this.openOf(lot.instrumentId).filter((other) => other !== lot),
    );
  }

  private split(entry: LedgerEntry): Refusal {
    if (entry.instrumentId === null || entry.ratio === null) return incomplete(entry);
    const ratio = new Exact(entry.ratio);
    for (const lot of this.openOf(entry.instrumentId)) {
      lot.openedQuantity = splitQuantity(lot.openedQuantity, ratio);
      lot.remaining = splitQuantity(lot.remaining, ratio);
      lot.entryPrice = lot.cost.div(lot.remaining).div(lot.multiplier);
    }
    this.revision += 1;
    return null;
  }

  /** Gives every open lot of one side the average entry price and its share of the opening fees. */
  private pool(instrumentId: string): void {
    for (const side of ['long', 'short'] as const) {
      const lots = this.openOf(instrumentId).filter((lot) => lot.side === side);
      if (lots.length < 2) continue;
      let quantity = totalOf(lots, 'remaining');
      let cost = totalOf(lots, 'cost');
      let fees = totalOf(lots, 'openFees');
      for (const lot of lots) {
        const last = lot.remaining.eq(quantity);
        lot.cost = last ? cost : cost.times(lot.remaining).div(quantity);
        lot.openFees = last ? fees : fees.times(lot.remaining).div(quantity);
        lot.entryPrice = lot.cost.div(lot.remaining).div(lot.multiplier);
        quantity = quantity.minus(lot.remaining);
        cost = cost.minus(lot.cost);
        fees = fees.minus(lot.openFees);
      }
    }
  }

  private openOf(instrumentId: string): readonly BookLot[] {
    return this.openByInstrument.get(instrumentId) ?? [];
  }
}

const isIncomplete = ({ instrumentId, quantity, price }: LedgerEntry): boolean =>
  instrumentId === null || quantity === null || price === null;

const incomplete = (entry: LedgerEntry): Refusal =>
  refuse('ledger.incomplete', `a ${entry.kind} lacks a figure that it needs`);

import { Exact, NUMERIC_SCALE, ZERO, type Decimal } from './decimal.kernel.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';
import { type LedgerProblem, type LedgerProblemCode } from './ledger-order.kernel.js';

export const LOT_METHODS = ['fifo', 'lifo', 'highest_cost', 'average', 'chosen'] as const;
export type LotMethod = (typeof LOT_METHODS)[number];

export type LotSide = 'long' | 'short';

/** A lot while the ledger is read. Quantities are magnitudes; `cost` is what a short was sold for. */
export interface BookLot {
  readonly id: string;
  readonly instrumentId: string;
  readonly side: LotSide;
  readonly openedOn: string;
  readonly multiplier: number;
  entryPrice: Decimal;
  openedQuantity: Decimal;
  remaining: Decimal;
  /** Of what remains, in total. A split leaves it alone, so that thirds of a share lose no cent. */
  cost: Decimal;
  /** Opening fees of what remains. */
  openFees: Decimal;
  /** Opening and closing fees so far. */
  fees: Decimal;
  realizedPnl: Decimal;
  /** Σ exit price × quantity closed. */
  exitValue: Decimal;
  closedOn: string | null;
}

export interface BookClose {
  readonly lotId: string;
  readonly entryId: string;
  readonly tradeDate: string;
  readonly quantityClosed: Decimal;
  readonly exitPrice: Decimal;
  readonly realizedPnl: Decimal;
}

interface ClosedPart {
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Quantity × price × multiplier. */
  readonly value: Decimal;
  readonly fees: Decimal;
}

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
        return this.open(entry, 'long');
      case 'short':
        return this.open(entry, 'short');
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

  private open(entry: LedgerEntry, side: LotSide): Refusal {
    const { id, instrumentId, tradeDate: openedOn, multiplier } = entry;
    if (instrumentId === null || entry.quantity === null || entry.price === null) return incomplete(entry);
    const quantity = new Exact(entry.quantity);
    const entryPrice = new Exact(entry.price);
    const fees = new Exact(entry.fees);
    const cost = tradedValue(entry);
    const opened = { id, instrumentId, side, openedOn, multiplier, entryPrice, cost, fees, openFees: fees };
    const untouched = { openedQuantity: quantity, remaining: quantity, realizedPnl: ZERO, exitValue: ZERO };
    const lot: BookLot = { ...opened, ...untouched, closedOn: null };
    this.lots.push(lot);
    this.openLots.add(lot);
    this.openByInstrument.set(instrumentId, [...this.openOf(instrumentId), lot]);
    this.revision += 1;
    return null;
  }

  private trade(entry: LedgerEntry, side: LotSide): Refusal {
    if (entry.instrumentId === null || entry.quantity === null || entry.price === null) return incomplete(entry);
    const lots = this.closable(entry.instrumentId, entry.lotId, [side]);
    if (entry.lotId !== null && lots.length === 0) {
      return refuse('ledger.unknown_lot', `${entry.lotId} is not an open ${side} lot of this instrument`);
    }
    return this.close(entry, lots, new Exact(entry.price));
  }

  /** Exercise, assignment and expiry: the option leaves at zero. An expiry that finds nothing held is no mistake. */
  private lapse(entry: LedgerEntry, sides: readonly LotSide[]): Refusal {
    if (entry.instrumentId === null) return incomplete(entry);
    const lots = this.closable(entry.instrumentId, entry.lotId, sides);
    if (entry.lotId !== null && lots.length === 0) {
      return refuse('ledger.unknown_lot', `${entry.lotId} is not an open lot of this instrument`);
    }
    if (lots.length === 0 && entry.quantity === null && entry.kind === 'expiry') return null;
    if (lots.length === 0) return refuse('ledger.oversold', `nothing is held that an ${entry.kind} could close`);
    return this.close(entry, lots, ZERO);
  }

  /** The lot that an entry names, if it is open; without a name all that are open on these sides. */
  private closable(instrumentId: string, lotId: string | null, sides: readonly LotSide[]): readonly BookLot[] {
    return this.openOf(instrumentId).filter(({ id, side }) => sides.includes(side) && (lotId === null || id === lotId));
  }

  private close(entry: LedgerEntry, lots: readonly BookLot[], price: Decimal): Refusal {
    const held = totalOf(lots, 'remaining');
    const wanted = entry.quantity === null ? held : new Exact(entry.quantity);
    if (wanted.gt(held)) {
      return refuse('ledger.oversold', `${wanted.toFixed()} to ${entry.kind}, but ${held.toFixed()} held`);
    }
    if (this.method === 'average' && entry.instrumentId !== null) this.pool(entry.instrumentId);
    let left = wanted;
    let feesLeft = new Exact(entry.fees);
    let valueLeft = tradedValue(entry);
    for (const lot of inClosingOrder(lots, this.method)) {
      if (left.isZero()) break;
      const quantity = Exact.min(left, lot.remaining);
      const last = quantity.eq(left);
      const fees = last ? feesLeft : feesLeft.times(quantity).div(left);
      const value = last ? valueLeft : price.times(quantity).times(lot.multiplier);
      left = left.minus(quantity);
      feesLeft = feesLeft.minus(fees);
      valueLeft = valueLeft.minus(value);
      this.closeLot(lot, entry, { quantity, price, value, fees });
    }
    this.revision += 1;
    return null;
  }

  private closeLot(lot: BookLot, entry: LedgerEntry, part: ClosedPart): void {
    const { quantity, price, value, fees } = part;
    // The last part takes what is left of cost and fees, so that the parts add up exactly.
    const whole = quantity.eq(lot.remaining);
    const cost = whole ? lot.cost : lot.entryPrice.times(quantity).times(lot.multiplier);
    const openFees = whole ? lot.openFees : lot.openFees.times(quantity).div(lot.remaining);
    const gain = lot.side === 'long' ? value.minus(cost) : cost.minus(value);
    const realizedPnl = gain.minus(openFees).minus(fees);
    lot.cost = lot.cost.minus(cost);
    lot.openFees = lot.openFees.minus(openFees);
    lot.fees = lot.fees.plus(fees);
    lot.remaining = lot.remaining.minus(quantity);
    lot.exitValue = lot.exitValue.plus(price.times(quantity));
    lot.realizedPnl = lot.realizedPnl.plus(realizedPnl);
    this.realizedPnl = this.realizedPnl.plus(realizedPnl);
    const { id: entryId, tradeDate } = entry;
    this.closes.push({ lotId: lot.id, entryId, tradeDate, quantityClosed: quantity, exitPrice: price, realizedPnl });
    if (!whole) return;
    lot.closedOn = tradeDate;
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

const incomplete = (entry: LedgerEntry): Refusal =>
  refuse('ledger.incomplete', `a ${entry.kind} lacks a figure that it needs`);

/** Taken from the cash that moved, not from the price again, so that P&L ties to cash whatever was rounded. */
function tradedValue({ amount, fees }: LedgerEntry): Decimal {
  return new Exact(amount).plus(fees).abs();
}

const totalOf = (lots: readonly BookLot[], field: 'remaining' | 'cost' | 'openFees'): Decimal =>
  lots.reduce<Decimal>((sum, lot) => sum.plus(lot[field]), ZERO);

/** Shares are kept to eight decimals, as stored, unless that would make them vanish. */
function splitQuantity(quantity: Decimal, ratio: Decimal): Decimal {
  const exact = quantity.times(ratio);
  const rounded = exact.toDecimalPlaces(NUMERIC_SCALE);
  return rounded.isZero() ? exact : rounded;
}

/** Takes lots in order of opening. Sorting is stable, so equal prices stay in that order. */
function inClosingOrder(lots: readonly BookLot[], method: LotMethod): readonly BookLot[] {
  switch (method) {
    case 'lifo':
      return [...lots].reverse();
    case 'highest_cost':
      return [...lots].sort((a, b) =>
        a.side === 'long' ? b.entryPrice.comparedTo(a.entryPrice) : a.entryPrice.comparedTo(b.entryPrice),
      );
    case 'fifo':
    case 'average':
    case 'chosen':
      return lots;
  }
}

import { Exact, NUMERIC_SCALE, ZERO, type Decimal } from './decimal.kernel.js';
import { type LedgerEntry } from './ledger-entry.kernel.js';

export const LOT_METHODS = ['fifo', 'lifo', 'highest_cost', 'average', 'chosen'] as const;
export type LotMethod = (typeof LOT_METHODS)[number];

export type LotSide = 'long' | 'short';

export const opposite = (side: LotSide): LotSide => (side === 'long' ? 'short' : 'long');

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
  /** Exit price × quantity × multiplier, as it moved. */
  readonly value: Decimal;
  /** Closing fees alone. */
  readonly fees: Decimal;
  readonly realizedPnl: Decimal;
}

/** What changes hands. */
export interface Deal {
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Quantity × price × multiplier. */
  readonly value: Decimal;
  readonly fees: Decimal;
}

/**
 * A trade as it counts for lots: its value is taken from the cash that moved, not from the price again, so that P&L ties
 * to cash whatever was rounded. `carried` is the cost of an option that was exercised or assigned (negative: what it was
 * sold for); it is added to what is bought and taken from what is sold.
 */
export function dealOf(entry: LedgerEntry, carried: Decimal): Deal {
  const quantity = new Exact(entry.quantity ?? 0);
  const traded = new Exact(entry.amount).plus(entry.fees).abs();
  const fees = new Exact(entry.fees);
  if (carried.isZero()) return { quantity, price: new Exact(entry.price ?? 0), value: traded, fees };
  const isBought = entry.kind === 'buy' || entry.kind === 'cover';
  const value = isBought ? traded.plus(carried) : traded.minus(carried);
  return { quantity, price: value.div(quantity).div(entry.multiplier), value, fees };
}

/** A deal in two, of which the first has this quantity; what is divided adds up exactly. */
export function dividedAt(deal: Deal, quantity: Decimal): readonly [Deal, Deal] {
  const { price } = deal;
  const value = deal.value.times(quantity).div(deal.quantity);
  const fees = deal.fees.times(quantity).div(deal.quantity);
  const rest = { value: deal.value.minus(value), fees: deal.fees.minus(fees) };
  return [
    { quantity, price, value, fees },
    { quantity: deal.quantity.minus(quantity), price, ...rest },
  ];
}

/** Cost and opening fees of a part of a lot. The last part takes what is left, so that the parts add up exactly. */
export function partOf(
  lot: BookLot,
  quantity: Decimal,
): { readonly whole: boolean; readonly cost: Decimal; readonly openFees: Decimal } {
  const whole = quantity.eq(lot.remaining);
  return {
    whole,
    cost: whole ? lot.cost : lot.entryPrice.times(quantity).times(lot.multiplier),
    openFees: whole ? lot.openFees : lot.openFees.times(quantity).div(lot.remaining),
  };
}

export const totalOf = (lots: readonly BookLot[], field: 'remaining' | 'cost' | 'openFees'): Decimal =>
  lots.reduce<Decimal>((sum, lot) => sum.plus(lot[field]), ZERO);

/** Shares are kept to eight decimals, as stored, unless that would make them vanish. */
export function splitQuantity(quantity: Decimal, ratio: Decimal): Decimal {
  const exact = quantity.times(ratio);
  const rounded = exact.toDecimalPlaces(NUMERIC_SCALE);
  return rounded.isZero() ? exact : rounded;
}

/** Takes lots in order of opening. Sorting is stable, so equal prices stay in that order. */
export function inClosingOrder(lots: readonly BookLot[], method: LotMethod): readonly BookLot[] {
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

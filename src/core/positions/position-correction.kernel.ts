import { Exact, type Decimal, toPlainString } from '../ledger/decimal.kernel.js';
import { type PositionType } from './import/holding.kernel.js';

/** A position as it stands. Figures are decimal strings in today's shares, magnitudes where a direction is not said. */
export interface StandingPosition {
  readonly positionType: PositionType;
  /** Signed; what is still open. */
  readonly quantity: string;
  /** Signed; what was opened, open and closed. */
  readonly openedQuantity: string;
  readonly entryPrice: string;
}

/** The entry of the ledger that opened it, in the shares of its own day. */
export interface OpeningTrade {
  readonly kind: 'buy' | 'short';
  readonly quantity: string;
  readonly price: string;
}

export interface PositionCorrection {
  /** What shall be open, in today's shares; for a short with or without its sign. */
  readonly quantity?: string;
  readonly entryPrice?: string;
  readonly positionType?: PositionType;
}

export interface CorrectionFault {
  readonly field: 'quantity' | 'entry_price' | 'position_type';
  readonly code: string;
  readonly message: string;
}

export type Corrected = { readonly opening: OpeningTrade } | { readonly fault: CorrectionFault };

const SHORT_TYPES: ReadonlySet<PositionType> = new Set(['SHORT', 'SC', 'SP']);
export const isShortType = (type: PositionType): boolean => SHORT_TYPES.has(type);

/** Decimals that the ledger keeps of a quantity and of a price. */
const QUANTITY_DECIMALS = 8;
const PRICE_DECIMALS = 6;

/**
 * The size of a quantity that was sent with a type. The type says the direction, so a short may come with a minus or
 * without; a long with a minus tells two stories. Null then, and for zero.
 */
export function sizeOf(quantity: string, type: PositionType): string | null {
  const value = new Exact(quantity);
  if (value.isZero() || (value.isNegative() && !isShortType(type))) return null;
  return toPlainString(value.abs());
}

/**
 * The opening that makes a position what it shall be: open quantity + what has been closed of it, at the price of entry.
 * Since a split the position counts in other shares than its opening: what is sent is in today's, and is turned back.
 * What does not change keeps every digit. Says what is wrong when the figures cannot be kept exactly.
 */
export function correctOpening(
  position: StandingPosition,
  opening: OpeningTrade,
  wanted: PositionCorrection,
): Corrected {
  const type = wanted.positionType ?? position.positionType;
  const isOther = optionSideOf(type) !== optionSideOf(position.positionType);
  if (isOther) return fault('position_type', 'position.other_instrument', OTHER_INSTRUMENT);
  const splitFactor = new Exact(position.openedQuantity).abs().div(opening.quantity);
  const quantity = quantityOf(position, opening, wanted.quantity, { type, splitFactor });
  if (quantity === null) return fault('quantity', 'position.sign', SIGN);
  const price = priceOf(position, opening, wanted.entryPrice, splitFactor);
  if (!isKept(quantity, QUANTITY_DECIMALS)) return fault('quantity', 'position.split_remainder', REMAINDER);
  if (!isKept(price, PRICE_DECIMALS)) return fault('entry_price', 'position.split_remainder', REMAINDER);
  const kind = isShortType(type) ? 'short' : 'buy';
  return { opening: { kind, quantity: toPlainString(quantity), price: toPlainString(price) } };
}

/** Whether a correction leaves the ledger as it is. */
export const isSameOpening = (a: OpeningTrade, b: OpeningTrade): boolean =>
  a.kind === b.kind && new Exact(a.quantity).eq(b.quantity) && new Exact(a.price).eq(b.price);

const OTHER_INSTRUMENT =
  'A share, a call and a put are different instruments: delete this position and create the other one.';
const SIGN =
  'quantity must not be 0, and not be negative for a long position: close with exit_price, or change position_type.';
const REMAINDER =
  'Since the splits of this position the figure cannot be kept exactly: send one that the ratio divides.';

const fault = (field: CorrectionFault['field'], code: string, message: string): Corrected => ({
  fault: { field, code, message },
});

const OPTION_SIDES: Readonly<Record<PositionType, 'CALL' | 'PUT' | null>> = {
  ...({ LONG: null, SHORT: null } as const),
  ...({ LC: 'CALL', SC: 'CALL', LP: 'PUT', SP: 'PUT' } as const),
};
export const optionSideOf = (type: PositionType): 'CALL' | 'PUT' | null => OPTION_SIDES[type];

function quantityOf(
  position: StandingPosition,
  opening: OpeningTrade,
  wanted: string | undefined,
  { type, splitFactor }: { readonly type: PositionType; readonly splitFactor: Decimal },
): Decimal | null {
  if (wanted === undefined || new Exact(position.quantity).eq(wanted)) return new Exact(opening.quantity);
  const size = sizeOf(wanted, type);
  if (size === null) return null;
  const open = new Exact(position.quantity).abs();
  if (open.eq(size)) return new Exact(opening.quantity);
  const closed = new Exact(position.openedQuantity).abs().minus(open);
  return closed.plus(size).div(splitFactor);
}

function priceOf(
  position: StandingPosition,
  opening: OpeningTrade,
  wanted: string | undefined,
  splitFactor: Decimal,
): Decimal {
  if (wanted === undefined || new Exact(position.entryPrice).eq(wanted)) return new Exact(opening.price);
  return new Exact(wanted).times(splitFactor);
}

const isKept = (value: Decimal, decimals: number): boolean => value.decimalPlaces() <= decimals;

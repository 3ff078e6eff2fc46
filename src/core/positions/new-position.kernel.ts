import { type InvestmentClass, type PositionType } from './import/holding.kernel.js';
import { hasOccShape } from './import/occ-symbol.kernel.js';
import { isShortType, optionSideOf, sizeOf } from './position-correction.kernel.js';

/** A position to be made, as a client describes it. */
export interface NewPosition {
  readonly symbol: string;
  /** For a short with or without its sign. */
  readonly quantity: string;
  readonly entryPrice: string;
  readonly positionType: PositionType;
  readonly investmentClass: InvestmentClass;
  readonly investmentSubtype: string | null;
  /** Today when null. */
  readonly entryDate: string | null;
  readonly underlyingSymbol: string | null;
  readonly strikePrice: string | null;
  readonly expirationDate: string | null;
  readonly notes: string | null;
}

export interface NewPositionFault {
  readonly field: 'quantity' | 'position_type';
  readonly code: string;
  readonly message: string;
}

/** Where the fields of a new position contradict each other; empty when they do not. */
export function checkNewPosition({ quantity, positionType, investmentClass }: NewPosition): NewPositionFault[] {
  const faults: NewPositionFault[] = [];
  if (sizeOf(quantity, positionType) === null) {
    const message = `quantity must not be 0, and not be negative for a position of type ${positionType}.`;
    faults.push({ field: 'quantity', code: 'position.sign', message });
  }
  if ((investmentClass === 'OPTIONS') !== (optionSideOf(positionType) !== null)) {
    const types = investmentClass === 'OPTIONS' ? 'LC, LP, SC or SP' : 'LONG or SHORT';
    const message = `position_type of class ${investmentClass} must be ${types}.`;
    faults.push({ field: 'position_type', code: 'position.type_of_class', message });
  }
  return faults;
}

/** The entry that opens it: its kind, and the positive quantity. It has passed `checkNewPosition`. */
export function openingOf(given: NewPosition): { readonly kind: 'buy' | 'short'; readonly quantity: string } {
  const quantity = sizeOf(given.quantity, given.positionType);
  if (quantity === null) throw new RangeError('the quantity contradicts the type of the position');
  return { kind: isShortType(given.positionType) ? 'short' : 'buy', quantity };
}

/**
 * The symbol that names the instrument. Options may come under any name of the user's when their contract is spelt out
 * beside it: the contract counts then, and the name is null.
 */
export function namingSymbol(given: NewPosition): string | null {
  const { symbol, investmentClass, underlyingSymbol, strikePrice, expirationDate } = given;
  const isSpeltOut = underlyingSymbol !== null && strikePrice !== null && expirationDate !== null;
  return investmentClass === 'OPTIONS' && isSpeltOut && !hasOccShape(symbol) ? null : symbol;
}

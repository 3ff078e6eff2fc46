import { Decimal } from 'decimal.js';

/**
 * Rounds a figure for display, ties away from zero, by its decimal digits: 1.005 to two places is 1.01, although the
 * double nearest to it lies below. Null stays null, and there is no negative zero.
 */
export function roundTo<T extends number | null>(value: T, places: number): T {
  if (value === null) return value;
  const rounded = new Decimal(value).toDecimalPlaces(places, Decimal.ROUND_HALF_UP).toNumber();
  return (rounded === 0 ? 0 : rounded) as T;
}

/** Money in an overview: cents. */
export const toCents = <T extends number | null>(value: T): T => roundTo(value, 2);

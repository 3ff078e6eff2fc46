import { Decimal } from 'decimal.js';

export type { Decimal };

/**
 * Decimal arithmetic of the ledger: 40 significant digits, ties to even.
 * A constructor of its own, so that `Decimal.set` elsewhere cannot change what the ledger computes.
 * Products of a quantity (8 decimals), a price (6) and a multiplier are exact; only quotients are rounded.
 */
export const Exact = Decimal.clone({
  defaults: true,
  precision: 40,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -100,
  toExpPos: 100,
});

export const ZERO = new Exact(0);
export const ONE = new Exact(1);

/** Decimals of a stored quantity, and of money at the boundary. */
export const NUMERIC_SCALE = 8;

/** Every digit, in plain notation and without a negative zero: '-12.5', '0'. */
export const toPlainString = (value: Decimal): string => (value.isZero() ? '0' : value.toFixed());

/** For a `numeric(…, 8)` column: exactly eight decimals, ties to even, no negative zero. */
export function toNumericString(value: Decimal): string {
  const rounded = value.toDecimalPlaces(NUMERIC_SCALE, Decimal.ROUND_HALF_EVEN);
  return (rounded.isZero() ? ZERO : rounded).toFixed(NUMERIC_SCALE);
}

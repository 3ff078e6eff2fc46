import { Exact, toPlainString } from '../ledger/decimal.kernel.js';

export interface Exit {
  /** For a share, also of an option. */
  readonly price: string;
  /** Today when null. */
  readonly date: string | null;
  /** Shares or contracts, positive; all that is open when null and nothing is said to remain. */
  readonly quantity: string | null;
}

export interface ExitFault {
  readonly field: 'close_quantity' | 'quantity';
  readonly code: string;
  readonly message: string;
}

/**
 * How much an exit closes, a positive magnitude: what it says, or what is open less what shall remain, or all of it. When
 * both are said they must agree.
 * @param open signed
 * @param remaining what shall be open afterwards, with or without its sign; null when that is not said
 */
export function closingSize(
  open: string,
  wanted: string | null,
  remaining: string | null,
): { readonly quantity: string } | { readonly fault: ExitFault } {
  const held = new Exact(open).abs();
  const left = remaining === null ? null : new Exact(remaining).abs();
  const size = wanted === null ? held.minus(left ?? 0) : new Exact(wanted);
  if (size.gt(held)) {
    const message = `close_quantity must be at most ${toPlainString(held)}, which is what is open.`;
    return { fault: { field: 'close_quantity', code: 'position.oversold', message } };
  }
  const after = held.minus(size);
  if (size.lte(0) || (left !== null && !left.eq(after))) {
    const message = `With an exit, quantity is what remains: ${toPlainString(after)} after closing ${toPlainString(size)}. Send a smaller one, make it agree with close_quantity, or leave it out.`;
    return { fault: { field: 'quantity', code: 'position.remainder', message } };
  }
  return { quantity: toPlainString(size) };
}

import { type Decimal, Exact } from '../../ledger/decimal.kernel.js';

/** A part of a holding at one price. Canonical decimal texts. */
export interface PricedPart {
  /** Positive. */
  readonly quantity: string;
  /** Of one share, at most 6 decimals. */
  readonly price: string;
}

/** What the ledger keeps of a price. */
const PRICE_DECIMALS = 6;
const STEP = new Exact(10).pow(-PRICE_DECIMALS);

/**
 * Prices at which a holding costs what the broker says, to the cent. A price has 6 decimals, so that a large holding cannot be
 * had at one price: then some of its shares are a millionth dearer, as a part of their own.
 * @param total cost of the whole, positive, in money; @param quantity shares or contracts, positive
 * @param multiplier shares of a contract
 * @returns null when a share would cost less than a millionth
 */
export function pricedParts(total: string, quantity: string, multiplier: number): readonly PricedPart[] | null {
  const cost = new Exact(total);
  const shares = new Exact(quantity).times(multiplier);
  const nearest = cost.div(shares).toDecimalPlaces(PRICE_DECIMALS, Exact.ROUND_HALF_EVEN);
  if (isCent(nearest.times(shares), cost)) return nearest.gt(0) ? [part(quantity, nearest)] : null;
  const low = cost.div(shares).toDecimalPlaces(PRICE_DECIMALS, Exact.ROUND_FLOOR);
  const dearer = cost.minus(low.times(shares)).div(STEP.times(multiplier)).toDecimalPlaces(0, Exact.ROUND_HALF_EVEN);
  const rest = new Exact(quantity).minus(dearer);
  if (low.lte(0) || dearer.lte(0) || rest.lte(0)) return null;
  return [part(rest.toFixed(), low), part(dearer.toFixed(), low.plus(STEP))];
}

const isCent = (value: Decimal, cost: Decimal): boolean => value.toDecimalPlaces(2).eq(cost.toDecimalPlaces(2));

const part = (quantity: string, price: Decimal): PricedPart => ({ quantity, price: price.toFixed() });

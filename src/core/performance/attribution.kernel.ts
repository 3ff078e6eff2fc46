import { computed, type Outcome, skipped } from '../../shared/outcome.js';
import { type Decimal, ZERO } from '../ledger/decimal.kernel.js';

/** Sums over ledger entries of one kind. `amount` is the effect on cash, fees included; `fees` are magnitudes. */
export interface KindSum {
  readonly kind: string;
  readonly isPrivate: boolean;
  readonly amount: string;
  readonly fees: string;
}

export interface AttributionParts {
  readonly price: Decimal;
  readonly dividend: Decimal;
  readonly fee: Decimal;
  readonly interest: Decimal;
  readonly tax: Decimal;
  readonly borrowFee: Decimal;
  readonly total: Decimal;
}

const TRADES: ReadonlySet<string> = new Set(['buy', 'sell', 'short', 'cover', 'exercise', 'assignment']);

/**
 * Where the P&L of a span came from, each part by itself:
 * price = change of market value + cash of the trades before their fees; dividend, interest, tax and borrow fee = what was
 * booked; fee = account fees and the costs of trades, negative. Income on total-return prices is in the prices already,
 * so that dividends of public instruments are left out. Their sum is compared with `total`, which comes from net asset
 * values: where the two differ the snapshots are older than the ledger, and the answer is 'not-computed-yet'.
 */
export function attribute(
  sums: readonly KindSum[],
  marketValueChange: Decimal,
  total: Decimal,
  isTotalReturn: boolean,
): Outcome<AttributionParts> {
  const amounts = (wanted: (sum: KindSum) => boolean): Decimal =>
    sums.filter(wanted).reduce<Decimal>((sum, { amount }) => sum.plus(amount), ZERO);
  const of = (kind: string): Decimal => amounts((sum) => sum.kind === kind);
  const costs = sums.filter(({ kind }) => TRADES.has(kind)).reduce<Decimal>((sum, { fees }) => sum.plus(fees), ZERO);
  const parts = {
    price: marketValueChange.plus(amounts(({ kind }) => TRADES.has(kind))).plus(costs),
    dividend: amounts(({ kind, isPrivate }) => kind === 'dividend' && (isPrivate || !isTotalReturn)),
    fee: of('fee').minus(costs),
    interest: of('interest'),
    tax: of('tax'),
    borrowFee: of('borrow_fee'),
  };
  const sum = totalOf(parts);
  return sum.eq(total) ? computed({ ...parts, total }) : skipped('not-computed-yet');
}

export const totalOf = ({ price, dividend, fee, interest, tax, borrowFee }: Omit<AttributionParts, 'total'>): Decimal =>
  price.plus(dividend).plus(fee).plus(interest).plus(tax).plus(borrowFee);

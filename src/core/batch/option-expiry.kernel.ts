import { type Decimal, Exact, ZERO } from '../ledger/decimal.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import type { LedgerDraft } from '../ledger/ledger-entry.kernel.js';
import type { PriceBasis } from '../valuation/valuation.kernel.js';

/** An option that is held past its last day. */
export interface ExpiredOption {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly optionType: 'CALL' | 'PUT';
  readonly strikePrice: string;
  readonly expirationDate: string;
  /** Of the expiration date, or of the last session before it. */
  readonly lastSession: string;
  readonly multiplier: number;
  /** Contracts held long and short at the end of that day, both positive. */
  readonly longQuantity: string;
  readonly shortQuantity: string;
  readonly underlyingSymbol: string;
  /** The newest close of the underlying on or before that day; null when there is none. */
  readonly close: UnderlyingClose | null;
  /** The underlying was split while the option was held, which changed the terms of the contract. */
  readonly isAdjusted: boolean;
  /** Its end was booked before, by the batch or anybody else, and somebody has reversed that. */
  readonly isDeclined: boolean;
}

export interface UnderlyingClose {
  readonly date: string;
  readonly price: string;
  readonly basis: PriceBasis;
  /** Ratios of all splits after the day, which are in an adjusted price. */
  readonly laterSplits: readonly string[];
}

export type Settlement =
  | { readonly kind: 'booked'; readonly drafts: readonly LedgerDraft[]; readonly notes: string }
  /** Why the option is left to its user. */
  | { readonly kind: 'left'; readonly why: string };

/** Decimals of a price in the ledger. */
const PRICE_SCALE = 6;

/**
 * What becomes of an option at the end of its last day. Worthless, it expires. In the money it is settled in cash: closed
 * at its intrinsic value, max(0, close − strike) of a call and max(0, strike − close) of a put, which is what exercise or
 * assignment would have been worth at that close. Whoever has exercised, or was assigned, reverses the entry and books
 * that with its stock leg. Where the close is not known for certain nothing is booked: an option must not vanish as
 * worthless because a price is missing.
 */
export function settleExpired(option: ExpiredOption): Settlement {
  const { optionType, strikePrice, lastSession, underlyingSymbol, close } = option;
  if (option.isDeclined) return left('its end was booked, and that was reversed');
  if (new Exact(option.longQuantity).isZero() && new Exact(option.shortQuantity).isZero()) {
    return left('it was opened after its last day');
  }
  if (option.isAdjusted) return left(`${underlyingSymbol} was split while it was held, which changed its terms`);
  if (close?.date !== lastSession) return left(`there is no close of ${underlyingSymbol} on ${lastSession}`);
  if (close.basis === 'total_return') return left(`the prices of ${underlyingSymbol} contain its dividends`);
  const price = asTraded(close);
  const gain = optionType === 'CALL' ? price.minus(strikePrice) : new Exact(strikePrice).minus(price);
  const value = Exact.max(ZERO, gain).toDecimalPlaces(PRICE_SCALE);
  const against = `against the close of ${underlyingSymbol} at ${price.toDecimalPlaces(PRICE_SCALE).toFixed()}`;
  if (value.isZero()) return { kind: 'booked', drafts: [expiryOf(option)], notes: `Expired worthless, ${against}` };
  const notes = `Expired in the money: settled in cash at its intrinsic value, ${against}`;
  return { kind: 'booked', drafts: closingsOf(option, value), notes };
}

const left = (why: string): Settlement => ({ kind: 'left', why });

function asTraded({ price, basis, laterSplits }: UnderlyingClose): Decimal {
  if (basis === 'raw') return new Exact(price);
  return laterSplits.reduce<Decimal>((adjusted, ratio) => adjusted.times(ratio), new Exact(price));
}

const expiryOf = ({ instrumentId, expirationDate: tradeDate, multiplier }: ExpiredOption): LedgerDraft =>
  draftOf({ kind: 'expiry', tradeDate, instrumentId, multiplier });

function closingsOf(option: ExpiredOption, value: Decimal): LedgerDraft[] {
  const { instrumentId, expirationDate: tradeDate, multiplier } = option;
  const price = value.toFixed();
  return (
    [
      ['sell', option.longQuantity],
      ['cover', option.shortQuantity],
    ] as const
  ).flatMap(([kind, quantity]) =>
    new Exact(quantity).isZero() ? [] : [draftOf({ kind, tradeDate, instrumentId, multiplier, quantity, price })],
  );
}

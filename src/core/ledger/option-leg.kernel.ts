import { Exact } from './decimal.kernel.js';
import { draftOf } from './ledger-booking.kernel.js';
import { type LedgerDraft, type LedgerKind } from './ledger-entry.kernel.js';

/** Of an option, what its exercise needs. */
export interface OptionTerms {
  readonly symbol: string;
  readonly optionType: 'CALL' | 'PUT' | null;
  readonly strikePrice: string | null;
  readonly multiplier: number;
}

export const hasStockLeg = (kind: LedgerKind): boolean => kind === 'exercise' || kind === 'assignment';

/**
 * The trade in the underlying that comes with an exercise or assignment, at the strike: who exercises a call or is
 * assigned on a put buys, who exercises a put or is assigned on a call sells. It crosses zero where it has to: a call
 * that was written without the shares leaves a short position. Null for what is no option.
 */
export function stockLegOf(
  { kind, tradeDate, quantity }: Pick<LedgerDraft, 'kind' | 'tradeDate' | 'quantity'>,
  { optionType, strikePrice, multiplier }: OptionTerms,
  underlyingId: string,
): LedgerDraft | null {
  if (optionType === null || strikePrice === null || quantity === null) return null;
  const buys = (kind === 'exercise') === (optionType === 'CALL');
  return draftOf({
    kind: buys ? 'buy' : 'sell',
    tradeDate,
    instrumentId: underlyingId,
    quantity: new Exact(quantity).times(multiplier).toFixed(),
    price: new Exact(strikePrice).toFixed(),
    crossesZero: true,
  });
}

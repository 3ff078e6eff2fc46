import { Exact, NUMERIC_SCALE, ZERO, type Decimal, toPlainString } from './decimal.kernel.js';

export const LEDGER_KINDS = [
  'deposit',
  'withdrawal',
  'buy',
  'sell',
  'short',
  'cover',
  'dividend',
  'interest',
  'borrow_fee',
  'fee',
  'tax',
  'split',
  'exercise',
  'assignment',
  'expiry',
  'mark',
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One row of the append-only ledger. Numbers are plain decimal strings. */
export interface LedgerEntry {
  readonly id: string;
  /** Order of booking, unique in a portfolio. */
  readonly sequence: number;
  readonly kind: LedgerKind;
  /** YYYY-MM-DD; need not be a session. */
  readonly tradeDate: string;
  readonly instrumentId: string | null;
  /** Shares or contracts, a positive magnitude. Null on exercise, assignment and expiry means all that is held. */
  readonly quantity: string | null;
  /** Per share (not per contract), or the price of a mark. */
  readonly price: string | null;
  /** Shares per contract: 1, or 100 for options. */
  readonly multiplier: number;
  /** Signed effect on cash, fees included. Computed by `cashEffect`. */
  readonly amount: string;
  /** Costs of the trade itself, zero or positive. */
  readonly fees: string;
  /** Splits: new shares per old share, '10' or '0.1'. */
  readonly ratio: string | null;
  /**
   * The lot that a sell, a cover or an expiry closes, whatever the lot method. Of a buy or short the lot that it goes on
   * with, since it corrects the entry that opened it; only a correction may say so.
   */
  readonly lotId: string | null;
  /** Of an exercise or assignment: the trade in the underlying that comes with it and takes over the option's cost. */
  readonly legId?: string | null;
  /** A trade that closes what is held on the other side first, and opens a lot with what remains of it. */
  readonly crossesZero?: boolean;
  /** A reversal cancels that entry as if it had never been booked. */
  readonly reversesId: string | null;
}

/**
 * An entry before it is booked. `amount` is what the user states: a positive magnitude for deposit, withdrawal,
 * borrow_fee, fee and tax; signed for dividend and interest (a short pays its dividends, a margin loan its interest);
 * ignored for every other kind.
 */
export interface LedgerDraft extends Omit<LedgerEntry, 'id' | 'sequence' | 'amount'> {
  readonly amount: string | null;
}

/**
 * Signed effect of a draft on cash, rounded to eight decimals (ties to even) here, so that what is computed and what a
 * column holds are the same number and everything derived from it ties exactly.
 * buy, cover: −(q·p·m) − fees; sell, short: +(q·p·m) − fees; exercise, assignment: −fees (their stock leg is an entry
 * of its own); deposit +; withdrawal, fee, tax, borrow_fee −; dividend, interest as signed; split, expiry, mark 0.
 * Throws a RangeError when a figure it needs is missing (`checkEntry` tells first) and for a reversal,
 * whose amount is the opposite of what it cancels.
 */
export function cashEffect(draft: LedgerDraft): string {
  if (draft.reversesId !== null) throw new RangeError('a reversal takes its amount from reversalOf');
  return toPlainString(effectOf(draft).toDecimalPlaces(NUMERIC_SCALE));
}

function effectOf(draft: LedgerDraft): Decimal {
  switch (draft.kind) {
    case 'buy':
    case 'cover':
      return grossValue(draft).negated().minus(draft.fees);
    case 'sell':
    case 'short':
      return grossValue(draft).minus(draft.fees);
    case 'exercise':
    case 'assignment':
      return new Exact(draft.fees).negated();
    case 'deposit':
    case 'dividend':
    case 'interest':
      return statedAmount(draft);
    case 'withdrawal':
    case 'fee':
    case 'tax':
    case 'borrow_fee':
      return statedAmount(draft).negated();
    case 'split':
    case 'expiry':
    case 'mark':
      return ZERO;
  }
}

function grossValue({ kind, quantity, price, multiplier }: LedgerDraft): Decimal {
  if (quantity === null || price === null) throw new RangeError(`a ${kind} has a quantity and a price`);
  return new Exact(quantity).times(price).times(multiplier);
}

function statedAmount({ kind, amount }: LedgerDraft): Decimal {
  if (amount === null) throw new RangeError(`a ${kind} has an amount`);
  return new Exact(amount);
}

/**
 * The entry that cancels another, ready for booking: the same figures on the same date with the opposite amount, so
 * that a plain sum over `amount` stays right too. A reversal is not reversed itself; a corrected entry is booked anew.
 */
export function reversalOf(entry: LedgerEntry): Omit<LedgerEntry, 'id' | 'sequence'> {
  if (entry.reversesId !== null) throw new RangeError('a reversal cannot be reversed');
  const { kind, tradeDate, instrumentId, quantity, price, multiplier, fees, ratio, lotId } = entry;
  const { legId = null, crossesZero = false } = entry;
  const amount = toPlainString(new Exact(entry.amount).negated());
  return {
    kind,
    tradeDate,
    instrumentId,
    quantity,
    price,
    multiplier,
    amount,
    fees,
    ratio,
    lotId,
    legId,
    crossesZero,
    reversesId: entry.id,
  };
}

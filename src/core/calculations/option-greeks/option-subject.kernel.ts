import { computed, type Outcome, skipped } from '../../../shared/outcome.js';
import { DAYS_A_YEAR } from '../option-pricing/black-scholes.kernel.js';
import type { ExerciseStyle } from '../option-pricing/american-tree.kernel.js';
import { exerciseStyle } from '../option-pricing/option-greeks.kernel.js';
import type { PricePanel } from '../price-panel.kernel.js';

const MILLISECONDS_A_DAY = 86_400_000;

/** The terms of an option. */
export interface OptionTerms {
  readonly optionType: 'CALL' | 'PUT';
  readonly strikePrice: string;
  readonly expirationDate: string;
  readonly underlyingSymbol: string;
  /** Shares that a contract is about. */
  readonly multiplier: number;
}

/** What an option of a set is priced by. */
export interface OptionSubject {
  readonly type: 'CALL' | 'PUT';
  readonly style: ExerciseStyle;
  readonly strike: number;
  readonly expirationDate: string;
  /** An instrument of the same set, which has the returns that the option follows; null for one nobody knows. */
  readonly underlyingId: string | null;
  /** Closes of the session itself, or why there is none: of the option, and of a share of the underlying as it is traded. */
  readonly price: Outcome<number>;
  readonly spot: Outcome<number>;
  /** Of the underlying over the last year, per share of its spot. */
  readonly dividends: number;
}

/**
 * What is known of an option at a session's close. Its price and its underlying's have to be of the session itself: a
 * volatility between a price of today and one of last week is of nobody's market. The spot counts in shares as they were
 * traded, since a strike does: splits of later days are taken out of an adjusted price. Prices with dividends in them
 * ('not-applicable') were never traded.
 */
export function optionAt(
  panel: PricePanel,
  session: string,
  instrumentId: string,
  { optionType, strikePrice, expirationDate, underlyingSymbol }: OptionTerms,
  underlyingId: string | null,
): OptionSubject {
  return {
    ...{ type: optionType, style: exerciseStyle(underlyingSymbol), strike: Number(strikePrice), expirationDate },
    underlyingId,
    price: closeOf(panel, instrumentId, session),
    ...(underlyingId === null ? { spot: skipped('no-price'), dividends: 0 } : spotOf(panel, underlyingId, session)),
  };
}

function spotOf(panel: PricePanel, id: string, session: string): Pick<OptionSubject, 'spot' | 'dividends'> {
  const basis = panel.basisOf(id);
  if (basis === 'total_return') return { spot: skipped('not-applicable'), dividends: 0 };
  const close = closeOf(panel, id, session);
  const later =
    basis === 'raw'
      ? 1
      : panel
          .splitsOf(id)
          .filter(({ date }) => date > session)
          .reduce((product, { ratio }) => product * Number(ratio), 1);
  return {
    spot: close.ok ? computed(close.value * later) : close,
    dividends: panel.dividendsUpTo(id, session) * later,
  };
}

/** Years of 365 days to the last day; below 0 after it. */
export const yearsToExpiry = ({ expirationDate }: OptionSubject, session: string): number =>
  (Date.parse(expirationDate) - Date.parse(session)) / MILLISECONDS_A_DAY / DAYS_A_YEAR;

/** Continuous, a year; of the spot. */
export const dividendYield = ({ dividends }: OptionSubject, spot: number): number => Math.log1p(dividends / spot);

function closeOf(panel: PricePanel, id: string, session: string): Outcome<number> {
  const close = panel.closeAt(id, session);
  if (close !== null) return computed(close);
  return skipped(panel.lastPrice(id, session) === null ? 'no-price' : 'stale-price');
}

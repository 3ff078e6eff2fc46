import { computed, type Outcome, type Reason, skipped } from '../../shared/outcome.js';
import { Exact, ONE, ZERO, type Decimal } from '../ledger/decimal.kernel.js';
import { type Holding, type LedgerState } from '../ledger/ledger-cursor.kernel.js';

export type PriceBasis = 'raw' | 'split_adjusted' | 'total_return';

/** The last known price on or before the session, per share. */
export interface LastPrice {
  readonly price: string | number;
  readonly priceDate: string;
}

export interface ValuationInput {
  /** As of the session's close. */
  readonly ledger: LedgerState;
  readonly basis: PriceBasis;
  readonly prices: ReadonlyMap<string, LastPrice | null>;
  /** The portfolio at `ledger.previousSession`; null exactly when that is null. */
  readonly previous: { readonly session: string; readonly netAssetValue: Decimal | string } | null;
  readonly isPrivate: (instrumentId: string) => boolean;
  /** Sessions from `date` (exclusive) to the valued session (inclusive): 0 for a price of that session. */
  readonly ageInSessions: (date: string) => number;
  /** With an older price a position is unpriced. Default 5. */
  readonly maxPriceAgeSessions?: number | undefined;
  /** With an older mark a private asset is stale; they come by the quarter at best. Default 126. */
  readonly maxMarkAgeSessions?: number | undefined;
}

export interface PositionValue {
  readonly lotId: string;
  readonly instrumentId: string;
  /** Signed, in shares of the session. */
  readonly quantity: Decimal;
  /** Per share of `quantity`, whatever the basis: market value = quantity × price × multiplier. Null if none is known. */
  readonly price: Decimal | null;
  readonly priceDate: string | null;
  readonly ageSessions: number | null;
  /** What it counts for in NAV, negative for a short: the cost basis while there has been no price at all. */
  readonly marketValue: Decimal;
  /** Market value less cost basis, before opening fees. Null while there has been no price at all. */
  readonly unrealizedPnl: Decimal | null;
  /** Negative for a short. */
  readonly costBasis: Decimal;
  /** 'priced' at the session's own price or a recent mark, 'stale' at an older one, 'unpriced' at one past the limit or none. */
  readonly status: 'priced' | 'stale' | 'unpriced';
  readonly reason: Reason | null;
}

export interface PortfolioValue {
  /** = cash + Σ market value, exactly. */
  readonly netAssetValue: Decimal;
  readonly cash: Decimal;
  readonly longValue: Decimal;
  /** Zero or negative. */
  readonly shortValue: Decimal;
  readonly grossExposure: Decimal;
  readonly netExposure: Decimal;
  readonly unrealizedPnl: Decimal;
  /** Opening fees of open lots: paid, not yet in realised P&L. */
  readonly openFees: Decimal;
  readonly dailyPnl: Decimal;
  /** A ratio: 0.02 is two per cent. */
  readonly dailyReturn: Outcome<number>;
  readonly cumulativePnl: Decimal;
  readonly dailyRealizedPnl: Decimal;
  readonly cumulativeRealizedPnl: Decimal;
  readonly dailyFlow: Decimal;
  readonly cumulativeFlow: Decimal;
  /** Of lots, not of instruments. */
  readonly positionCount: number;
  readonly longCount: number;
  readonly shortCount: number;
  /** Share of gross value with a price of the session itself or a private mark, 0 to 1. */
  readonly coverage: Outcome<number>;
  readonly status: 'OK' | 'PARTIAL' | 'BLOCKED';
}

export interface Valuation {
  /** In the order of the holdings. */
  readonly positions: readonly PositionValue[];
  readonly portfolio: PortfolioValue;
}

const DEFAULT_MAX_PRICE_AGE = 5;
/** An older mark makes its asset stale. */
export const MAX_MARK_AGE_SESSIONS = 126;
const MIN_COVERAGE = 0.5;

/**
 * Values a portfolio at a session's close. Nothing is rolled forward: every figure but the daily ones follows from the
 * ledger and the session's prices alone.
 *
 * - NAV = cash + Σ signed quantity × multiplier × price. Daily P&L = NAV − previous NAV − flow, and the NAV before the
 *   first session is 0. Cumulative P&L = NAV − all flows so far. P&L = realised + change of (unrealised − open fees) +
 *   income, which is a presentation of the same number and is never added to it.
 * - Daily return = P&L ÷ (previous NAV + flow): Modified Dietz with flows weighted as of the start of the day, so that
 *   days link to a time-weighted return (GIPS). 'non-positive-equity' when the denominator is not above 0.
 * - Basis: a raw price older than a split is divided by its ratio. On split-adjusted and total-return prices a quantity
 *   counts in the shares that later splits make of it. A split that the ledger lacks counts as if it were booked. On total-return prices, dividends booked on public instruments
 *   are left out of cash, as the price contains them already.
 * - Public: without a price of the session the last one is used with its age and the position is 'stale'; past the limit
 *   it is 'unpriced', and nobody knows what it is worth. NAV still carries it at its last price, since going back to
 *   cost would be a profit or a loss that nobody made; at cost only what never had a price.
 * - Private: the newest mark, else the entry price as a mark of the opening day; 'stale' past a limit of its own.
 * - Status: BLOCKED when coverage is below one half and something public is held; PARTIAL when anything public lacks a
 *   price of the session; else OK. Private marks are expected to be old, so they show their age but do not change it.
 *
 * Throws a RangeError when `previous` is not of the ledger's previous session, or for a price from after the session.
 */
export function valuePortfolio(input: ValuationInput): Valuation {
  const { ledger, previous } = input;
  if ((previous?.session ?? null) !== ledger.previousSession) {
    throw new RangeError(
      `the previous value is of ${String(previous?.session)}, not of ${String(ledger.previousSession)}`,
    );
  }
  const quotes = ledger.holdings.map((holding) => quoteFor(holding, input));
  const positions = ledger.holdings.map((holding, i) => valuePosition(holding, quotes[i] ?? NEVER_PRICED));
  const cash = cashOf(input);
  const exposure = exposureOf(positions);
  const netAssetValue = cash.plus(exposure.netExposure);
  const opening = ledger.flow.plus(previous?.netAssetValue ?? ZERO);
  const dailyPnl = netAssetValue.minus(opening);
  return {
    positions,
    portfolio: {
      netAssetValue,
      cash,
      ...exposure,
      // What is carried at cost adds the same to both, hence nothing.
      unrealizedPnl: exposure.netExposure.minus(ledger.costBasis),
      openFees: ledger.openFees,
      dailyPnl,
      dailyReturn: opening.gt(ZERO) ? computed(dailyPnl.div(opening).toNumber()) : skipped('non-positive-equity'),
      cumulativePnl: netAssetValue.minus(ledger.cumulativeFlow),
      dailyRealizedPnl: ledger.realized,
      cumulativeRealizedPnl: ledger.cumulativeRealized,
      dailyFlow: ledger.flow,
      cumulativeFlow: ledger.cumulativeFlow,
      ...coverageOf(positions, quotes, exposure.grossExposure),
    },
  };
}

interface Quote {
  readonly price: Decimal | null;
  readonly priceDate: string | null;
  readonly ageSessions: number | null;
  readonly status: PositionValue['status'];
  readonly reason: Reason | null;
  readonly isPrivate: boolean;
}

const NO_PRICE = { price: null, priceDate: null, ageSessions: null };
const NEVER_PRICED: Quote = { ...NO_PRICE, status: 'unpriced', reason: 'no-price', isPrivate: false };

function quoteFor(holding: Holding, input: ValuationInput): Quote {
  const { ageInSessions, maxMarkAgeSessions, maxPriceAgeSessions } = input;
  if (input.isPrivate(holding.instrumentId)) {
    const mark = input.ledger.marks.get(holding.instrumentId);
    const { price, date: priceDate } = mark ?? { price: holding.entryPrice, date: holding.openedOn };
    const ageSessions = ageInSessions(priceDate);
    const isRecent = ageSessions <= (maxMarkAgeSessions ?? MAX_MARK_AGE_SESSIONS);
    return { price, priceDate, ageSessions, isPrivate: true, ...(isRecent ? PRICED : STALE) };
  }
  const last = input.prices.get(holding.instrumentId) ?? null;
  if (last === null) return NEVER_PRICED;
  const { priceDate } = last;
  const price = pricePerShare(holding, last, input);
  const ageSessions = ageInSessions(priceDate);
  const isRecent = ageSessions <= (maxPriceAgeSessions ?? DEFAULT_MAX_PRICE_AGE);
  const freshness = ageSessions === 0 ? PRICED : isRecent ? STALE : OUTDATED;
  return { price, priceDate, ageSessions, isPrivate: false, ...freshness };
}

const PRICED = { status: 'priced', reason: null } as const;
const STALE = { status: 'stale', reason: 'stale-price' } as const;
const OUTDATED = { status: 'unpriced', reason: 'stale-price' } as const;

/**
 * Price per share as the ledger holds it at the session: the factor of an adjusted basis, and that of a split which the
 * ledger has not booked, are applied to the price instead of to the quantity.
 */
function pricePerShare(
  { instrumentId, openedOn }: Holding,
  last: LastPrice,
  { ledger, basis }: ValuationInput,
): Decimal {
  const price = new Exact(last.price);
  if (!price.isFinite() || price.isNegative()) throw new RangeError(`${price.toString()} is not a price`);
  if (last.priceDate > ledger.session) {
    throw new RangeError(`a price of ${last.priceDate} is not known at ${ledger.session}`);
  }
  const unbooked = ledger.unbookedSplitFactor(instrumentId, openedOn);
  const asTraded = priceAsTraded(price, instrumentId, last.priceDate, { ledger, basis });
  return unbooked === ONE ? asTraded : asTraded.times(unbooked);
}

/** Per share as it is traded in the session. */
function priceAsTraded(
  price: Decimal,
  instrumentId: string,
  priceDate: string,
  { ledger, basis }: Pick<ValuationInput, 'ledger' | 'basis'>,
): Decimal {
  if (basis !== 'raw') {
    const factor = ledger.futureSplitFactor(instrumentId);
    return factor === ONE ? price : price.times(factor);
  }
  if (priceDate === ledger.session) return price;
  const factor = ledger.splitFactorSince(instrumentId, priceDate);
  return factor === ONE ? price : price.div(factor);
}

function valuePosition(holding: Holding, quote: Quote): PositionValue {
  const { lotId, instrumentId, quantity, multiplier, costBasis, entryPrice } = holding;
  const { price, priceDate, ageSessions, status, reason } = quote;
  // At its own entry price a lot is worth its cost, which the product misses by a rounding after a split into thirds.
  const atCost = price === null || price === entryPrice;
  const marketValue = atCost ? costBasis : sharesOf(quantity, multiplier).times(price);
  const unrealizedPnl = price === null ? null : marketValue.minus(costBasis);
  const quoted = { price, priceDate, ageSessions, status, reason };
  return { lotId, instrumentId, quantity, marketValue, unrealizedPnl, costBasis, ...quoted };
}

/** Multiplying by one costs as much as by any other number, and most instruments are shares. */
const sharesOf = (quantity: Decimal, multiplier: number): Decimal =>
  multiplier === 1 ? quantity : quantity.times(multiplier);

function cashOf({ ledger, basis, isPrivate }: ValuationInput): Decimal {
  if (basis !== 'total_return') return ledger.cash;
  let cash = ledger.cash;
  for (const [instrumentId, amount] of ledger.dividendsBooked) {
    if (!isPrivate(instrumentId)) cash = cash.minus(amount);
  }
  return cash;
}

function exposureOf(positions: readonly PositionValue[]) {
  let longValue: Decimal = ZERO;
  let shortValue: Decimal = ZERO;
  let longCount = 0;
  for (const { quantity, marketValue } of positions) {
    if (quantity.isNegative()) {
      shortValue = shortValue.plus(marketValue);
    } else {
      longValue = longValue.plus(marketValue);
      longCount += 1;
    }
  }
  return {
    longValue,
    shortValue,
    grossExposure: longValue.minus(shortValue),
    netExposure: longValue.plus(shortValue),
    positionCount: positions.length,
    longCount,
    shortCount: positions.length - longCount,
  };
}

function coverageOf(
  positions: readonly PositionValue[],
  quotes: readonly Quote[],
  gross: Decimal,
): Pick<PortfolioValue, 'coverage' | 'status'> {
  if (positions.length === 0) return { coverage: skipped('no-positions'), status: 'OK' };
  const covered = positions.filter((_, i) => quotes[i]?.isPrivate === true || quotes[i]?.ageSessions === 0);
  if (covered.length === positions.length) return { coverage: computed(1), status: 'OK' };
  const coveredValue = covered.reduce<Decimal>((sum, { marketValue }) => sum.plus(marketValue.abs()), ZERO);
  // A book of worthless positions has no value to weigh by.
  const coverage = gross.isZero() ? covered.length / positions.length : coveredValue.div(gross).toNumber();
  return { coverage: computed(coverage), status: coverage < MIN_COVERAGE ? 'BLOCKED' : 'PARTIAL' };
}

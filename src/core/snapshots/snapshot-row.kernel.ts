import type { Outcome } from '../../shared/outcome.js';
import { Exact, type Decimal, toNumericString } from '../ledger/decimal.kernel.js';
import type { PortfolioValue, PositionValue, Valuation } from '../valuation/valuation.kernel.js';

/** A portfolio at one session, in the columns of its table. Money is text of eight decimals. */
export interface SnapshotRow {
  readonly snapshot: Readonly<Record<string, string | number | null>>;
  /** Column to the reason why it is null. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly positions: readonly SnapshotPositionRow[];
}

export interface SnapshotPositionRow {
  readonly position_id: string;
  readonly instrument_id: string;
  readonly quantity: string;
  readonly price: string | null;
  readonly price_date: string | null;
  readonly age_sessions: number | null;
  readonly market_value: string;
  readonly cost_basis: string;
  readonly unrealized_pnl: string | null;
  readonly weight: number | null;
  readonly status: string;
  readonly reason: string | null;
}

/**
 * A valued session as it is stored. Cash, long and short value are rounded to eight decimals first and everything that
 * is a sum of them is summed from the rounded ones, so that the stored figures tie to each other exactly:
 * NAV = cash + long + short, and daily P&L = NAV − stored NAV before − flow.
 */
export function snapshotRow(
  { portfolio, positions }: Valuation,
  previousNetAssetValue: Decimal | null,
  figures: Readonly<Record<string, Outcome<number>>>,
): SnapshotRow {
  const netAssetValue = storedNetAssetValue(portfolio);
  const money = moneyOf(portfolio, netAssetValue, previousNetAssetValue);
  const outcomes = { coverage: portfolio.coverage, daily_return: portfolio.dailyReturn, ...figures };
  const values: Record<string, number | null> = {};
  const reasons: Record<string, string> = {};
  for (const [column, outcome] of Object.entries(outcomes)) {
    values[column] = outcome.ok ? outcome.value : null;
    if (!outcome.ok) reasons[column] = outcome.reason;
  }
  return {
    snapshot: {
      status: portfolio.status,
      ...money,
      num_positions: portfolio.positionCount,
      num_long_positions: portfolio.longCount,
      num_short_positions: portfolio.shortCount,
      ...values,
    },
    reasons,
    positions: positions.map((position) => positionRow(position, netAssetValue)),
  };
}

/** NAV as it is stored, and hence as the next session's P&L starts from. */
export function storedNetAssetValue({ cash, longValue, shortValue }: PortfolioValue): Decimal {
  return rounded(cash).plus(rounded(longValue)).plus(rounded(shortValue));
}

const rounded = (value: Decimal): Decimal => new Exact(toNumericString(value));

function moneyOf(
  value: PortfolioValue,
  netAssetValue: Decimal,
  previous: Decimal | null,
): Readonly<Record<string, string>> {
  const long = rounded(value.longValue);
  const short = rounded(value.shortValue);
  const opening = value.dailyFlow.plus(previous ?? 0);
  const money = {
    net_asset_value: netAssetValue,
    cash_value: value.cash,
    long_value: long,
    short_value: short,
    gross_exposure: long.minus(short),
    net_exposure: long.plus(short),
    daily_pnl: netAssetValue.minus(opening),
    cumulative_pnl: netAssetValue.minus(value.cumulativeFlow),
    daily_realized_pnl: value.dailyRealizedPnl,
    cumulative_realized_pnl: value.cumulativeRealizedPnl,
    daily_capital_flow: value.dailyFlow,
    cumulative_capital_flow: value.cumulativeFlow,
  };
  return Object.fromEntries(Object.entries(money).map(([column, amount]) => [column, toNumericString(amount)]));
}

function positionRow(position: PositionValue, netAssetValue: Decimal): SnapshotPositionRow {
  const weight = netAssetValue.gt(0) ? position.marketValue.div(netAssetValue).toNumber() : null;
  return {
    position_id: position.lotId,
    instrument_id: position.instrumentId,
    quantity: toNumericString(position.quantity),
    price: textOrNull(position.price),
    price_date: position.priceDate,
    age_sessions: position.ageSessions,
    market_value: toNumericString(position.marketValue),
    cost_basis: toNumericString(position.costBasis),
    unrealized_pnl: textOrNull(position.unrealizedPnl),
    weight,
    status: position.status,
    reason: position.reason ?? (weight === null ? 'non-positive-equity' : null),
  };
}

const textOrNull = (value: Decimal | null): string | null => (value === null ? null : toNumericString(value));

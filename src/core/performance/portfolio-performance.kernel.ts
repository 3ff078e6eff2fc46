import { computed, type Outcome, skipped } from '../../shared/outcome.js';
import { type Decimal, Exact, ZERO } from '../ledger/decimal.kernel.js';
import { type AttributionParts, attribute, type KindSum } from './attribution.kernel.js';
import { returnsOver, type SpanFlow, type SpanReturns } from './performance-returns.kernel.js';
import { sessionOf, type Span, type SpanDay } from './performance-span.kernel.js';

export interface ValueDay extends SpanDay {
  readonly netAssetValue: string;
  readonly netExposure: string;
  readonly cumulativeFlow: string;
  readonly cumulativeRealized: string;
}

export interface PortfolioSpan {
  readonly span: Span<ValueDay>;
  /** Cost of what was held at the start and at the end, signed. */
  readonly startCost: string;
  readonly endCost: string;
  readonly sums: readonly KindSum[];
  readonly flows: readonly { readonly date: string; readonly amount: string }[];
  readonly isTotalReturn: boolean;
}

/** total = realised + change of unrealised + change of open fees + income, exactly. */
export interface PnlParts {
  readonly startValue: Decimal;
  readonly endValue: Decimal;
  readonly netFlows: Decimal;
  readonly total: Decimal;
  readonly realized: Decimal;
  /** Of what is open at the end, signed. */
  readonly costBasis: Decimal;
  readonly unrealized: Decimal;
  readonly unrealizedChange: Decimal;
  /** Null, as the attribution, while the snapshots do not follow from the ledger. */
  readonly income: Decimal | null;
  /** Opening fees paid in the span and not realised yet count negative. */
  readonly openFeesChange: Decimal | null;
}

export interface Measured {
  readonly pnl: PnlParts;
  readonly attribution: Outcome<AttributionParts>;
  readonly returns: SpanReturns;
}

/**
 * Performance of one portfolio, or of several as one, over a span. P&L = value at the end − value at the start − flows.
 * Realised and unrealised P&L are as of lots; `attribute` says where the same number came from. Flows are deposits and
 * withdrawals, and count from the start of their session, as in the daily return.
 */
export function measurePortfolio({ span, startCost, endCost, sums, flows, isTotalReturn }: PortfolioSpan): Measured {
  const { startDay, end } = span;
  const change = (field: 'netExposure' | 'cumulativeFlow' | 'cumulativeRealized'): Decimal =>
    new Exact(end[field]).minus(startDay?.[field] ?? 0);
  const startValue = new Exact(startDay?.netAssetValue ?? 0);
  const endValue = new Exact(end.netAssetValue);
  const netFlows = change('cumulativeFlow');
  const total = endValue.minus(startValue).minus(netFlows);
  const attribution = attribute(sums, change('netExposure'), total, isTotalReturn);
  const realized = change('cumulativeRealized');
  const unrealized = new Exact(end.netExposure).minus(endCost);
  const unrealizedChange = unrealized.minus(new Exact(startDay?.netExposure ?? 0).minus(startCost));
  const income = attribution.ok ? incomeIn(attribution.value, sums) : null;
  const openFeesChange = income && total.minus(realized).minus(unrealizedChange).minus(income);
  const taken = { costBasis: new Exact(endCost), realized, unrealized, unrealizedChange, income, openFeesChange };
  return { pnl: { startValue, endValue, netFlows, total, ...taken }, attribution, returns: returnsOf(span, flows) };
}

function incomeIn(parts: AttributionParts, sums: readonly KindSum[]): Decimal {
  const accountFees = sums
    .filter(({ kind }) => kind === 'fee')
    .reduce<Decimal>((sum, { amount }) => sum.plus(amount), ZERO);
  return parts.dividend.plus(parts.interest).plus(parts.tax).plus(parts.borrowFee).plus(accountFees);
}

function returnsOf(
  { startDate, startDay, days }: Span<ValueDay>,
  flows: readonly { readonly date: string; readonly amount: string }[],
): SpanReturns {
  const valuations = [
    { date: startDate, value: Number(startDay?.netAssetValue ?? 0) },
    ...days.map(({ date, netAssetValue }) => ({ date, value: Number(netAssetValue) })),
  ];
  const dated = flows.map(({ date, amount }): SpanFlow => {
    const session = sessionOf(date);
    return { date: date <= startDate ? session : date, session, amount: Number(amount), timing: 'start' };
  });
  return returnsOver(valuations, dated);
}

export const excessOver = (own: Outcome<number>, benchmark: Outcome<number>): Outcome<number> => {
  if (!own.ok) return own;
  return benchmark.ok ? computed(own.value - benchmark.value) : skipped(benchmark.reason);
};

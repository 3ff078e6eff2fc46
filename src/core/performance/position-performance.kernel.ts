import { computed, type Outcome, skipped } from '../../shared/outcome.js';
import { type Decimal, Exact, ZERO } from '../ledger/decimal.kernel.js';
import { type LedgerKind } from '../ledger/ledger-entry.kernel.js';
import { type AttributionParts, totalOf } from './attribution.kernel.js';
import { type LotTimeline } from './lot-timeline.kernel.js';
import { noReturns, returnsOver, type SpanFlow, type SpanReturns } from './performance-returns.kernel.js';
import { sessionOf } from './performance-span.kernel.js';
import { type PnlParts } from './portfolio-performance.kernel.js';

/** The lot at a session of its portfolio. */
export interface LotDay {
  readonly date: string;
  /** Signed; null on a session on which it was not held. */
  readonly marketValue: string | null;
  readonly costBasis: string | null;
  /** It never had a price: it is carried at cost. */
  readonly isUnpriced: boolean;
}

export interface LotSpan {
  readonly timeline: LotTimeline;
  readonly start: string;
  /** Null when the lot was opened after the start, or was closed then. */
  readonly startDay: LotDay | null;
  /** After the start, ascending, one at least. */
  readonly days: readonly LotDay[];
  /** Dividends are in the prices already. */
  readonly isTotalReturn: boolean;
}

export interface MeasuredLot {
  readonly pnl: Outcome<PnlParts>;
  readonly attribution: Outcome<AttributionParts>;
  readonly returns: SpanReturns;
}

/**
 * Performance of one lot over a span. P&L = realised + change of unrealised + change of open fees + income, of which the
 * price's part is what fees and income leave. Its returns are those of an account that holds nothing else: what it was
 * bought for is paid in at the start of that session, what it is sold for is paid out at the end. A short counts as one
 * that is covered by what it was sold for, so that its value is 2 × cost − what covering would take, and a fall of ten per
 * cent is a return of ten per cent. Income is paid out on its day. no-price where it never had one.
 */
export function measureLot(given: LotSpan): MeasuredLot {
  const { startDay, days } = given;
  if ([startDay, days.at(-1)].some((day) => day?.isUnpriced === true)) {
    const why = skipped('no-price');
    return { pnl: why, attribution: why, returns: noReturns(why) };
  }
  const parts = pnlOf(given);
  return { ...parts, returns: returnsOf(given) };
}

const unrealizedOf = (day: LotDay | null | undefined): Decimal =>
  new Exact(day?.marketValue ?? 0).minus(day?.costBasis ?? 0);

function pnlOf({ timeline, start, startDay, days, isTotalReturn }: LotSpan): Omit<MeasuredLot, 'returns'> {
  const end = days.at(-1);
  const last = end?.date ?? start;
  const within = ({ date }: { readonly date: string }): boolean => date > start && date <= last;
  const closes = timeline.closes.filter(within);
  const income = timeline.income.filter(within).filter(({ kind }) => kind !== 'dividend' || !isTotalReturn);
  const sum = (amounts: readonly Decimal[]): Decimal => amounts.reduce<Decimal>((total, one) => total.plus(one), ZERO);
  const of = (kind: LedgerKind): Decimal => sum(income.filter((one) => one.kind === kind).map(({ amount }) => amount));
  const openingFees = within({ date: timeline.openedOn }) ? timeline.fees : ZERO;
  const costs = sum(closes.map(({ fees }) => fees)).plus(openingFees);
  const realized = sum(closes.map((close) => close.realized));
  const unrealized = unrealizedOf(end);
  const unrealizedChange = unrealized.minus(unrealizedOf(startDay));
  const openFeesChange = openFeesAt(timeline, start).minus(openFeesAt(timeline, last));
  const earned = sum(income.map(({ amount }) => amount));
  const total = realized.plus(unrealizedChange).plus(openFeesChange).plus(earned);
  const booked = {
    ...{ dividend: of('dividend'), fee: of('fee').minus(costs), interest: of('interest') },
    ...{ tax: of('tax'), borrowFee: of('borrow_fee') },
  };
  const price = total.minus(totalOf({ ...booked, price: ZERO }));
  const startValue = new Exact(startDay?.marketValue ?? 0);
  const endValue = new Exact(end?.marketValue ?? 0);
  const pnl = {
    ...{ startValue, endValue, netFlows: endValue.minus(startValue).minus(total), total },
    costBasis: new Exact(end?.costBasis ?? 0),
    ...{ realized, unrealized, unrealizedChange, income: earned, openFeesChange },
  };
  return { pnl: computed(pnl), attribution: computed({ ...booked, price, total }) };
}

const openFeesAt = ({ openFees }: LotTimeline, day: string): Decimal =>
  openFees.findLast(({ date }) => date <= day)?.amount ?? ZERO;

function returnsOf({ timeline, start, startDay, days, isTotalReturn }: LotSpan): SpanReturns {
  const { side, cost, fees, openedOn, closes, income } = timeline;
  const valueOf = (day: LotDay | null): number =>
    side === 'long'
      ? Number(day?.marketValue ?? 0)
      : new Exact(day?.marketValue ?? 0).minus(new Exact(day?.costBasis ?? 0).times(2)).toNumber();
  const flow = (date: string, amount: Decimal, timing: 'start' | 'end'): SpanFlow => {
    const session = sessionOf(date);
    return { date: date <= start ? session : date, session, amount: amount.toNumber(), timing };
  };
  const paidOut = closes.map(({ date, value, cost: released, fees: closing }) => {
    const received = side === 'long' ? value : released.times(2).minus(value);
    return flow(date, received.minus(closing).negated(), 'end');
  });
  const earned = income
    .filter(({ kind }) => kind !== 'dividend' || !isTotalReturn)
    .map(({ date, amount }) => flow(date, amount.negated(), 'end'));
  const flows = [flow(openedOn, cost.plus(fees), 'start'), ...paidOut, ...earned];
  const before = openedOn > start ? days.filter(({ date }) => date < sessionOf(openedOn)).at(-1)?.date : undefined;
  const held = days.filter(({ date }) => before === undefined || date > before);
  const lastFlow = sessionOf(timeline.closes.at(-1)?.date ?? openedOn);
  const isGone = days.at(-1)?.marketValue === null;
  const counted = isGone ? held.filter(({ date }) => date <= lastFlow) : held;
  const valuations = [
    { date: before ?? start, value: valueOf(startDay) },
    ...counted.map((day) => ({ date: day.date, value: valueOf(day) })),
  ];
  return returnsOver(
    valuations,
    flows.filter(({ session }) => session > start).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  );
}

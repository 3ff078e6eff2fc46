import { computed, mapOutcome, type Outcome, skipped } from '../../shared/outcome.js';
import { modifiedDietz } from './dietz.kernel.js';
import { annualized, daysBetween, overDays, xirr } from './money-weighted-return.kernel.js';
import { timeWeightedReturn, type ValuedDay } from './time-weighted-return.kernel.js';

/** A flow, on the day it was booked and on the session in whose value it is. Positive: paid in. */
export interface SpanFlow {
  readonly date: string;
  readonly session: string;
  readonly amount: number;
  readonly timing: 'start' | 'end';
}

export interface SpanReturns {
  readonly timeWeighted: Outcome<number>;
  readonly timeWeightedAnnual: Outcome<number>;
  readonly modifiedDietz: Outcome<number>;
  readonly averageCapital: Outcome<number>;
  readonly moneyWeighted: Outcome<number>;
  readonly moneyWeightedAnnual: Outcome<number>;
}

/**
 * The three returns of one span, from values at sessions (the first is the starting value) and flows after it. The
 * time-weighted return links sessions and sees a flow in its session; the other two weigh it by its own calendar day.
 * Annual figures: of the time-weighted return from 365 days on ('not-applicable' before); the money-weighted rate is one
 * a year by its nature, and `moneyWeighted` is what it makes over the days in which there was money. Flows ascend by
 * date. All ratios.
 */
export function returnsOver(valuations: readonly ValuedDay[], flows: readonly SpanFlow[]): SpanReturns {
  const first = valuations[0];
  const last = valuations.at(-1);
  if (!first || !last || first === last) return noReturns(skipped('too-few-observations'));
  const days = daysBetween(first.date, last.date);
  const counted = flows.filter(({ session }) => session > first.date && session <= last.date);
  const linked = timeWeightedReturn(
    valuations,
    counted.map(({ session, amount, timing }) => ({ date: session, amount, timing })),
  );
  const timeWeighted: Outcome<number> = mapOutcome(linked, ({ total }) => total);
  const dietz = modifiedDietz([first, last], counted);
  const firstMoney = first.value === 0 ? (counted[0]?.date ?? first.date) : first.date;
  const moneyWeightedAnnual = xirr([
    { date: first.date, amount: -first.value },
    ...counted.map(({ date, amount }) => ({ date, amount: -amount })),
    { date: last.date, amount: last.value },
  ]);
  return {
    timeWeighted,
    timeWeightedAnnual: annualized(timeWeighted, days),
    modifiedDietz: dietz.ok ? dietz.value.value : dietz,
    averageCapital: dietz.ok ? positive(dietz.value.averageCapital) : dietz,
    moneyWeighted: overDays(moneyWeightedAnnual, daysBetween(firstMoney, last.date)),
    moneyWeightedAnnual,
  };
}

const positive = (capital: number): Outcome<number> =>
  capital > 0 ? computed(capital) : skipped('non-positive-equity');

export const noReturns = (why: Outcome<never>): SpanReturns => ({
  timeWeighted: why,
  timeWeightedAnnual: why,
  modifiedDietz: why,
  averageCapital: why,
  moneyWeighted: why,
  moneyWeightedAnnual: why,
});

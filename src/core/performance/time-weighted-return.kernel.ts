import { computed, type Outcome, skipped } from '../../shared/outcome.js';

/** Value at the close of a day, the flows of that day included. */
export interface ValuedDay {
  readonly date: string;
  readonly value: number;
}

/** Positive: paid in. `start` counts from the start of its day, `end` only from its close. */
export interface Flow {
  readonly date: string;
  readonly amount: number;
  readonly timing: 'start' | 'end';
}

export interface LinkedReturn {
  readonly total: number;
  /** Of each sub-period between two valuations. */
  readonly periods: readonly number[];
}

/** @throws RangeError for days that do not increase. */
export function checkDays(valuations: readonly ValuedDay[]): void {
  for (const [i, { date }] of valuations.entries()) {
    const before = valuations[i - 1];
    if (before && before.date >= date) throw new RangeError(`${date} does not come after ${before.date}`);
  }
}

/**
 * Time-weighted return (GIPS): what one unit of money made that was there all the time, whatever was paid in or out.
 * Between two valuations r = (V₁ − F_end) ÷ (V₀ + F_start) − 1, with the flows dated on the later one; the sub-periods
 * are linked: Π (1 + r) − 1. From nothing to nothing the return is 0. Ratios.
 * Flows on or before the first valuation are in it already, those after the last one do not count.
 * Reasons: too-few-observations with fewer than two valuations; missing-valuation when a flow falls on a day without
 * one; non-positive-equity when a sub-period begins with nothing or less. Throws a RangeError as `checkDays`.
 */
export function timeWeightedReturn(valuations: readonly ValuedDay[], flows: readonly Flow[]): Outcome<LinkedReturn> {
  checkDays(valuations);
  const first = valuations[0]?.date ?? '';
  const last = valuations.at(-1)?.date ?? '';
  if (valuations.length < 2) return skipped('too-few-observations');
  const byDay = new Map<string, { start: number; end: number }>(
    valuations.map(({ date }) => [date, { start: 0, end: 0 }]),
  );
  for (const { date, amount, timing } of flows) {
    if (date <= first || date > last) continue;
    const day = byDay.get(date);
    if (!day) return skipped('missing-valuation');
    day[timing] += amount;
  }
  const periods: number[] = [];
  let total = 1;
  for (const [i, { date, value }] of valuations.slice(1).entries()) {
    const { start = 0, end = 0 } = byDay.get(date) ?? {};
    const period = periodReturn((valuations[i]?.value ?? 0) + start, value - end);
    if (!period.ok) return period;
    periods.push(period.value);
    total *= 1 + period.value;
  }
  return computed({ total: total - 1, periods });
}

function periodReturn(base: number, result: number): Outcome<number> {
  if (base > 0) return computed(result / base - 1);
  return base === 0 && result === 0 ? computed(0) : skipped('non-positive-equity');
}

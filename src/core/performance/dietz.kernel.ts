import { computed, mapOutcome, type Outcome, skipped } from '../../shared/outcome.js';
import { daysBetween } from './money-weighted-return.kernel.js';
import { checkDays, type Flow, type ValuedDay } from './time-weighted-return.kernel.js';

export interface Dietz {
  /** V_end − V_start − Σ F. */
  readonly gain: number;
  /** V_start + Σ w F. */
  readonly averageCapital: number;
  /** gain ÷ average capital, a ratio; 'non-positive-equity' when that is not above 0. */
  readonly value: Outcome<number>;
}

/** Share of the span for which a flow is there: w = (T − t) ÷ T at the end of its day, (T − t + 1) ÷ T from its start. */
const weightOf = (flow: Flow, first: string, days: number): number =>
  (days - daysBetween(first, flow.date) + (flow.timing === 'start' ? 1 : 0)) / days;

function dietz(valuations: readonly ValuedDay[], flows: readonly Flow[], weigh: typeof weightOf): Outcome<Dietz> {
  checkDays(valuations);
  const [first] = valuations;
  const last = valuations.at(-1);
  if (!first || !last || first === last) return skipped('too-few-observations');
  const days = daysBetween(first.date, last.date);
  const counted = flows.filter(({ date }) => date > first.date && date <= last.date);
  const gain = last.value - first.value - counted.reduce((sum, { amount }) => sum + amount, 0);
  const averageCapital = counted.reduce((sum, flow) => sum + weigh(flow, first.date, days) * flow.amount, first.value);
  const value = averageCapital > 0 ? computed(gain / averageCapital) : skipped('non-positive-equity');
  return computed({ gain, averageCapital, value });
}

/**
 * Modified Dietz return (GIPS): gain over the capital that was there on average, each flow weighed by the calendar days
 * for which it was there. Needs no valuation between first and last. Flows as in `timeWeightedReturn`.
 * Reason: too-few-observations. Throws a RangeError for days that do not increase.
 */
export const modifiedDietz = (valuations: readonly ValuedDay[], flows: readonly Flow[]): Outcome<Dietz> =>
  dietz(valuations, flows, weightOf);

/** The same with every flow in the middle of the span. */
export const simpleDietz = (valuations: readonly ValuedDay[], flows: readonly Flow[]): Outcome<Dietz> =>
  dietz(valuations, flows, () => 0.5);

/** Modified Dietz over spans that end with each calendar month's last valuation, linked. */
export function linkedMonthlyDietz(valuations: readonly ValuedDay[], flows: readonly Flow[]): Outcome<number> {
  checkDays(valuations);
  if (valuations.length < 2) return skipped('too-few-observations');
  const monthOf = ({ date }: ValuedDay): string => date.slice(0, 7);
  const ends = valuations.filter((day, i) => {
    const next = valuations[i + 1];
    return i > 0 && (next === undefined || monthOf(next) !== monthOf(day));
  });
  let start = valuations[0];
  let total = 1;
  for (const end of ends) {
    if (!start) break;
    const month = modifiedDietz([start, end], flows);
    const value: Outcome<number> = month.ok ? month.value.value : month;
    if (!value.ok) return value;
    total *= 1 + value.value;
    start = end;
  }
  return mapOutcome(computed(total), (linked) => linked - 1);
}

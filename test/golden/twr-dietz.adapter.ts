import { linkedMonthlyDietz, modifiedDietz, simpleDietz } from '../../src/core/performance/dietz.kernel.js';
import { annualized, daysBetween, xirr } from '../../src/core/performance/money-weighted-return.kernel.js';
import { timeWeightedReturn, type ValuedDay } from '../../src/core/performance/time-weighted-return.kernel.js';
import { mapOutcome, type Outcome, valueOrNull } from '../../src/shared/outcome.js';
import { orInvalid, statusOf } from './status.js';

interface Inputs {
  readonly valuations: readonly ValuedDay[];
  readonly flows: readonly { readonly date: string; readonly amount: number }[];
  readonly flow_timing: 'start' | 'end';
}

export function twrDietzCase({ valuations, flows: given, flow_timing: timing }: Inputs): unknown {
  return orInvalid(() => {
    const flows = given.map((flow) => ({ ...flow, timing }));
    const dietz = modifiedDietz(valuations, flows);
    if (!dietz.ok) return { status: statusOf(dietz) };
    const [first, last] = [valuations[0]!, valuations.at(-1)!];
    const days = daysBetween(first.date, last.date);
    const twr = timeWeightedReturn(valuations, flows);
    const total: Outcome<number> = mapOutcome(twr, (linked) => linked.total);
    const simple = simpleDietz(valuations, flows);
    const counted = flows.filter(({ date }) => date > first.date && date <= last.date);
    const money = xirr([
      { date: first.date, amount: -first.value },
      ...counted.map(({ date, amount }) => ({ date, amount: -amount })),
      { date: last.date, amount: last.value },
    ]);
    return {
      status: 'ok',
      days,
      net_flows: counted.reduce((sum, { amount }) => sum + amount, 0),
      gain: dietz.value.gain,
      twr: valueOrNull(total),
      twr_annualized: valueOrNull(annualized(total, days)),
      period_returns: twr.ok ? twr.value.periods : null,
      average_capital: dietz.value.averageCapital,
      modified_dietz: valueOrNull(dietz.value.value),
      modified_dietz_annualized: valueOrNull(annualized(dietz.value.value, days)),
      simple_dietz: simple.ok ? valueOrNull(simple.value.value) : null,
      linked_monthly_dietz: valueOrNull(linkedMonthlyDietz(valuations, flows)),
      money_weighted_annual: valueOrNull(money),
    };
  });
}

import type { LimitDefinition } from './limit-definition.kernel.js';
import type { Breach } from './limit-evaluation.kernel.js';

const NAMES: Readonly<Record<string, string>> = {
  beta_90d: 'Beta over 90 sessions',
  beta_252d: 'Beta over 252 sessions',
  historical_var_95: 'Historical value at risk (95 %, one session)',
  largest_position: 'The share of the largest position',
  top_3: 'The share of the three largest positions',
  hhi: 'The Herfindahl-Hirschman index',
  current_drawdown: 'The drawdown from the last peak',
};
const TARGETS: Readonly<Record<string, string>> = {
  eoy: 'end-of-year target',
  next_year: 'target for next year',
  downside: 'downside target',
};

/** One sentence for a breach, with its figure and the limit. */
export function breachMessage(limit: LimitDefinition, breach: Breach): string {
  const { subject, value, threshold } = breach;
  switch (limit.kind) {
    case 'expiry':
      return `${subject} expires in ${counted(value, 'day')}, on ${breach.on ?? ''}: the limit is ${counted(threshold, 'day')}.`;
    case 'stale_price':
      return `The price of ${subject} is ${counted(value, 'session')} old: the limit is ${counted(threshold, 'session')}.`;
    case 'target_hit': {
      const [which = '', side = '', ...symbol] = subject.split(' ').reverse();
      return `${symbol.reverse().join(' ')} (${side}) has reached its ${TARGETS[which] ?? which} of ${String(threshold)}: its price is ${String(value)}.`;
    }
    case 'beta':
    case 'value_at_risk':
    case 'concentration':
    case 'factor_tilt':
    case 'drawdown': {
      const direction = breach.bound === 'min' ? 'below' : 'above';
      return `${nameOf(limit)} is ${shown(limit, value)}, ${direction} the limit of ${shown(limit, threshold)}.`;
    }
  }
}

function nameOf({ kind, measure, factor }: LimitDefinition): string {
  return kind === 'factor_tilt' ? `The exposure to ${factor ?? ''}, by size,` : (NAMES[measure] ?? measure);
}

function shown({ kind, measure }: LimitDefinition, value: number): string {
  if (measure === 'hhi') return value.toFixed(0);
  if (kind === 'beta' || kind === 'factor_tilt') return String(Number(value.toFixed(4)));
  const share = `${String(Number((value * 100).toFixed(2)))} %`;
  return kind === 'value_at_risk' ? `${share} of net asset value` : share;
}

const counted = (count: number, unit: string): string => `${String(count)} ${unit}${count === 1 ? '' : 's'}`;

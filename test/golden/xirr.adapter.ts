import { type DatedAmount, irr, xirr } from '../../src/core/performance/money-weighted-return.kernel.js';
import { statusOf } from './status.js';

type Inputs =
  | { readonly kind: 'xirr'; readonly flows: readonly DatedAmount[] }
  | { readonly kind: 'irr'; readonly amounts: readonly number[] };

export function xirrCase(inputs: Inputs): unknown {
  const rate = inputs.kind === 'xirr' ? xirr(inputs.flows) : irr(inputs.amounts);
  return { status: statusOf(rate), rate: rate.ok ? rate.value : null };
}

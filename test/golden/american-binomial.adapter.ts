import {
  type TreeOptions,
  americanOption,
  binomialTree,
} from '../../src/core/calculations/option-pricing/american-tree.kernel.js';
import { blackScholesMerton } from '../../src/core/calculations/option-pricing/black-scholes.kernel.js';
import { orInvalid } from './status.js';

interface Inputs {
  readonly type: 'call' | 'put';
  readonly spot: number;
  readonly strike: number;
  readonly time_to_expiry: number;
  readonly rate: number;
  readonly dividend_yield: number;
  readonly volatility: number;
  readonly style: 'american' | 'european';
  readonly crr_steps: readonly number[];
  readonly lr_steps: readonly number[];
}

export const americanBinomialCase = (inputs: Inputs): unknown =>
  orInvalid(() => {
    const { spot, strike, rate, volatility, time_to_expiry: timeToExpiry, dividend_yield: dividendYield } = inputs;
    const type = inputs.type === 'call' ? 'CALL' : 'PUT';
    const option = { type, spot, strike, rate, volatility, timeToExpiry, dividendYield } as const;
    const style = inputs.style === 'american' ? 'AMERICAN' : 'EUROPEAN';
    const figures = (tree: TreeOptions['tree'], steps: number): unknown => {
      const outcome = binomialTree(option, { tree, steps, style });
      return outcome.ok ? { steps, ...outcome.value } : { steps, price: null, delta: null, gamma: null };
    };
    const european = blackScholesMerton(option).price;
    const american = americanOption(option);
    const price = style === 'EUROPEAN' ? european : american.ok && american.value.price;
    return {
      status: 'ok',
      price,
      crr: inputs.crr_steps.map((steps) => figures('CRR', steps)),
      leisen_reimer: inputs.lr_steps.map((steps) => figures('LEISEN_REIMER', steps)),
      converged: { price },
      european_price: european,
    };
  });

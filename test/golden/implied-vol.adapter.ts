import { impliedVolatility } from '../../src/core/calculations/option-pricing/implied-volatility.kernel.js';
import { valueOrNull } from '../../src/shared/outcome.js';
import { orInvalid, statusOf } from './status.js';

interface Inputs {
  readonly type: 'call' | 'put';
  readonly spot: number;
  readonly strike: number;
  readonly time_to_expiry: number;
  readonly rate: number;
  readonly dividend_yield: number;
  readonly price: number;
}

export const impliedVolCase = (inputs: Inputs): unknown =>
  orInvalid(() => {
    const { spot, strike, rate, price, time_to_expiry: timeToExpiry, dividend_yield: dividendYield } = inputs;
    const type = inputs.type === 'call' ? 'CALL' : 'PUT';
    const outcome = impliedVolatility({ type, spot, strike, rate, timeToExpiry, dividendYield }, price);
    return { status: statusOf(outcome), implied_volatility: valueOrNull(outcome) };
  });

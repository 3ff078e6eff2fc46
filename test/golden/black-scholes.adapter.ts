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
}

export const blackScholesCase = (inputs: Inputs): unknown =>
  orInvalid(() => {
    const { spot, strike, rate, volatility } = inputs;
    const figures = blackScholesMerton({
      ...{ type: inputs.type === 'call' ? 'CALL' : 'PUT', spot, strike, rate, volatility },
      ...{ timeToExpiry: inputs.time_to_expiry, dividendYield: inputs.dividend_yield },
    });
    const { price, d1, d2, delta, gamma, vega, theta, rho, vanna, volga } = figures;
    return {
      ...{ status: 'ok', price, d1, d2, delta, gamma, vega, theta, rho, vanna, volga },
      dividend_rho: figures.dividendRho,
      itm_probability: figures.inTheMoneyProbability,
      theta_per_day: figures.thetaPerDay,
    };
  });

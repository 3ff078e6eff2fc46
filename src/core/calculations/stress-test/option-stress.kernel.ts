import { DAYS_A_YEAR, type EuropeanOption, blackScholesMerton } from '../option-pricing/black-scholes.kernel.js';

export interface Scenario {
  /** Simple return of the underlying, not below -1. */
  readonly spotReturn: number;
  /** Added to the annual volatility, which does not fall below 0. */
  readonly volatilityChange: number;
  readonly rateBasisPoints: number;
  /** Calendar days that pass; an option does not outlive its expiry. */
  readonly days: number;
}

/** Per unit of the underlying; the sensitivities are those before the move. */
export interface OptionStress {
  readonly baseValue: number;
  /** By the price formula after the move. */
  readonly full: number;
  /** By delta; by delta and gamma; and by these with vega, theta and rho. Null where a sensitivity is undefined. */
  readonly delta: number | null;
  readonly deltaGamma: number | null;
  readonly allGreeks: number | null;
}

/**
 * Gain of a European option under a scenario, by full revaluation (Black, Scholes and Merton) and by Taylor terms. The
 * terms are good for small moves; beside the full gain they show how much is curvature. Of a spot that falls to 0 a
 * call is worth 0 and a put its discounted strike.
 *
 * @throws RangeError as blackScholesMerton does, for a return below -1 and for days below 0.
 */
export function stressOption(option: EuropeanOption, scenario: Scenario): OptionStress {
  const { spotReturn, volatilityChange, rateBasisPoints, days } = scenario;
  if (!(spotReturn >= -1) || !(days >= 0)) throw new RangeError('a return is not below -1, and days are not below 0');
  const base = blackScholesMerton(option);
  const [years, rateChange] = [days / DAYS_A_YEAR, rateBasisPoints / 10_000];
  const moved: EuropeanOption = {
    ...option,
    spot: option.spot * (1 + spotReturn),
    volatility: Math.max(0, option.volatility + volatilityChange),
    rate: option.rate + rateChange,
    timeToExpiry: Math.max(0, option.timeToExpiry - years),
  };
  const step = option.spot * spotReturn;
  const delta = base.delta === null ? null : base.delta * step;
  const deltaGamma = delta === null || base.gamma === null ? null : delta + (base.gamma * step * step) / 2;
  const { vega, theta, rho } = base;
  const others =
    vega === null || theta === null || rho === null ? null : vega * volatilityChange + theta * years + rho * rateChange;
  return {
    baseValue: base.price,
    full: valueOf(moved) - base.price,
    delta,
    deltaGamma,
    allGreeks: deltaGamma === null || others === null ? null : deltaGamma + others,
  };
}

function valueOf(option: EuropeanOption): number {
  if (option.spot > 0) return blackScholesMerton(option).price;
  return option.type === 'CALL' ? 0 : option.strike * Math.exp(-option.rate * option.timeToExpiry);
}

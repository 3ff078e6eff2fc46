import { normalCdf, normalDensity } from '../numeric/distribution.kernel.js';

export type OptionType = 'CALL' | 'PUT';

/** A European option on an asset with a continuous dividend yield. */
export interface EuropeanOption {
  readonly type: OptionType;
  /** Price of the underlying, and of the exercise, in the same money; above 0. */
  readonly spot: number;
  readonly strike: number;
  /** Years of 365 days until expiry; 0 on the last day. */
  readonly timeToExpiry: number;
  /** Continuously compounded, a year; may be negative. */
  readonly rate: number;
  readonly dividendYield: number;
  /** Annual, a ratio: 0.2 is twenty per cent. */
  readonly volatility: number;
}

/**
 * Price and sensitivities per unit of the underlying. What is undefined is null: where there is no time or no
 * volatility left the price is its discounted intrinsic value and has no curvature, and at the kink no slope.
 */
export interface OptionFigures {
  readonly price: number;
  readonly d1: number | null;
  readonly d2: number | null;
  /** Change of the price per unit of spot, and of that per unit of spot. */
  readonly delta: number | null;
  readonly gamma: number | null;
  /** Per 1.00 of volatility; a hundredth of it is the vega per point. */
  readonly vega: number | null;
  /** Per year of calendar time, negative for decay; `thetaPerDay` is a 365th of it. */
  readonly theta: number | null;
  readonly thetaPerDay: number | null;
  /** Per 1.00 of rate, and of dividend yield. */
  readonly rho: number | null;
  readonly dividendRho: number | null;
  /** Change of delta, and of vega, per 1.00 of volatility. */
  readonly vanna: number | null;
  readonly volga: number | null;
  /** Risk-neutral probability to end in the money. */
  readonly inTheMoneyProbability: number | null;
}

export const DAYS_A_YEAR = 365;

/**
 * Black and Scholes (1973) as Merton (1973) has it with a dividend yield:
 * price = φ (S e^(−qT) N(φ d1) − K e^(−rT) N(φ d2)), d1 = (ln(S/K) + (r − q + σ²/2) T) ÷ (σ √T), d2 = d1 − σ √T,
 * φ = 1 for a call and −1 for a put. Agrees with QuantLib's BlackCalculator.
 *
 * @throws RangeError for a spot or strike that is not above 0, a negative time or volatility, or what is no number.
 */
export function blackScholesMerton(option: EuropeanOption): OptionFigures {
  const distances = standardizedDistances(option);
  const { type, spot, strike, timeToExpiry: time, rate, dividendYield, volatility } = option;
  const sign = type === 'CALL' ? 1 : -1;
  const carry = Math.exp(-dividendYield * time);
  const discount = Math.exp(-rate * time);
  if (!distances) return withoutUncertainty(sign, spot * carry, strike * discount, carry);

  const { d1, d2, deviation } = distances;
  const density = normalDensity(d1);
  const [assetShare, cashShare] = [normalCdf(sign * d1), normalCdf(sign * d2)];
  const assetLeg = spot * carry * assetShare;
  const cashLeg = strike * discount * cashShare;
  const vega = spot * carry * density * Math.sqrt(time);
  const decay = -(spot * carry * density * volatility) / (2 * Math.sqrt(time));
  const theta = decay + sign * (dividendYield * assetLeg - rate * cashLeg);
  return {
    price: sign * (assetLeg - cashLeg),
    d1,
    d2,
    delta: sign * carry * assetShare,
    gamma: (carry * density) / (spot * deviation),
    vega,
    theta,
    thetaPerDay: theta / DAYS_A_YEAR,
    rho: sign * time * cashLeg,
    dividendRho: -sign * time * assetLeg,
    vanna: (-carry * density * d2) / volatility,
    volga: (vega * d1 * d2) / volatility,
    inTheMoneyProbability: cashShare,
  };
}

/**
 * d1 and d2 of Black, Scholes and Merton, and the standard deviation of the log return until expiry; null where there is no
 * time or volatility left.
 *
 * @throws RangeError as blackScholesMerton does.
 */
export function standardizedDistances(
  option: EuropeanOption,
): { readonly d1: number; readonly d2: number; readonly deviation: number } | null {
  check(option);
  const { spot, strike, timeToExpiry: time, rate, dividendYield, volatility } = option;
  const deviation = volatility * Math.sqrt(time);
  if (deviation === 0) return null;
  const d1 = (Math.log(spot / strike) + (rate - dividendYield) * time) / deviation + deviation / 2;
  return { d1, d2: d1 - deviation, deviation };
}

const UNDEFINED = {
  ...{ d1: null, d2: null, delta: null, gamma: null, vega: null, theta: null, thetaPerDay: null },
  ...{ rho: null, dividendRho: null, vanna: null, volga: null, inTheMoneyProbability: null },
};

function withoutUncertainty(sign: number, asset: number, cash: number, carry: number): OptionFigures {
  const gain = sign * (asset - cash);
  if (gain === 0) return { ...UNDEFINED, price: 0 };
  return { ...UNDEFINED, price: Math.max(gain, 0), delta: gain > 0 ? sign * carry : 0, gamma: 0, vega: 0 };
}

function check({ spot, strike, timeToExpiry, rate, dividendYield, volatility }: EuropeanOption): void {
  if (!(spot > 0) || !(strike > 0)) throw new RangeError('spot and strike are above 0');
  if (!(timeToExpiry >= 0) || !(volatility >= 0)) throw new RangeError('time and volatility are not negative');
  if (![spot, strike, timeToExpiry, rate, dividendYield, volatility].every(Number.isFinite)) {
    throw new RangeError('an option is described by finite numbers');
  }
}

import { blackScholesMerton, type EuropeanOption } from '../option-pricing/black-scholes.kernel.js';

/** An option as its price of a session explains it. */
export interface RevaluableOption {
  readonly terms: EuropeanOption;
  readonly price: number;
  /** Of the model that explains the price. */
  readonly delta: number;
  /** Whether it may be exercised at any time: then it is never worth less than that pays. */
  readonly isAmerican: boolean;
}

/**
 * Simple returns of an option if its underlying moved by each of `returns` at once, volatility, rate and time unchanged: by
 * full revaluation, so that curvature counts however large the move is. NaN where the underlying has no return.
 *
 * The formula of Black, Scholes and Merton is taken as it is. What the price has above it, the right to exercise early, is
 * followed by its slope, which is the difference of the two deltas, and is never below 0: a tree for each of a year's
 * sessions would cost a hundred times as much, for a part of the price that hardly moves in a day. A spot of 0 or less
 * leaves a call nothing and a put its strike.
 */
export function revaluedReturns(option: RevaluableOption, returns: Float64Array): Float64Array {
  const { terms, price, delta, isAmerican } = option;
  const base = blackScholesMerton(terms);
  const [premium, slope] = isAmerican ? [price - base.price, delta - (base.delta ?? delta)] : [price - base.price, 0];
  // The steps of a tree may leave a price a little below the formula's.
  const leastPremium = Math.min(0, premium);
  return returns.map((moved) => {
    if (Number.isNaN(moved)) return Number.NaN;
    const spot = Math.max(0, terms.spot * (1 + moved));
    const early = isAmerican ? Math.max(leastPremium, premium + slope * (spot - terms.spot)) : premium;
    const value = Math.max(heldValue({ ...terms, spot }) + early, isAmerican ? intrinsicValue(terms, spot) : 0);
    return value / price - 1;
  });
}

function heldValue(terms: EuropeanOption): number {
  if (terms.spot > 0) return blackScholesMerton(terms).price;
  return terms.type === 'CALL' ? 0 : terms.strike * Math.exp(-terms.rate * terms.timeToExpiry);
}

const intrinsicValue = ({ type, strike }: EuropeanOption, spot: number): number =>
  Math.max(0, type === 'CALL' ? spot - strike : strike - spot);

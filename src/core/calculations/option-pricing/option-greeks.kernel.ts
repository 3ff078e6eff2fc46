import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import type { ExerciseStyle } from './american-tree.kernel.js';
import { americanByTree, americanVolatility } from './american-volatility.kernel.js';
import { blackScholesMerton, DAYS_A_YEAR, type EuropeanOption } from './black-scholes.kernel.js';
import { impliedVolatility } from './implied-volatility.kernel.js';

/** Sensitivities of one option per unit of its underlying, in the units that traders quote. */
export interface Greeks {
  /** Change of the price per unit of spot, and of that per unit of spot. */
  readonly delta: number;
  readonly gamma: number;
  /** Change of the price per point of volatility, from 0.20 to 0.21. */
  readonly vegaPerPoint: number;
  /** Per calendar day, negative for decay. */
  readonly thetaPerDay: number;
  /** Per point of rate, from 0.04 to 0.05. */
  readonly rhoPerPoint: number;
}

export interface ImpliedGreeks extends Greeks {
  /** Annual, a ratio. */
  readonly impliedVolatility: number;
  readonly model: 'black-scholes-merton' | 'leisen-reimer';
}

const A_POINT = 0.01;

/**
 * Index options that may be exercised at their end only, by the symbol of the index (Cboe and Nasdaq contract
 * specifications); options on shares and funds, and those on the S&P 100 under OEX, may be exercised at any time.
 */
const EUROPEAN_INDEXES: ReadonlySet<string> = new Set(
  ['SPX', 'SPXW', 'XSP', 'XEO', 'NDX', 'NDXP', 'XND', 'RUT', 'RUTW', 'MRUT', 'DJX', 'VIX', 'VIXW'].flatMap((symbol) => [
    symbol,
    `^${symbol}`,
  ]),
);

export const exerciseStyle = (underlyingSymbol: string): ExerciseStyle =>
  EUROPEAN_INDEXES.has(underlyingSymbol) ? 'EUROPEAN' : 'AMERICAN';

/** Whether it never pays to exercise early: a call without dividends, at a rate that is not negative. */
export const isHeldToTheEnd = ({ type, dividendYield, rate }: Omit<EuropeanOption, 'volatility'>): boolean =>
  type === 'CALL' && dividendYield <= 0 && rate >= 0;

/**
 * The volatility that an option's price implies, and its Greeks there. European options, and American calls that it never
 * pays to exercise early (no dividends, a rate that is not negative), by the formula of Black, Scholes and Merton; all
 * others by a Leisen-Reimer tree: delta and gamma from its nodes, vega and rho by central differences, and theta from the
 * equation that every price obeys where the option is held, θ = rV − (r − q)SΔ − ½σ²S²Γ.
 * Reason: no-solution where no volatility explains the price; see `americanVolatility` and `impliedVolatility`.
 *
 * @throws RangeError as blackScholesMerton does, and for a price that is no number.
 */
export function impliedGreeks(
  option: Omit<EuropeanOption, 'volatility'>,
  price: number,
  style: ExerciseStyle,
): Outcome<ImpliedGreeks> {
  const isByFormula = style === 'EUROPEAN' || isHeldToTheEnd(option);
  const implied = isByFormula ? impliedVolatility(option, price) : americanVolatility(option, price);
  if (!implied.ok) return implied;
  const greeks = (isByFormula ? europeanGreeks : americanGreeks)({ ...option, volatility: implied.value });
  if (!greeks.ok) return greeks;
  const model = isByFormula ? 'black-scholes-merton' : 'leisen-reimer';
  return computed({ ...greeks.value, impliedVolatility: implied.value, model });
}

/** By the formula. Reason: no-solution without time or volatility, where they are not defined. */
export function europeanGreeks(option: EuropeanOption): Outcome<Greeks> {
  const { delta, gamma, vega, thetaPerDay, rho } = blackScholesMerton(option);
  if (delta === null || gamma === null || vega === null || thetaPerDay === null || rho === null) {
    return skipped('no-solution');
  }
  return computed({ delta, gamma, vegaPerPoint: vega * A_POINT, thetaPerDay, rhoPerPoint: rho * A_POINT });
}

// Prices of trees are no smooth function where exercise is near: of the steps tried, errors against trees of 2,001 steps are
// least at these (at most 0.007 of vega and 0.018 of rho, per point, over 12,480 random options).
const VOLATILITY_STEP = 4e-3;
const RATE_STEP = 1e-3;

/** By trees. Reason: no-solution without time or volatility, and so far from the money that the tree overflows. */
export function americanGreeks(option: EuropeanOption): Outcome<Greeks> {
  const { spot, rate, dividendYield, volatility } = option;
  const tree = americanByTree(option);
  if (!tree.ok) return tree;
  const { price, delta, gamma } = tree.value;
  const vega = slope(option, 'volatility', Math.min(VOLATILITY_STEP, volatility / 10));
  const rho = slope(option, 'rate', RATE_STEP);
  if (delta === null || gamma === null || vega === null || rho === null) return skipped('no-solution');
  const theta = rate * price - (rate - dividendYield) * spot * delta - (volatility * spot) ** 2 * (gamma / 2);
  return computed({
    ...{ delta, gamma, thetaPerDay: theta / DAYS_A_YEAR },
    ...{ vegaPerPoint: vega * A_POINT, rhoPerPoint: rho * A_POINT },
  });
}

function slope(option: EuropeanOption, field: 'volatility' | 'rate', step: number): number | null {
  const above = americanByTree({ ...option, [field]: option[field] + step });
  const below = americanByTree({ ...option, [field]: option[field] - step });
  return above.ok && below.ok ? (above.value.price - below.value.price) / (2 * step) : null;
}

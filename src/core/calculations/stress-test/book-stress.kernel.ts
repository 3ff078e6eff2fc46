import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { dot } from '../numeric/vector.kernel.js';
import { blackScholesMerton, type EuropeanOption } from '../option-pricing/black-scholes.kernel.js';
import type { MarketShift } from '../scenario-shocks/scenario-shocks.kernel.js';
import { stressOption } from './option-stress.kernel.js';

/** Signed, in the portfolio's currency: what the given shocks do by themselves, and with all that follows them. */
export interface Gain {
  readonly direct: number;
  readonly full: number;
}

/** An option as it is revalued; per share of its underlying. */
export interface RevaluedOption {
  readonly terms: EuropeanOption;
  /** Whether it may be exercised at any time: then it is never worth less than its intrinsic value. */
  readonly isAmerican: boolean;
}

export interface StressedHolding {
  /** Signed: below 0 for a short position. */
  readonly marketValue: number;
  /** Null where nothing is known of how it moves. */
  readonly gain: Gain | null;
}

export interface BookStress {
  readonly impact: number;
  /** Of it, what the given shocks do by themselves; the rest comes from the factors that follow them. */
  readonly direct: number;
  /** Share of gross value whose moves are known, 0 to 1. */
  readonly coverage: number;
  readonly holdings: number;
  /** Holdings whose moves are not known: they count for nothing. */
  readonly leftOut: number;
}

/** As of every figure that rests on a part of a portfolio. */
const MIN_COVERAGE = 0.5;

/** Return of what has these exposures to the joint model's factors: never below -1, since nothing is worth less than nothing. */
const returnOf = (exposures: Float64Array, shocks: Float64Array): number => Math.max(-1, dot(exposures, shocks));

const bothReturns = (symbol: string, exposures: Float64Array | null, shift: MarketShift): Gain | null => {
  const own = shift.symbols.get(symbol);
  if (own !== undefined) return { direct: own, full: own };
  return exposures && { direct: returnOf(exposures, shift.direct), full: returnOf(exposures, shift.full) };
};

/**
 * Gain of a holding that moves with its factors: market value × Σ exposure × shock, as `stressPosition` has it with its floor.
 * The fall ends at -100 %, where a long position has lost its value and a short one gained it; a rise has no end.
 */
export function linearGain(
  { symbol, marketValue, exposures }: { symbol: string; marketValue: number; exposures: Float64Array | null },
  shift: MarketShift,
): Gain | null {
  const moved = bothReturns(symbol, exposures, shift);
  return moved && { direct: marketValue * moved.direct, full: marketValue * moved.full };
}

/**
 * Gain of an option per share of its underlying, by full revaluation: spot by the underlying's exposures, volatility and
 * rate as the scenario has them. Both sides of the difference come from the same formula.
 */
export function optionGain(
  option: RevaluedOption,
  underlying: { readonly symbol: string; readonly exposures: Float64Array | null },
  shift: MarketShift,
): Gain | null {
  const moved = bothReturns(underlying.symbol, underlying.exposures, shift);
  return moved && { direct: revalued(option, moved.direct, shift), full: revalued(option, moved.full, shift) };
}

function revalued({ terms, isAmerican }: RevaluedOption, spotReturn: number, shift: MarketShift): number {
  const { volatilityFactor, volatilityChange, rateBasisPoints } = shift;
  const volatility = Math.max(0, terms.volatility * volatilityFactor + volatilityChange);
  const { baseValue, full } = stressOption(terms, {
    ...{ spotReturn, rateBasisPoints, days: 0 },
    volatilityChange: volatility - terms.volatility,
  });
  if (!isAmerican) return full;
  const [before, after] = [intrinsicValue(terms, terms.spot), intrinsicValue(terms, terms.spot * (1 + spotReturn))];
  return Math.max(baseValue + full, after) - Math.max(baseValue, before);
}

const intrinsicValue = ({ type, strike }: EuropeanOption, spot: number): number =>
  Math.max(0, type === 'CALL' ? spot - strike : strike - spot);

/** What the formula gives before any shock. */
export const optionValue = ({ terms, isAmerican }: RevaluedOption): number =>
  Math.max(blackScholesMerton(terms).price, isAmerican ? intrinsicValue(terms, terms.spot) : 0);

/** Of a number of shares that an option stands for: a long position loses its value at most, a short one gains it at most. */
export const positionGain = (marketValue: number, shares: number, { direct, full }: Gain): Gain => {
  const ended = (gain: number): number =>
    shares < 0 ? Math.min(shares * gain, -marketValue) : Math.max(shares * gain, -marketValue);
  return { direct: ended(direct), full: ended(full) };
};

/**
 * Sums the gains of a book; cash does not move. Reason: insufficient-coverage where the moves of less than half of gross
 * value are known. A book without holdings gains nothing.
 */
export function bookStress(holdings: readonly StressedHolding[]): Outcome<BookStress> {
  let [gross, covered, impact, direct, leftOut] = [0, 0, 0, 0, 0];
  for (const { marketValue, gain } of holdings) {
    gross += Math.abs(marketValue);
    if (gain === null) leftOut += 1;
    else {
      covered += Math.abs(marketValue);
      impact += gain.full;
      direct += gain.direct;
    }
  }
  const coverage = gross > 0 ? Math.min(1, covered / gross) : holdings.length === leftOut && leftOut > 0 ? 0 : 1;
  if (coverage < MIN_COVERAGE) return skipped('insufficient-coverage');
  return computed({ impact, direct, coverage, holdings: holdings.length, leftOut });
}

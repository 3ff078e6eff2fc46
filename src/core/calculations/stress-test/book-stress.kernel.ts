import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { dot } from '../numeric/vector.kernel.js';
import { binomialTree } from '../option-pricing/american-tree.kernel.js';
import { blackScholesMerton, type EuropeanOption } from '../option-pricing/black-scholes.kernel.js';
import { isHeldToTheEnd } from '../option-pricing/option-greeks.kernel.js';
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
  /** Whether it may be exercised at any time: then a tree values it, unless exercise never pays before the end. */
  readonly isAmerican: boolean;
}

export interface Underlying {
  readonly symbol: string;
  readonly exposures: Float64Array | null;
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

/**
 * Of the trees that scenarios are valued by, in half a tree of the Greeks' steps: a quarter of its work, for gains within
 * 2e-4 of the spot of those in continuous time. An option is valued twice a scenario, which makes this the dearest part.
 */
export const STRESS_STEPS = 101;

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
 * rate as the scenario has them. Both sides of the difference come from the same formula, or from trees of as many steps.
 */
export const optionGain = (option: RevaluedOption, underlying: Underlying, shift: MarketShift): Gain | null =>
  optionGains(option, underlying, [shift])[0] ?? null;

/** The same of many scenarios, in their order: what the option is worth before them is found once. */
export function optionGains(
  option: RevaluedOption,
  { symbol, exposures }: Underlying,
  shifts: readonly (MarketShift | null)[],
): readonly (Gain | null)[] {
  const gainAt = revaluation(option);
  return shifts.map((shift) => {
    const moved = shift && bothReturns(symbol, exposures, shift);
    if (!shift || !moved) return null;
    const full = gainAt(moved.full, shift);
    return { direct: moved.direct === moved.full ? full : gainAt(moved.direct, shift), full };
  });
}

function revaluation({ terms, isAmerican }: RevaluedOption): (spotReturn: number, shift: MarketShift) => number {
  let [before, isKnown] = [Number.NaN, false];
  return (spotReturn, { volatilityFactor, volatilityChange, rateBasisPoints }) => {
    const volatility = Math.max(0, terms.volatility * volatilityFactor + volatilityChange);
    const spot = terms.spot * (1 + spotReturn);
    const moved = { ...terms, spot, volatility, rate: terms.rate + rateBasisPoints / 10_000 };
    if (!isAmerican || (isHeldToTheEnd(terms) && isHeldToTheEnd(moved))) {
      const change = { spotReturn, rateBasisPoints, days: 0, volatilityChange: volatility - terms.volatility };
      return stressOption(terms, change).full;
    }
    if (!isKnown) [before, isKnown] = [earlyExerciseValue(terms), true];
    return earlyExerciseValue(moved) - before;
  };
}

/** What an option that may be exercised at any time is worth; of a spot of 0 a put is exercised at once. */
export function earlyExerciseValue(terms: EuropeanOption): number {
  const exercise = Math.max(0, terms.type === 'CALL' ? terms.spot - terms.strike : terms.strike - terms.spot);
  if (terms.spot === 0) return exercise;
  const tree = binomialTree(terms, { tree: 'LEISEN_REIMER', steps: STRESS_STEPS, style: 'AMERICAN' });
  // So far from the money that the moves overflow, there is nothing left to decide.
  return tree.ok ? tree.value.price : Math.max(exercise, blackScholesMerton(terms).price);
}

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

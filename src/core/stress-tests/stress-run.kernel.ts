import { computed, type Outcome, skipped } from '../../shared/outcome.js';
import {
  bookStress,
  type BookStress,
  type Gain,
  linearGain,
  optionGain,
  positionGain,
} from '../calculations/stress-test/book-stress.kernel.js';
import {
  jointCovariance,
  type MarketShift,
  marketShift,
} from '../calculations/scenario-shocks/scenario-shocks.kernel.js';
import type { ExerciseStyle } from '../calculations/option-pricing/american-tree.kernel.js';
import type { StressShocks } from '../calculations/scenario-shocks/stress-scenarios.kernel.js';

/** All that a portfolio holds of an instrument, as it was stored with the session. */
export interface RunHolding {
  readonly symbol: string;
  readonly isOption: boolean;
  readonly marketValue: number;
  /** Signed number of shares that it stands for. */
  readonly shares: number;
  /** To the joint model's factors: its own, of an option its underlying's; null without any. */
  readonly exposures: readonly number[] | null;
  /** What an option is revalued by. */
  readonly option: {
    readonly type: 'CALL' | 'PUT';
    readonly exercise: ExerciseStyle;
    readonly strike: number;
    readonly spot: number;
    readonly timeToExpiry: number;
    readonly rate: number;
    readonly dividendYield: number;
    readonly volatility: number;
    readonly underlyingSymbol: string;
  } | null;
}

export interface Contribution {
  readonly symbol: string;
  readonly marketValue: number;
  /** Null where nothing is known of how it moves. */
  readonly impact: number | null;
}

export interface StressRun {
  readonly stress: BookStress;
  /** Every holding, the largest impact first, then those that nothing is known of. */
  readonly contributions: readonly Contribution[];
  /** Returns of the joint model's factors, in their order. */
  readonly factors: Float64Array;
}

/** Row by row into columns, which of a symmetric matrix are the same. */
function columnsOf(covariance: readonly number[]): Float64Array[] {
  const size = Math.round(Math.sqrt(covariance.length));
  return Array.from({ length: size }, (_, i) => Float64Array.from(covariance.slice(i * size, (i + 1) * size)));
}

/**
 * A scenario on a book as the batch would compute it, from what the batch stored. Reasons: no-benchmark without the
 * covariance of the funds, no-solution when the shocked factors move as one, insufficient-coverage.
 */
export function runStress(
  shocks: StressShocks,
  holdings: readonly RunHolding[],
  covariance: readonly number[] | null,
): Outcome<StressRun> {
  if (covariance === null) return skipped('no-benchmark');
  const shift = marketShift(shocks, jointCovariance(columnsOf(covariance)));
  if (!shift.ok) return shift;
  const stressed = holdings.map((holding) => ({ ...holding, gain: gainOf(holding, shift.value) }));
  const stress = bookStress(stressed);
  if (!stress.ok) return stress;
  const contributions = stressed.map(({ symbol, marketValue, gain }) => ({
    ...{ symbol, marketValue },
    impact: gain?.full ?? null,
  }));
  return computed({ stress: stress.value, contributions: contributions.sort(bySize), factors: shift.value.full });
}

function gainOf(
  { symbol, isOption, marketValue, shares, exposures: given, option }: RunHolding,
  shift: MarketShift,
): Gain | null {
  const exposures = given && Float64Array.from(given);
  if (!isOption) return linearGain({ symbol, marketValue, exposures }, shift);
  if (option === null) return null;
  const { exercise, underlyingSymbol, ...terms } = option;
  const revalued = { terms, isAmerican: exercise === 'AMERICAN' };
  const gain = optionGain(revalued, { symbol: underlyingSymbol, exposures }, shift);
  return gain && positionGain(marketValue, shares, gain);
}

const sizeOf = ({ impact }: Contribution): number => (impact === null ? -1 : Math.abs(impact));
const bySize = (a: Contribution, b: Contribution): number =>
  sizeOf(b) - sizeOf(a) || (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0);

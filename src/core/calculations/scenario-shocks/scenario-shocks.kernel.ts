import { mapOutcome, type Outcome, skipped } from '../../../shared/outcome.js';
import { FACTOR_FUNDS } from '../../market-data/factor-funds.kernel.js';
import { DEFINITIONS } from '../factor-exposure/factor-models.kernel.js';
import { dot } from '../numeric/vector.kernel.js';
import { propagateShocks } from '../stress-test/factor-stress.kernel.js';
import { SHOCK_FACTORS, type StressShocks } from './stress-scenarios.kernel.js';

/** What a scenario does to everything that can be held, at a session. */
export interface MarketShift {
  /** Simple returns of the joint model's factors, in the order of its definitions: as given, 0 for all others. */
  readonly direct: Float64Array;
  /** The same with the factors that are not given at their conditional means. */
  readonly full: Float64Array;
  readonly rateBasisPoints: number;
  /** Of an option whose annual volatility is σ: σ × factor + change, both ratios, and never below 0. */
  readonly volatilityFactor: number;
  readonly volatilityChange: number;
  /** Symbols that are given a return of their own. */
  readonly symbols: ReadonlyMap<string, number>;
}

/**
 * Of long Treasury bonds: those of a bond of 26 years with a coupon of 3 % at a yield of 4.6 %, which is about what the
 * fund holds (16.5 years; the second derivative of its price by its yield, over its price, is 365).
 */
export const TREASURY_DURATION = 16.5;
export const TREASURY_CONVEXITY = 365;

/** Return of long Treasury bonds when yields change by so many basis points at once: -D Δy + C Δy² / 2. */
export function treasuryReturn(basisPoints: number): number {
  const change = basisPoints / 10_000;
  return -TREASURY_DURATION * change + (TREASURY_CONVEXITY * change * change) / 2;
}

/**
 * Covariance of the joint model's factors from that of the funds behind them, whose columns are in the order of
 * `FACTOR_FUNDS`: a factor is one fund, or one less another, so its covariances are sums and differences of the funds'.
 */
export function jointCovariance(funds: readonly Float64Array[]): Float64Array[] {
  const weights = DEFINITIONS.joint.map(({ long, short }) =>
    Float64Array.from(FACTOR_FUNDS, (fund) => (fund === long ? 1 : fund === short ? -1 : 0)),
  );
  return weights.map((a) => {
    const withFunds = Float64Array.from(funds, (column) => dot(column, a));
    return Float64Array.from(weights, (b) => dot(withFunds, b));
  });
}

/**
 * The shift of a scenario: shocked factors as given, the others at their conditional means under joint normality
 * (`propagateShocks`). Rates are the last factor, by the return of long Treasury bonds. Reason: no-solution when the shocked factors'
 * covariance is singular.
 */
export function marketShift(shocks: StressShocks, covariance: readonly Float64Array[]): Outcome<MarketShift> {
  const { factors = {}, rates_bp: rateBasisPoints } = shocks;
  const given = Float64Array.from([
    ...SHOCK_FACTORS.map((factor) => factors[factor] ?? Number.NaN),
    rateBasisPoints === undefined ? Number.NaN : treasuryReturn(rateBasisPoints),
  ]);
  if (covariance.length !== given.length) return skipped('no-benchmark');
  return mapOutcome(propagateShocks(covariance, given), (full) => ({
    direct: given.map((shock) => (Number.isNaN(shock) ? 0 : shock)),
    full,
    rateBasisPoints: rateBasisPoints ?? 0,
    volatilityFactor: 1 + (shocks.volatility_percent ?? 0) / 100,
    volatilityChange: (shocks.volatility_points ?? 0) / 100,
    symbols: new Map(Object.entries(shocks.symbols ?? {})),
  }));
}

import { type Outcome, mapOutcome } from '../../../shared/outcome.js';
import {
  type FactorFit,
  factorErrors,
  factorTest,
  regressOnFactors,
} from '../factor-regression/factor-regression.kernel.js';
import { type SpreadBeta, spreadBeta } from '../spread-beta/spread-beta.kernel.js';
import { at } from '../numeric/vector.kernel.js';

/**
 * Changes of a yield quoted in per cent, as decimals: from 4.25 to 4.35 is 0.001. One fewer than the levels; missing (NaN)
 * where either level is.
 */
export const yieldChanges = (percent: Float64Array): Float64Array =>
  percent.subarray(1).map((value, i) => (value - at(percent, i)) / 100);

/**
 * Beta of simple returns on a series of rates: the returns of a bond fund such as TLT, where a positive beta loses when
 * rates rise, or yield changes, where beta is the return per 1.00 (10,000 basis points) of yield, and minus beta the
 * empirical duration in years. Classical errors; sessions with a missing value are dropped. Reasons:
 * too-few-observations; zero-variance for rates that do not move.
 *
 * @throws RangeError when the series differ in length.
 */
export const interestRateBeta = (
  returns: Float64Array,
  rates: Float64Array,
  minObservations: number,
): Outcome<SpreadBeta> => spreadBeta(returns, rates, minObservations);

export interface RateAndMarketBeta {
  readonly observations: number;
  readonly marketBeta: number;
  readonly yieldBeta: number;
  /** Classical, n - 3 degrees. */
  readonly marketError: number;
  readonly yieldError: number;
  /** Two-sided; null for an exact fit. */
  readonly yieldPValue: number | null;
  readonly rSquared: number | null;
}

/**
 * Beta on yield changes with the market held fixed: a stock that falls with the market when rates rise is not thereby a
 * bond. Reasons: too-few-observations; no-solution when yields or market do not move, or move together.
 */
export function rateAndMarketBeta(
  returns: Float64Array,
  market: Float64Array,
  changes: Float64Array,
  minObservations: number,
): Outcome<RateAndMarketBeta> {
  const outcome = regressOnFactors({ y: returns, factors: [market, changes] }, minObservations);
  if (!outcome.ok) return outcome;
  const { observations, rSquared, fit } = outcome.value;
  return mapOutcome(fit, (value: FactorFit) => {
    const errors = factorErrors(value, { kind: 'classical' });
    const [marketBeta, yieldBeta] = [at(value.coefficients, 1), at(value.coefficients, 2)];
    const [marketError, yieldError] = [at(errors, 1), at(errors, 2)];
    const yieldPValue = factorTest(yieldBeta, yieldError, value.degrees)?.p ?? null;
    return { observations, marketBeta, yieldBeta, marketError, yieldError, yieldPValue, rSquared };
  });
}

/** Gain, in the money of the value, when yields rise by some basis points: linear, without convexity. */
export const rateShockPnl = (positionValue: number, yieldBeta: number, basisPoints: number): number =>
  (positionValue * yieldBeta * basisPoints) / 10_000;

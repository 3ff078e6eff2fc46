import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { normalDensity, normalQuantile, studentTDensity, studentTQuantile } from '../numeric/distribution.kernel.js';
import { assertConfidence } from './historical-var.kernel.js';
import { type Shape } from './moments.kernel.js';

/**
 * Value at risk and expected shortfall of an assumed distribution, from the mean and the sample standard deviation
 * (n - 1) of the returns. Both are shares of value, positive for a loss, for as long as a return lasts.
 * A confidence outside 0 and 1 and a negative deviation are RangeErrors.
 */
export interface TailRisk {
  /** Loss that is not exceeded with probability `confidence`. */
  readonly valueAtRisk: number;
  /** Mean of the losses beyond it (CVaR). */
  readonly shortfall: number;
}

export interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** Normal returns: VaR = -mean + z sd, CVaR = -mean + sd phi(z) / (1 - c). A mean of 0 gives the zero-mean figures. */
export function normalRisk({ mean, standardDeviation }: Spread, confidence: number): TailRisk {
  assertInputs(standardDeviation, confidence);
  // By the lower tail, so that a confidence next to 1 keeps its digits.
  const z = -normalQuantile(1 - confidence);
  return {
    valueAtRisk: z * standardDeviation - mean,
    shortfall: (standardDeviation * normalDensity(z)) / (1 - confidence) - mean,
  };
}

/** Risk over several periods of independent returns with mean 0: both figures grow with the root of their number. */
export const overHorizon = ({ valueAtRisk, shortfall }: TailRisk, periods: number): TailRisk => ({
  valueAtRisk: valueAtRisk * Math.sqrt(periods),
  shortfall: shortfall * Math.sqrt(periods),
});

/**
 * Student's t with `degrees` of freedom, scaled to the standard deviation: sd sqrt((degrees - 2) / degrees).
 * McNeil, Frey and Embrechts, Quantitative Risk Management, section 2.3. A RangeError unless degrees exceed 2, below which
 * there is no variance.
 */
export function studentTRisk({ mean, standardDeviation }: Spread, confidence: number, degrees: number): TailRisk {
  assertInputs(standardDeviation, confidence);
  if (!(degrees > 2)) throw new RangeError('the variance of t needs more than 2 degrees of freedom');
  const scale = standardDeviation * Math.sqrt((degrees - 2) / degrees);
  const t = -studentTQuantile(1 - confidence, degrees);
  const beyond = ((studentTDensity(t, degrees) / (1 - confidence)) * (degrees + t * t)) / (degrees - 1);
  return { valueAtRisk: scale * t - mean, shortfall: scale * beyond - mean };
}

export interface CornishFisherRisk extends TailRisk {
  /** The adjusted quantile of the returns, in standard deviations; below 0 in the tail of losses. */
  readonly z: number;
  /**
   * Whether the adjusted quantiles rise from the tail to the median. Where they do not, the shape is beyond what the
   * expansion can hold and both figures mislead: CVaR may even be below VaR.
   */
  readonly isMonotone: boolean;
}

/**
 * Quantiles of the normal adjusted for skewness S and excess kurtosis K (Cornish and Fisher 1937; Zangari 1996):
 * z = w + (w^2 - 1) S/6 + (w^3 - 3w) K/24 - (2w^3 - 5w) S^2/36. CVaR is the mean of these quantiles over the tail, for
 * which the moments of the cut normal have closed forms. Reason: zero-variance.
 */
export function cornishFisherRisk(
  { mean, standardDeviation }: Spread,
  { skewness: s, excessKurtosis: k }: Pick<Shape, 'skewness' | 'excessKurtosis'>,
  confidence: number,
): Outcome<CornishFisherRisk> {
  assertInputs(standardDeviation, confidence);
  if (standardDeviation === 0) return skipped('zero-variance');
  const w = normalQuantile(1 - confidence);
  const z = w + ((w ** 2 - 1) * s) / 6 + ((w ** 3 - 3 * w) * k) / 24 - ((2 * w ** 3 - 5 * w) * s ** 2) / 36;
  const adjustment = 1 + (w * s) / 6 + ((w ** 2 - 1) * k) / 24 + ((1 - 2 * w ** 2) * s ** 2) / 36;
  const tailMean = (-normalDensity(w) / (1 - confidence)) * adjustment;
  return computed({
    valueAtRisk: -(mean + standardDeviation * z),
    shortfall: -(mean + standardDeviation * tailMean),
    z,
    isMonotone: risesBetween(w, s, k),
  });
}

/** Whether the slope of the expansion, a parabola in w, is above 0 from w to the median at 0. */
function risesBetween(w: number, s: number, k: number): boolean {
  const [curve, line, level] = [k / 8 - s ** 2 / 6, s / 3, 1 - k / 8 + (5 * s ** 2) / 36];
  const slope = (x: number): number => (curve * x + line) * x + level;
  const turn = -line / (2 * curve);
  const isInside = turn > Math.min(w, 0) && turn < Math.max(w, 0);
  return slope(w) > 0 && slope(0) > 0 && (!isInside || slope(turn) > 0);
}

function assertInputs(standardDeviation: number, confidence: number): void {
  assertConfidence(confidence);
  if (!(standardDeviation >= 0)) throw new RangeError(`${standardDeviation} is not a standard deviation`);
}

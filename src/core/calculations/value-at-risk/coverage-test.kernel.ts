import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { chiSquaredUpperTail } from '../numeric/distribution.kernel.js';
import { assertConfidence } from './historical-var.kernel.js';

/**
 * Kupiec's (1995) test of unconditional coverage, "Techniques for verifying the accuracy of risk measurement models",
 * Journal of Derivatives 3: whether losses exceeded VaR as often as its confidence says, neither more nor less.
 * LR = 2 ln[(1 - x/n)^(n - x) (x/n)^x / ((1 - p)^(n - x) p^x)] with p = 1 - confidence is chi-squared with one degree.
 * It does not see whether breaches come in clusters.
 */
export interface CoverageTest {
  /** Sessions of which both the loss and the VaR that was forecast for it are known. */
  readonly observations: number;
  /** Sessions whose loss exceeded VaR. */
  readonly breaches: number;
  /** (1 - confidence) x observations. */
  readonly expectedBreaches: number;
  readonly likelihoodRatio: number;
  /** Probability of a ratio at least as large when the VaR is right. */
  readonly pValue: number;
}

/**
 * A breach is a return below -VaR; both are shares of value, aligned by session, NaN missing. The VaR must have been
 * forecast before its session. Reason: too-few-observations when none is left. Throws a RangeError for series of different
 * length and for a confidence outside 0 and 1.
 */
export function kupiecTest(
  returns: Float64Array,
  valuesAtRisk: Float64Array,
  confidence: number,
): Outcome<CoverageTest> {
  if (returns.length !== valuesAtRisk.length) throw new RangeError('returns and values at risk are not aligned');
  let [observations, breaches] = [0, 0];
  for (const [t, value] of returns.entries()) {
    const limit = -(valuesAtRisk[t] ?? Number.NaN);
    if (Number.isNaN(value) || Number.isNaN(limit)) continue;
    observations += 1;
    if (value < limit) breaches += 1;
  }
  return kupiecTestOfCounts(observations, breaches, confidence);
}

/** The same from counts. A RangeError unless both are whole and 0 <= breaches <= observations. */
export function kupiecTestOfCounts(observations: number, breaches: number, confidence: number): Outcome<CoverageTest> {
  assertConfidence(confidence);
  const areCounts = Number.isInteger(observations) && Number.isInteger(breaches);
  if (!areCounts || breaches < 0 || breaches > observations) {
    throw new RangeError(`${breaches} of ${observations} are not counts of breaches`);
  }
  if (observations === 0) return skipped('too-few-observations');
  const p = 1 - confidence;
  const share = breaches / observations;
  const kept = observations - breaches;
  const ratio = 2 * (timesLog(breaches, share / p) + timesLog(kept, (1 - share) / (1 - p)));
  // Rounding may put an exact hit below 0.
  const likelihoodRatio = Math.max(0, ratio);
  return computed({
    observations,
    breaches,
    expectedBreaches: p * observations,
    likelihoodRatio,
    pValue: chiSquaredUpperTail(likelihoodRatio, 1),
  });
}

/** count x ln(value), 0 for a count of 0. */
const timesLog = (count: number, value: number): number => (count === 0 ? 0 : count * Math.log(value));

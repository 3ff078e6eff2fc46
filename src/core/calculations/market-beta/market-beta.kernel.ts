import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { defaultHacLags, fitLine, inferLine } from '../numeric/ols.kernel.js';
import { completePairs } from '../numeric/series.kernel.js';

export interface MarketBetaOptions {
  /** Fewer sessions with both returns give no beta. At least 3. */
  readonly minObservations: number;
  /** Lags of the Newey-West errors; by default floor(4 (n/100)^(2/9)). */
  readonly hacLags?: number;
}

export interface MarketBeta {
  /** Return per session that the market does not explain; not annualised. */
  readonly alpha: number;
  readonly beta: number;
  /** Share of the asset's variance explained; null when the asset has none. */
  readonly rSquared: number | null;
  /** Newey-West standard error of beta. */
  readonly standardError: number;
  readonly standardErrorClassical: number;
  /** Beta over its Newey-West error; null when the error is 0, as for an exact multiple of the market. */
  readonly tStatistic: number | null;
  /** Two-sided, Student t with n - 2 degrees. */
  readonly pValue: number | null;
  readonly hacLags: number;
  readonly observations: number;
}

/**
 * Ordinary least squares beta of an asset on the market, from simple returns aligned by session.
 * Sessions on which either return is missing (NaN) are dropped; the rest count as consecutive. Beta is raw: neither
 * clipped nor shrunk, since its error tells how far to trust it.
 * Reasons: too-few-observations; zero-variance for a flat market. Throws a RangeError when lengths differ.
 */
export function marketBeta(
  asset: Float64Array,
  market: Float64Array,
  { minObservations, hacLags }: MarketBetaOptions,
): Outcome<MarketBeta> {
  const { a: y, b: x } = completePairs(asset, market);
  if (y.length < minObservations) return skipped('too-few-observations');
  const fit = fitLine(y, x);
  if (!fit.ok) return fit;
  const lags = hacLags ?? defaultHacLags(y.length);
  const robust = inferLine(fit.value, { kind: 'HAC', lags });
  const classical = inferLine(fit.value, { kind: 'classical' });
  if (!robust.ok) return robust;
  if (!classical.ok) return classical;
  const { alpha, beta, rSquared, observations } = fit.value;
  return computed({
    alpha,
    beta,
    rSquared,
    standardError: robust.value.beta.standardError,
    standardErrorClassical: classical.value.beta.standardError,
    tStatistic: robust.value.beta.tStatistic,
    pValue: robust.value.beta.pValue,
    hacLags: lags,
    observations,
  });
}

/** Blume's (1975) adjustment of a historical beta towards 1: 2/3 beta + 1/3. */
export const blumeAdjustedBeta = (beta: number): number => (2 * beta + 1) / 3;

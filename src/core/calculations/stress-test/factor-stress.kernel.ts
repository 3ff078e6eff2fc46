import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { pivotedQr } from '../numeric/qr.kernel.js';
import { at, combine, dot } from '../numeric/vector.kernel.js';

export interface StressedPosition {
  /** Signed: below 0 for a short position. */
  readonly marketValue: number;
  /** Beta to each shocked factor, in the order of the shocks; NaN where none is known. */
  readonly betas: Float64Array;
  /** Return per 1.00 (10,000 basis points) of yield: minus the duration; NaN where none is known. */
  readonly rateBeta: number;
}

export interface PositionStress {
  /** Signed gain from each shock; 0 where the beta is missing, which `missing` tells. */
  readonly pnlByFactor: Float64Array;
  readonly ratePnl: number;
  readonly pnl: number;
  /** With the position's own return not below -100 %: a long loses its value at most, a short gains it at most. */
  readonly pnlFloored: number;
  /** Places of the shocks without a beta. */
  readonly missing: readonly number[];
  /** Whether rates were shocked and the rate beta is missing. */
  readonly rateMissing: boolean;
}

/**
 * Gain of a position under shocks of factors (simple returns: -0.2 is a fall of 20 %) and of yields (basis points):
 * market value * (sum of beta * shock + rate beta * basis points / 10,000).
 *
 * @throws RangeError when there is not one beta for each shock.
 */
export function stressPosition(position: StressedPosition, shocks: Float64Array, basisPoints: number): PositionStress {
  const { marketValue, betas, rateBeta } = position;
  if (betas.length !== shocks.length) throw new RangeError(`${betas.length} betas for ${shocks.length} shocks`);
  const pnlByFactor = shocks.map((shock, i) => (Number.isNaN(at(betas, i)) ? 0 : marketValue * at(betas, i) * shock));
  const rateMissing = basisPoints !== 0 && Number.isNaN(rateBeta);
  const ratePnl = Number.isNaN(rateBeta) ? 0 : (marketValue * rateBeta * basisPoints) / 10_000;
  const pnl = pnlByFactor.reduce((sum, value) => sum + value, 0) + ratePnl;
  return {
    ...{ pnlByFactor, ratePnl, pnl, rateMissing },
    pnlFloored: marketValue > 0 ? Math.max(pnl, -marketValue) : Math.min(pnl, -marketValue),
    missing: Array.from(betas.keys()).filter((i) => Number.isNaN(at(betas, i))),
  };
}

/**
 * Shocks of all factors when some are given: the others get their conditional mean under joint normality,
 * Cov(u,s) Cov(s,s)^-1 shock (Kupiec 1998). `covariance` is the factors' matrix by columns; `shocks` has NaN where a
 * factor is not shocked. Reason: no-solution when the shocked factors' covariance is singular.
 *
 * @throws RangeError when sizes differ.
 */
export function propagateShocks(covariance: readonly Float64Array[], shocks: Float64Array): Outcome<Float64Array> {
  if (covariance.length !== shocks.length) throw new RangeError('a covariance for every shock');
  const given = Array.from(shocks.keys()).filter((i) => !Number.isNaN(at(shocks, i)));
  if (given.length === 0) return computed(new Float64Array(shocks.length));
  const part = (factor: number): Float64Array =>
    Float64Array.from(given, (place) => at(covariance[factor] ?? new Float64Array(0), place));
  const shocked = Float64Array.from(given, (i) => at(shocks, i));
  const { basis, inverse } = pivotedQr(given.map(part), 1e-12);
  if (inverse === null) return skipped('no-solution');
  const solution = Float64Array.from(inverse, (row) => dot(combine(row, basis, given.length), shocked));
  return computed(shocks.map((shock, i) => (Number.isNaN(shock) ? dot(part(i), solution) : shock)));
}

import { type Outcome, computed, mapOutcome, skipped } from '../../../shared/outcome.js';
import { marketBeta } from '../market-beta/market-beta.kernel.js';
import { realizedVolatility } from '../volatility/realized-volatility.kernel.js';

/**
 * Risk of a portfolio as it stands, by today's weights held constant over past sessions.
 *
 * A weight is the instrument's signed market value over net asset value, so that leverage and cash count: weights
 * need not sum to 1, and what is left out contributes nothing rather than being spread over the rest.
 * Coverage is the share of gross weight that an answer rests on; below one half there is no answer.
 */
const MIN_COVERAGE = 0.5;

/** A figure, and the share of gross weight (0 to 1) it rests on. */
export interface Covered<T> {
  readonly value: T;
  readonly coverage: number;
}

/**
 * Portfolio return of each of the last `window` sessions: the sum of weight times return over the instruments that
 * have every return of the window. `coveredOtherwise` is gross weight whose risk the caller adds by itself. Returns are simple, one series an instrument, aligned by session, NaN missing.
 * Reasons: no-positions, too-few-observations (shorter than the window), insufficient-coverage.
 * Throws a RangeError for lengths that differ and for weights that are not finite.
 */
export function constantWeightReturns(
  weights: Float64Array,
  returns: readonly Float64Array[],
  window = returns[0]?.length ?? 0,
  coveredOtherwise = 0,
): Outcome<Covered<Float64Array>> {
  const sessions = returns[0]?.length ?? 0;
  if (returns.length !== weights.length || returns.some((series) => series.length !== sessions)) {
    throw new RangeError('weights and returns are not aligned');
  }
  const gross = grossWeight(weights);
  if (gross === 0) return skipped('no-positions');
  if (window < 1 || sessions < window) return skipped('too-few-observations');
  const portfolio = new Float64Array(window);
  let covered = coveredOtherwise;
  for (const [i, series] of returns.entries()) {
    const weight = weights[i] ?? 0;
    const recent = series.subarray(sessions - window);
    if (weight === 0 || !isComplete(recent)) continue;
    covered += Math.abs(weight);
    for (let t = 0; t < window; t++) portfolio[t] = (portfolio[t] ?? 0) + weight * (recent[t] ?? 0);
  }
  return ifCovered(portfolio, covered / gross);
}

/**
 * Annualised sample volatility of the constant-weight returns over the last `window` sessions. `own` are annual
 * volatilities of assets without returns, independent of everything else: σ² = σ²(series) + Σ w²σᵢ². NaN for all others.
 */
export function portfolioVolatility(
  weights: Float64Array,
  returns: readonly Float64Array[],
  window: number,
  own: Float64Array = new Float64Array(weights.length).fill(Number.NaN),
): Outcome<Covered<number>> {
  let variance = 0;
  let share = 0;
  for (const [i, weight] of weights.entries()) {
    const volatility = own[i] ?? Number.NaN;
    if (Number.isNaN(volatility)) continue;
    variance += (weight * volatility) ** 2;
    share += Math.abs(weight);
  }
  const series = constantWeightReturns(weights, returns, window, share);
  if (!series.ok) return series;
  const { value, coverage } = series.value;
  return mapOutcome(realizedVolatility(value, window), (volatility) => ({
    value: variance === 0 ? volatility : Math.sqrt(volatility ** 2 + variance),
    coverage,
  }));
}

/**
 * Beta of the portfolio: the sum of weight times beta over the instruments that have one (NaN: none). Beta is linear,
 * so this is the beta of the constant-weight returns when all betas come from the same sessions.
 * Reasons: no-positions, insufficient-coverage.
 */
export function portfolioBeta(weights: Float64Array, betas: Float64Array): Outcome<Covered<number>> {
  if (weights.length !== betas.length) throw new RangeError('weights and betas are not aligned');
  const gross = grossWeight(weights);
  if (gross === 0) return skipped('no-positions');
  let beta = 0;
  let covered = 0;
  for (const [i, weight] of weights.entries()) {
    const own = betas[i] ?? Number.NaN;
    if (Number.isNaN(own)) continue;
    beta += weight * own;
    covered += Math.abs(weight);
  }
  return ifCovered(beta, covered / gross);
}

/**
 * Share of the portfolio's own variance that the market explains: R² of the constant-weight returns on the market's.
 * Not an average of the instruments' R², which diversification makes far too low.
 * Sessions without a market return are dropped. Reasons as above, and zero-variance when the portfolio or the market
 * does not move.
 */
export function portfolioRSquared(
  weights: Float64Array,
  returns: readonly Float64Array[],
  market: Float64Array,
  { window = market.length, minObservations }: { readonly window?: number; readonly minObservations: number },
): Outcome<Covered<number>> {
  if (returns.some((series) => series.length !== market.length)) throw new RangeError('market is not aligned');
  const series = constantWeightReturns(weights, returns, window);
  if (!series.ok) return series;
  const { value, coverage } = series.value;
  const fit = marketBeta(value, market.subarray(market.length - window), { minObservations });
  if (!fit.ok) return fit;
  return fit.value.rSquared === null ? skipped('zero-variance') : computed({ value: fit.value.rSquared, coverage });
}

function grossWeight(weights: Float64Array): number {
  let gross = 0;
  for (const weight of weights) gross += Math.abs(weight);
  if (!Number.isFinite(gross)) throw new RangeError('a weight is not finite');
  return gross;
}

function isComplete(series: Float64Array): boolean {
  for (const value of series) if (Number.isNaN(value)) return false;
  return true;
}

function ifCovered<T>(value: T, coverage: number): Outcome<Covered<T>> {
  // Rounding of the sums may lift full coverage above 1.
  return coverage < MIN_COVERAGE
    ? skipped('insufficient-coverage')
    : computed({ value, coverage: Math.min(1, coverage) });
}

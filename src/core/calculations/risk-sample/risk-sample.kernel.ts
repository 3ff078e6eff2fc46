import { type Outcome, computed, skipped } from '../../../shared/outcome.js';
import { type Panel } from '../numeric/panel.kernel.js';
import { lastOf } from '../numeric/window.kernel.js';

/**
 * The past returns that the risk of a portfolio as it stands is measured on: today's weights, held constant over the
 * sessions of a window. A weight is a signed share of net asset value, so that cash counts as what does not move.
 *
 * An instrument counts when it has `needed` returns of the window; the sessions are those on which all of these have one.
 * What has a volatility of its own and no returns counts as independent of everything else.
 */
export interface RiskSample {
  /** Places of the instruments that count, ascending, with their weights and their returns of the sessions. */
  readonly places: readonly number[];
  readonly weights: Float64Array;
  readonly returns: Panel;
  /** Places of the sessions within the window, ascending. */
  readonly sessions: readonly number[];
  /** Sum of weight times return, a session. */
  readonly portfolio: Float64Array;
  /** Share of gross weight, 0 to 1, that has returns. */
  readonly coverage: number;
  /** Places of what has an annual volatility of its own, and its variance: the sum of (weight x volatility)^2. */
  readonly ownPlaces: readonly number[];
  readonly ownVariance: number;
}

export interface Holdings {
  readonly weights: Float64Array;
  /** One series an instrument, aligned by session, NaN missing. */
  readonly returns: Panel;
  /** Annual; NaN for what has none. */
  readonly ownVolatilities?: Float64Array;
}

/** Of gross weight: below it there is no figure. */
export const MIN_COVERAGE = 0.5;

/**
 * Reasons: no-positions; insufficient-coverage when less than half of gross weight has returns or a volatility of its
 * own; too-few-observations when all of these have fewer than `needed` sessions in common.
 */
export function riskSample(holdings: Holdings, window: number, needed: number): Outcome<RiskSample> {
  const { weights, returns, ownVolatilities } = holdings;
  if (returns.length !== weights.length) throw new RangeError('weights and returns are not aligned');
  const recent = returns.map((series) => lastOf(series, window));
  const places: number[] = [];
  const ownPlaces: number[] = [];
  let [gross, covered, coveredByOwn, ownVariance] = [0, 0, 0, 0];
  for (const [i, weight] of weights.entries()) {
    gross += Math.abs(weight);
    if (weight === 0) continue;
    const own = ownVolatilities?.[i] ?? Number.NaN;
    if (!Number.isNaN(own)) {
      ownPlaces.push(i);
      coveredByOwn += Math.abs(weight);
      ownVariance += (weight * own) ** 2;
    } else if (countPresent(recent[i]) >= needed) {
      places.push(i);
      covered += Math.abs(weight);
    }
  }
  if (!Number.isFinite(gross)) throw new RangeError('a weight is not finite');
  if (gross === 0) return skipped('no-positions');
  if ((covered + coveredByOwn) / gross < MIN_COVERAGE) return skipped('insufficient-coverage');
  const own = places.map((i) => recent[i] ?? new Float64Array());
  const sessions = completeSessions(own);
  if (sessions.length < needed) return skipped('too-few-observations');
  const isWhole = sessions.length === own[0]?.length;
  const kept = isWhole ? own : own.map((series) => taken(series, sessions));
  const held = Float64Array.from(places, (i) => weights[i] ?? Number.NaN);
  return computed({
    ...{ places, weights: held, returns: kept, sessions, ownPlaces, ownVariance },
    portfolio: weighted(held, kept, sessions.length),
    // Rounding of the sums may lift full coverage above 1.
    coverage: Math.min(1, covered / gross),
  });
}

/** What stands for a holding instead: series of the sample's window. */
export interface Substitute {
  readonly weight: number;
  readonly returns: Float64Array;
}

/** The same instruments and sessions, some of them with another weight and other returns; by place. */
export function substituted(sample: RiskSample, substitutes: ReadonlyMap<number, Substitute>): RiskSample {
  const { places, sessions } = sample;
  const weights = sample.weights.map((weight, k) => substitutes.get(places[k] ?? -1)?.weight ?? weight);
  const returns = sample.returns.map((series, k) => {
    const own = substitutes.get(places[k] ?? -1)?.returns;
    return own ? taken(own, sessions) : series;
  });
  return { ...sample, weights, returns, portfolio: weighted(weights, returns, sessions.length) };
}

// Plain loops from here on: these run for every portfolio and session, over everything that it holds.

function countPresent(series: Float64Array | undefined): number {
  let count = 0;
  for (let t = 0; series && t < series.length; t++) if (!Number.isNaN(series[t])) count += 1;
  return count;
}

function completeSessions(panel: Panel): number[] {
  const length = panel[0]?.length ?? 0;
  const missing = new Uint8Array(length);
  for (const series of panel) {
    for (let t = 0; t < length; t++) if (Number.isNaN(series[t])) missing[t] = 1;
  }
  const sessions: number[] = [];
  for (let t = 0; t < length; t++) if (missing[t] === 0) sessions.push(t);
  return sessions;
}

function taken(series: Float64Array, sessions: readonly number[]): Float64Array {
  const kept = new Float64Array(sessions.length);
  for (let k = 0; k < kept.length; k++) kept[k] = series[sessions[k] ?? -1] ?? Number.NaN;
  return kept;
}

function weighted(weights: Float64Array, panel: Panel, sessions: number): Float64Array {
  const sum = new Float64Array(sessions);
  for (let i = 0; i < panel.length; i++) {
    const [weight, series] = [weights[i] ?? Number.NaN, panel[i] ?? sum];
    for (let t = 0; t < sessions; t++) sum[t] = (sum[t] ?? 0) + weight * (series[t] ?? Number.NaN);
  }
  return sum;
}

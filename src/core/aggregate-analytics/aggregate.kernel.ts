import { computed, type Outcome, skipped } from '../../shared/outcome.js';

/** A portfolio as a part of a sum. Money in one currency. */
export interface Part {
  /** Null before the first valuation. */
  readonly netAssetValue: number | null;
  readonly grossExposure: number | null;
  readonly beta90d: number | null;
  /** Share of the portfolio's gross value that its beta rests on, 0 to 1. */
  readonly betaCoverage: number | null;
}

export interface Covered {
  readonly value: number;
  readonly coverage: number;
}

/** As for a single portfolio: below this share of gross value there is no answer. */
const MIN_COVERAGE = 0.5;

/** Sum of what is valued; not-computed-yet when nothing is. */
export function totalValue(parts: readonly Pick<Part, 'netAssetValue'>[]): Outcome<number> {
  const values = parts.flatMap(({ netAssetValue }) => netAssetValue ?? []);
  return values.length === 0 ? skipped('not-computed-yet') : computed(values.reduce((sum, value) => sum + value, 0));
}

/** Share of a portfolio in the total, a ratio; null where it is not valued, or the total is not above zero. */
export const weightOf = (value: number | null, total: Outcome<number>): number | null =>
  value === null || !total.ok || total.value <= 0 ? null : value / total.value;

/**
 * Beta of several portfolios taken as one: Σ NAVᵢ βᵢ ÷ Σ NAVᵢ. A portfolio's beta is Σ of market value over NAV times beta,
 * so this is the same number as Σ over all positions of market value over the total NAV times beta: computed from positions,
 * not averaged. What has no beta contributes nothing and is not spread over the rest.
 * Reasons: not-computed-yet, non-positive-equity, no-positions, insufficient-coverage (below one half of gross value).
 */
export function aggregateBeta(parts: readonly Part[]): Outcome<Covered> {
  const total = totalValue(parts);
  if (!total.ok) return total;
  if (total.value <= 0) return skipped('non-positive-equity');
  let gross = 0;
  let covered = 0;
  let sum = 0;
  for (const { netAssetValue, grossExposure, beta90d, betaCoverage } of parts) {
    gross += grossExposure ?? 0;
    if (netAssetValue === null || beta90d === null) continue;
    covered += (grossExposure ?? 0) * (betaCoverage ?? 1);
    sum += netAssetValue * beta90d;
  }
  if (gross === 0) return skipped('no-positions');
  const coverage = Math.min(1, covered / gross);
  return coverage < MIN_COVERAGE ? skipped('insufficient-coverage') : computed({ value: sum / total.value, coverage });
}

/** P&L as a share of what has been paid in and not taken out again, a ratio; null when that is not above zero. */
export function returnOnContributions(netAssetValue: number, cumulativePnl: number): number | null {
  const contributed = netAssetValue - cumulativePnl;
  return contributed > 0 ? cumulativePnl / contributed : null;
}

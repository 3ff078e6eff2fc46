import { computed, type Outcome, skipped } from '../../shared/outcome.js';

/** What a scenario does to one of several portfolios. */
export interface StressPart {
  readonly netAssetValue: number | null;
  readonly grossExposure: number | null;
  readonly dollarImpact: number | null;
  /** Share of gross value behind the impact. */
  readonly coverage: number | null;
}

export interface AggregateImpact {
  readonly dollarImpact: number;
  /** Points of net asset value; null where that is not above 0. */
  readonly percentageImpact: number | null;
  readonly newValue: number;
  readonly coverage: number;
  readonly portfolios: number;
}

const MIN_COVERAGE = 0.5;

/**
 * Several portfolios taken as one. An impact is a sum over positions, so the sum of impacts is that over all positions of
 * all portfolios: nothing is averaged. A portfolio without a result counts for nothing. Reasons: not-computed-yet, and
 * insufficient-coverage below half of gross value.
 */
export function aggregateImpact(parts: readonly StressPart[]): Outcome<AggregateImpact> {
  let [value, gross, covered, impact, portfolios] = [0, 0, 0, 0, 0];
  for (const { netAssetValue, grossExposure, dollarImpact, coverage } of parts) {
    value += netAssetValue ?? 0;
    gross += grossExposure ?? 0;
    if (dollarImpact === null) continue;
    impact += dollarImpact;
    covered += (grossExposure ?? 0) * (coverage ?? 0);
    portfolios += 1;
  }
  if (portfolios === 0) return skipped('not-computed-yet');
  const share = gross > 0 ? Math.min(1, covered / gross) : 1;
  if (share < MIN_COVERAGE) return skipped('insufficient-coverage');
  return computed({
    dollarImpact: impact,
    percentageImpact: value > 0 ? (impact / value) * 100 : null,
    newValue: value + impact,
    ...{ coverage: share, portfolios },
  });
}

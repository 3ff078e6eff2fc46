//! What is read and computed of stress tests. Money in the portfolio's currency; percentages are points, as the contract has them.
import type { RunHolding } from './stress-run.kernel.js';

/** A stored result with the scenario it is of. */
export interface ScenarioOutcome {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly severity: string;
  readonly version: number;
  readonly dollarImpact: number | null;
  readonly percentageImpact: number | null;
  readonly newPortfolioValue: number | null;
  readonly directImpact: number | null;
  readonly propagatedImpact: number | null;
  readonly coverage: number | null;
  readonly positionsTotal: number | null;
  readonly positionsLeftOut: number | null;
  readonly observations: number;
  readonly reason: string | null;
  readonly method: string;
}

export interface StressTestView {
  readonly portfolioId: string;
  /** Session of the newest snapshot; null before the first. */
  readonly asOf: string | null;
  /** Whether the session waits to be computed anew. */
  readonly isStale: boolean;
  readonly netAssetValue: number | null;
  readonly grossExposure: number | null;
  /** Why the calculation left nothing, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
  /** By category, then name. */
  readonly outcomes: readonly ScenarioOutcome[];
}

export interface StressDay {
  readonly date: string;
  readonly dollarImpact: number | null;
  readonly percentageImpact: number | null;
  readonly newPortfolioValue: number | null;
  readonly coverage: number | null;
  readonly scenarioVersion: number;
  readonly reason: string | null;
}

export interface StressHistoryView {
  readonly portfolioId: string;
  readonly scenarioId: string;
  /** Ascending. */
  readonly days: readonly StressDay[];
}

/** As the newest snapshot has it. */
export interface StoredHolding extends RunHolding {
  /** Of a symbol without any exposures. */
  readonly reason: string | null;
}

/** What a scenario is run on. */
export interface StressInputs {
  readonly portfolioId: string;
  readonly asOf: string | null;
  readonly isStale: boolean;
  readonly netAssetValue: number | null;
  /** Of the funds behind the factors, row by row; null where there is none. */
  readonly covariance: readonly number[] | null;
  readonly covarianceReason: string | null;
  readonly observations: number;
  readonly holdings: readonly StoredHolding[];
}

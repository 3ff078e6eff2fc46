//! Risk figures as they are read. Shares of net asset value and ratios; volatilities are annual.
import type { RatioSet } from '../calculations/risk-ratios/ratio-set.kernel.js';

export interface StoredMeasure {
  readonly measure: string;
  /** In sessions. */
  readonly window: number;
  readonly value: number | null;
  readonly observations: number;
  readonly reason: string | null;
  readonly method: string;
  readonly version: number;
}

/** Of the newest session. */
export interface MeasuresView {
  readonly portfolioId: string;
  /** Null before the first session. */
  readonly asOf: string | null;
  readonly isStale: boolean;
  readonly netAssetValue: number | null;
  /** Reasons of the snapshot, by column or calculation. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly measures: readonly StoredMeasure[];
}

export interface ContributionRow {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly investmentClass: string;
  readonly weight: number | null;
  readonly volatility: number | null;
  readonly marginalVolatility: number | null;
  readonly componentVar: number | null;
  readonly marginalVar: number | null;
  readonly incrementalVar: number | null;
  readonly componentCvar: number | null;
  readonly observations: number;
  readonly reason: string | null;
  readonly method: string;
  readonly version: number;
}

export interface ContributionsView extends MeasuresView {
  readonly total: number;
  /** The largest contribution to volatility first, by size. */
  readonly contributions: readonly ContributionRow[];
}

/** First and last session asked for; null where it is left open. */
export interface SessionSpan {
  readonly from: string | null;
  readonly to: string | null;
}

export interface HistoryPoint {
  readonly date: string;
  readonly window: number;
  readonly value: number | null;
  /** Null for a figure that looks at its session alone. */
  readonly observations: number | null;
  readonly reason: string | null;
  readonly method: string | null;
  readonly version: number | null;
}

export interface HistoryView {
  readonly portfolioId: string;
  /** Ascending by session, then window. */
  readonly points: readonly HistoryPoint[];
  /** Whether there are earlier ones within the span, left out for their number. */
  readonly isCut: boolean;
}

/** Of a portfolio that its daily returns are compared for. */
export interface ReturnsHead {
  readonly portfolioId: string;
  readonly dataset: string;
  readonly benchmarkSymbol: string;
}

export interface DailyReturn {
  readonly date: string;
  readonly dailyReturn: number | null;
}

export interface BenchmarkClose {
  readonly date: string;
  readonly close: number;
  readonly split: number;
  readonly dividend: number;
  readonly basis: 'raw' | 'split_adjusted' | 'total_return';
}

export interface BacktestAsked {
  /** Name of a stored VaR. */
  readonly measure: string;
  readonly confidence: number;
  readonly span: SessionSpan;
}

export interface RatiosView {
  readonly newest: MeasuresView;
  readonly benchmark: string;
  /** Of the portfolio's own daily returns. */
  readonly ratios: RatioSet;
  readonly observations: number;
  /** First and last session with a return; null without any. */
  readonly from: string | null;
  readonly to: string | null;
  /** Whether there are earlier sessions within the span, left out for their number. */
  readonly isCut: boolean;
}

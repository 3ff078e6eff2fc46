//! What performance is asked for, computed from and told as. Money is exact decimal text, rates are ratios.
import type { Outcome } from '../../shared/outcome.js';
import type { AttributionParts } from './attribution.kernel.js';
import type { SpanReturns } from './performance-returns.kernel.js';
import type { PnlParts } from './portfolio-performance.kernel.js';

/** First and last day; null means from the beginning, or to the newest snapshot. */
export interface SpanQuery {
  readonly from: string | null;
  readonly to: string | null;
}

/** A portfolio, as far as its performance depends on it. */
export interface PerformanceHead {
  readonly id: string;
  readonly currency: string;
  readonly dataset: string;
  readonly benchmarkSymbol: string;
  readonly lotMethod: 'fifo' | 'lifo' | 'highest_cost' | 'average' | 'chosen';
  readonly staleFrom: string | null;
  /** First trade date that is in force; null for an empty ledger. */
  readonly ledgerStart: string | null;
  readonly firstSnapshot: string | null;
}

/** What was held at a session. */
export interface HeldDay {
  readonly date: string;
  /** Signed. */
  readonly costBasis: string;
  /** Lots that never had a price and are carried at cost. */
  readonly unpriced: number;
}

export interface BenchmarkFigures {
  /** Null when portfolios with different benchmarks are looked at together. */
  readonly symbol: string | null;
  readonly totalReturn: Outcome<number>;
  /** Time-weighted return less that of the benchmark. */
  readonly excessReturn: Outcome<number>;
}

export interface Performance {
  readonly portfolioIds: readonly string[];
  readonly position: { readonly id: string; readonly symbol: string } | null;
  readonly query: SpanQuery;
  readonly currency: string | null;
  readonly staleFrom: string | null;
  /** Values are those of the close of `start`, which lies before the span, and of `end`. */
  readonly span: Outcome<{ readonly start: string; readonly end: string; readonly sessions: number }>;
  readonly pnl: Outcome<PnlParts>;
  readonly attribution: Outcome<AttributionParts>;
  readonly returns: SpanReturns;
  readonly benchmark: BenchmarkFigures;
  readonly unpricedCount: number;
}

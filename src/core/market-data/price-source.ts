import type { FetchReport } from './providers/price-fetch.kernel.js';

/** Of a source that brings something else than prices: it says in `dataset` what that is. */
export interface OtherReport {
  readonly dataset: string;
  readonly to: string;
  readonly wanted: number;
  readonly fetched: number;
  readonly failed: readonly object[];
  readonly failed_total: number;
}

export type SourceReport = FetchReport | OtherReport;

/** For whom prices are brought up to a session. */
export interface SourceScope {
  /** Null: all active portfolios. */
  readonly portfolioId: string | null;
  /** Given when this program ends. */
  readonly signal: AbortSignal;
}

/** A provider that can bring a dataset's history up to a session. Imported files are no source: they end where they end. */
export interface PriceSource {
  /** Null: for every dataset of the real world. */
  readonly dataset: string | null;
  /**
   * Adds what is missing up to and including `to`; what is there changes only where a provider has corrected it. Outside of
   * any unit of work. Reports what it fetched over a network.
   */
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a source without a network reports nothing
  extend(to: string, scope: SourceScope): Promise<SourceReport | null | void>;
}

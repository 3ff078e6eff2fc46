import type { FailureCode } from './provider-failure.kernel.js';

/** What a dataset is asked to have of one symbol, and what it has. */
export interface WantedPrices {
  readonly instrumentId: string;
  readonly symbol: string;
  /** First and last day on which somebody needs a price. */
  readonly neededFrom: string;
  readonly neededTo: string;
  /** First day that was ever asked for; null when none was. */
  readonly coveredFrom: string | null;
  /** Newest close that is stored. */
  readonly lastSession: string | null;
}

export interface FetchSpan {
  readonly from: string;
  readonly to: string;
}

/** Calendar days that are fetched again each time, so that a corrected price is seen: five sessions at least. */
export const OVERLAP_DAYS = 9;

/**
 * What to ask for: all that is needed when nothing is there, or not from so early on; else what is new, with an overlap.
 * @returns null when nobody needs anything newer than what is stored
 */
export function planFetch(wanted: WantedPrices): FetchSpan | null {
  const { neededFrom, neededTo, coveredFrom, lastSession } = wanted;
  if (neededFrom > neededTo) return null;
  if (coveredFrom === null || neededFrom < coveredFrom) return { from: neededFrom, to: neededTo };
  if (lastSession === null) return { from: coveredFrom, to: neededTo };
  const overlap = daysBefore(lastSession, OVERLAP_DAYS);
  return { from: overlap < coveredFrom ? coveredFrom : overlap, to: neededTo };
}

/** @returns the day so many calendar days before. */
export function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000).toISOString().slice(0, 10);
}

export interface SymbolFailure {
  readonly symbol: string;
  readonly code: FailureCode | 'other-currency' | 'out-of-time';
  readonly message: string;
}

/** A symbol whose newest close is older than the session: it is valued by that close, with its age shown. */
export interface StaleSymbol {
  readonly symbol: string;
  readonly last_session: string | null;
}

/** What came of fetching one dataset, as it is kept with the run: hence the names of the wire. */
export interface FetchReport {
  readonly dataset: string;
  readonly to: string;
  /** Symbols that somebody needs prices of. */
  readonly wanted: number;
  readonly fetched: number;
  /** Up to date a short while ago already, or failed so. */
  readonly skipped: number;
  readonly inserted: number;
  readonly updated: number;
  /** Whose stored prices were all fetched anew, since a split has changed them. */
  readonly rebased: readonly string[];
  readonly failed: readonly SymbolFailure[];
  readonly failed_total: number;
  readonly stale: readonly StaleSymbol[];
  readonly stale_total: number;
}

export const MAX_LISTED = 100;

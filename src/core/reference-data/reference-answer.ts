import type { FailureCode, ProviderName } from '../market-data/providers/provider-failure.kernel.js';
import type { ReferenceData } from './reference-data.service.js';

/** A symbol to ask providers about. */
export interface DueSymbol {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly isBenchmark: boolean;
}

/** A question that nobody could answer, though somebody should have. */
export interface PartFailure {
  readonly symbol: string;
  /** What was asked for, such as `profile`. */
  readonly part: string;
  readonly code: FailureCode;
  readonly message: string;
}

/** All that was answered about a symbol; several answers of one provider are stored under its name. */
export interface SymbolAnswer {
  readonly parts: readonly { readonly provider: ProviderName; readonly data: ReferenceData }[];
  readonly failures: readonly PartFailure[];
}

/** What came of asking for profiles and statements, as it is kept with the run: hence the names of the wire. */
export interface ReferenceReport {
  readonly dataset: 'profiles and statements';
  readonly to: string;
  /** Symbols whose data are missing or old, at most as many as are asked for in one run. */
  readonly wanted: number;
  /** Symbols of which everything was answered. */
  readonly fetched: number;
  /** Rows that are new or different. */
  readonly stored: number;
  readonly failed: readonly PartFailure[];
  readonly failed_total: number;
  /** For which the time did not suffice: the next run asks for them. */
  readonly left: number;
}

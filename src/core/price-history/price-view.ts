//! Stored daily prices as they are read. Prices are numbers in the currency of the instrument; what is not stored is null.

export interface PriceSeries {
  readonly symbol: string;
  readonly dataset: string;
  /** What is in the closes already: splits, dividends, or neither. */
  readonly basis: string;
  /** Sessions, ascending; the other lists go with it. */
  readonly dates: readonly string[];
  readonly open: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly close: readonly number[];
  readonly volume: readonly (number | null)[];
  /** Closes in the shares of the newest session; nothing but splits is taken out. */
  readonly adjusted: readonly number[];
  /** When its newest row was written last. */
  readonly updatedAt: string;
}

/** The last two closes of a symbol. */
export interface Quote {
  readonly symbol: string;
  readonly dataset: string;
  readonly date: string;
  readonly close: number;
  /** In the shares of the newest close; null before the second one. */
  readonly previousClose: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly volume: number | null;
}

export interface Span {
  readonly from: string;
  readonly to: string;
}

/** How much is stored of what a portfolio holds; lots of one symbol together. */
export interface CoveredSymbol {
  readonly symbol: string;
  readonly isPrivate: boolean;
  readonly positions: number;
  /** Sessions with a close in the span. */
  readonly days: number;
  readonly isHeld: boolean;
}

export interface Coverage {
  readonly symbols: readonly CoveredSymbol[];
  readonly updatedAt: string | null;
}

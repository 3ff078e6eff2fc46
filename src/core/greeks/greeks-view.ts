//! What is read of Greeks. Per share of a contract, of the position, and in the portfolio's currency.

/** Null where an option has none. */
export interface GreekFigures {
  readonly delta: number | null;
  readonly gamma: number | null;
  readonly vega: number | null;
  readonly theta: number | null;
  readonly rho: number | null;
}

export interface PositionGreeks {
  readonly positionId: string;
  readonly symbol: string;
  readonly underlyingSymbol: string | null;
  readonly isOption: boolean;
  readonly quantity: number;
  readonly multiplier: number;
  readonly marketValue: number;
  readonly spot: number | null;
  readonly impliedVolatility: number | null;
  readonly unit: GreekFigures;
  readonly position: GreekFigures;
  readonly deltaDollars: number | null;
  readonly gammaDollars: number | null;
  readonly reason: string | null;
  readonly method: string | null;
  /** Of the calculation of its Greeks; null for what is no option. */
  readonly version: number | null;
}

export interface GreekTotals {
  /** Options without Greeks at their values. */
  readonly deltaDollars: number;
  readonly gammaDollars: number;
  readonly vega: number;
  readonly theta: number;
  readonly rho: number;
  /** Lots. */
  readonly options: number;
  readonly optionsWithGreeks: number;
}

export interface GreeksView {
  readonly portfolioId: string;
  /** Session of the newest snapshot; null before the first. */
  readonly asOf: string | null;
  readonly isStale: boolean;
  readonly reasons: Readonly<Record<string, string>>;
  readonly total: number;
  readonly totals: GreekTotals;
  readonly positions: readonly PositionGreeks[];
}

export interface GreeksDay extends GreekTotals {
  readonly date: string;
}

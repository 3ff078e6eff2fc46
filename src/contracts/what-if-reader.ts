import { type Figure } from './risk-reader.js';

export interface SupposedTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell' | 'short' | 'cover';
  /** Shares or contracts, a positive decimal. */
  readonly quantity: string;
}

/** Money in the portfolio's currency. */
export interface SupposedSide {
  readonly netAssetValue: number;
  readonly cash: number;
  readonly grossExposure: number;
  readonly netExposure: number;
  readonly beta90d: Figure;
  /** Annualised, a ratio. */
  readonly volatility21d: Figure;
  readonly herfindahlIndex: Figure;
}

export interface SupposedTrades {
  readonly portfolioId: string;
  readonly asOf: string;
  /** At the close of the session; `amount` is the signed effect on cash. */
  readonly trades: readonly (SupposedTrade & { readonly price: number; readonly amount: number })[];
  readonly before: SupposedSide;
  readonly after: SupposedSide;
  readonly method: string;
}

/** What cannot be supposed, and why, in a sentence. */
export interface Refusal {
  readonly refused: string;
}

export interface OptionView {
  readonly symbol: string;
  readonly underlying: string | null;
  readonly quantity: number;
  readonly delta: Figure;
  readonly impliedVolatility: Figure;
  /** The position in money of its underlying, by its delta. */
  readonly deltaDollars: Figure;
}

/** Of all positions; money in the portfolio's currency. */
export interface SensitivityView {
  readonly portfolioId: string;
  readonly asOf: string | null;
  readonly method: string;
  readonly deltaDollars: Figure;
  readonly gammaDollars: Figure;
  /** For one point of volatility, one day, and one point of interest. */
  readonly vega: Figure;
  readonly theta: Figure;
  readonly rho: Figure;
  readonly optionCount: number;
  readonly optionsWithGreeks: number;
  readonly options: readonly OptionView[];
  /** Signed market value of each symbol held that is no option. */
  readonly holdings: readonly { readonly symbol: string; readonly marketValue: number }[];
  /** Positions were left out. */
  readonly isCut: boolean;
}

/** Supposes and stores nothing. Both return null for a portfolio that is not this user's. */
export interface WhatIfReader {
  trades(
    userId: string,
    portfolioId: string,
    trades: readonly SupposedTrade[],
  ): Promise<SupposedTrades | Refusal | null>;
  sensitivities(userId: string, portfolioId: string): Promise<SensitivityView | null>;
}

export const WHAT_IF_READER = Symbol('WhatIfReader');

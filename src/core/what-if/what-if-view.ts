//! What a what-if answers with. Money in the portfolio's currency, ratios as ratios.
import type { Exposures } from '../calculations/concentration/concentration.kernel.js';

export interface WhatIfTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell' | 'short' | 'cover';
  readonly quantity: string;
  /** Of a share; null: the close of the session. */
  readonly price: string | null;
}

export interface WhatIfFactor {
  readonly model: string;
  readonly factor: string;
  readonly exposure: number | null;
  readonly dollars: number | null;
  readonly reason: string | null;
}

export interface WhatIfGreeks {
  readonly deltaDollars: number;
  readonly gammaDollars: number;
  readonly vega: number;
  readonly theta: number;
  readonly rho: number;
  /** Symbols. */
  readonly options: number;
  readonly optionsWithGreeks: number;
}

/** Rows of one calculation's table. */
export interface WhatIfResult {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface WhatIfSide {
  /** BLOCKED: too little of it has a price, and a batch run would store nothing. */
  readonly status: 'OK' | 'PARTIAL' | 'BLOCKED';
  readonly netAssetValue: number;
  readonly cash: number;
  readonly exposures: Exposures;
  readonly deltaAdjusted: Exposures;
  readonly beta90d: number | null;
  readonly beta252d: number | null;
  readonly volatility21d: number | null;
  readonly volatility63d: number | null;
  readonly concentration: {
    readonly herfindahlIndex: number | null;
    readonly effectivePositions: number | null;
    readonly top3Share: number | null;
    readonly top10Share: number | null;
  };
  readonly factors: readonly WhatIfFactor[];
  /** Sector to share of gross exposure; empty without a position. */
  readonly sectors: Readonly<Record<string, number>>;
  readonly greeks: WhatIfGreeks;
  /** Every figure of a snapshot that a calculation fills, by column. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Everything else that calculations find of a portfolio, by table. */
  readonly results: readonly WhatIfResult[];
  readonly reasons: Readonly<Record<string, string>>;
}

export interface BookedTrade {
  readonly symbol: string;
  readonly side: string;
  readonly quantity: string;
  readonly price: string;
  /** Signed effect on cash. */
  readonly amount: string;
}

export interface WhatIfView {
  readonly portfolioId: string;
  readonly asOf: string;
  readonly trades: readonly BookedTrade[];
  readonly before: WhatIfSide;
  readonly after: WhatIfSide;
  /** Of the session it was saved as; null when it was not. */
  readonly sessionId: string | null;
}

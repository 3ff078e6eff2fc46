//! What is read to add portfolios up. Money is a number in the common currency, rates and weights are ratios.

export interface AggregatePortfolio {
  readonly id: string;
  readonly accountName: string;
  readonly accountType: string;
  readonly currency: string;
  readonly dataset: string;
  /** Session of the figures; null before the first valuation, and then so are they all. */
  readonly asOf: string | null;
  readonly netAssetValue: number | null;
  readonly cash: number | null;
  readonly longValue: number | null;
  readonly shortValue: number | null;
  readonly grossExposure: number | null;
  readonly dailyPnl: number | null;
  readonly cumulativePnl: number | null;
  readonly cumulativeRealizedPnl: number | null;
  readonly beta90d: number | null;
  readonly betaCoverage: number | null;
  readonly betaReason: string | null;
  readonly realizedVolatility21d: number | null;
  readonly realizedVolatility63d: number | null;
}

/** All that the portfolios hold of an instrument by one dataset, netted. */
export interface AggregateHolding {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly investmentClass: 'PUBLIC' | 'OPTIONS' | 'PRIVATE';
  readonly dataset: string;
  /** Signed. */
  readonly marketValue: number;
  /** What it is exposed to: of an option, its underlying at its delta; else the symbol and its value. */
  readonly bearerId: string;
  readonly bearerSymbol: string;
  readonly exposure: number;
  /** Null when no lot of it has a price. */
  readonly unrealizedPnl: number | null;
  readonly lots: number;
}

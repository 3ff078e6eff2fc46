//! What is read of snapshots. Money is a number in the portfolio's currency, rates and weights are ratios.

export interface PortfolioFacts {
  readonly id: string;
  readonly name: string;
  readonly accountName: string;
  readonly currency: string;
  /** The opening deposit. */
  readonly equityBalance: number | null;
  /** First session whose figures no longer follow from ledger and prices, until the next run; null when all do. */
  readonly staleFrom: string | null;
  readonly updatedAt: Date;
}

/** The figures of one session. Where one is null, `reasons` says why under its column name. */
export interface SnapshotFigures {
  /** The session, `YYYY-MM-DD`. */
  readonly date: string;
  readonly status: 'OK' | 'PARTIAL';
  readonly coverage: number | null;
  readonly netAssetValue: number;
  readonly cash: number;
  readonly longValue: number;
  /** Zero or negative. */
  readonly shortValue: number;
  readonly grossExposure: number;
  readonly netExposure: number;
  readonly dailyPnl: number;
  readonly dailyReturn: number | null;
  readonly cumulativePnl: number;
  readonly cumulativeRealizedPnl: number;
  readonly positionCount: number;
  readonly longCount: number;
  readonly shortCount: number;
  readonly realizedVolatility21d: number | null;
  readonly realizedVolatility63d: number | null;
  readonly volatilityCoverage: number | null;
  readonly beta90d: number | null;
  readonly beta90dRSquared: number | null;
  readonly beta90dObservations: number | null;
  readonly beta252d: number | null;
  readonly beta252dObservations: number | null;
  readonly betaCoverage: number | null;
  readonly herfindahlIndex: number | null;
  readonly effectivePositions: number | null;
  readonly top3Share: number | null;
  readonly top10Share: number | null;
  readonly reasons: Readonly<Record<string, string>>;
  /** By the name of the calculation; without those that were stored before it was kept. */
  readonly versions: Readonly<Record<string, number>>;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** A portfolio and its newest snapshot; null before the first. */
export interface LatestSnapshot {
  readonly portfolio: PortfolioFacts;
  readonly snapshot: SnapshotFigures | null;
}

/** Exposures with options by their deltas, and what figures were with options by their values. */
export interface OptionExposureFigures {
  readonly longExposure: number;
  /** Zero or negative. */
  readonly shortExposure: number;
  readonly grossExposure: number;
  readonly netExposure: number;
  /** Change of the net exposure when every underlying moves by one per cent. */
  readonly gammaExposure: number;
  /** Symbols. */
  readonly options: number;
  /** Of an option that counts by its value, to why. */
  readonly atValue: Readonly<Record<string, string>>;
  readonly plainHerfindahlIndex: number | null;
  readonly plainEffectivePositions: number | null;
  readonly plainTop3Share: number | null;
  readonly plainTop10Share: number | null;
}

export interface OverviewSnapshot extends LatestSnapshot {
  /** Null where it has not been computed. */
  readonly optionExposure: OptionExposureFigures | null;
  readonly optionCount: number;
  /** Null when no lot has a price. */
  readonly unrealizedPnl: number | null;
  /** Lots carried at cost, since no price is known. */
  readonly unpricedCount: number;
  /** Cumulative P&L of the last snapshot before the year and before the month of the newest one. */
  readonly cumulativePnlBeforeYear: number | null;
  readonly cumulativePnlBeforeMonth: number | null;
  /** Trade date of the first ledger row that is neither a reversal nor reversed. */
  readonly ledgerStart: string | null;
}

export interface ConcentrationSnapshot extends LatestSnapshot {
  readonly optionExposure: OptionExposureFigures | null;
  /** Symbols held: lots of one symbol are one risk. */
  readonly symbolCount: number;
  /** Ten at most, largest first; shares of the sum of the sizes of all symbols. */
  readonly largest: readonly { readonly symbol: string; readonly share: number }[];
}

/** Beta of the symbol of one lot over the short window. */
export interface PositionBeta {
  readonly positionId: string;
  readonly symbol: string;
  readonly investmentClass: string;
  readonly beta: number | null;
  readonly rSquared: number | null;
  readonly stdError: number | null;
  readonly pValue: number | null;
  readonly observations: number | null;
  readonly reason: string | null;
  readonly method: string | null;
  readonly version: number | null;
}

export interface BetaSnapshot extends LatestSnapshot {
  /** By symbol, then by position. */
  readonly positions: readonly PositionBeta[];
}

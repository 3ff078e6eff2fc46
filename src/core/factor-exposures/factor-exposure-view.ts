//! What is read of factor exposures; ratios, money in the portfolio's currency.

export interface FactorFigure {
  readonly model: 'joint' | 'style' | 'spread' | 'rate';
  readonly factor: string;
  readonly exposure: number | null;
  readonly dollarExposure: number | null;
  readonly coverage: number | null;
  readonly window: number;
  readonly observations: number;
  readonly reason: string | null;
  readonly method: string;
  /** Of the calculation; null for what was stored before it was kept. */
  readonly version: number | null;
}

export interface FactorExposuresView {
  readonly portfolioId: string;
  /** Session of the newest snapshot; null before the first. */
  readonly asOf: string | null;
  /** Whether the session waits to be computed anew. */
  readonly isStale: boolean;
  readonly netAssetValue: number | null;
  readonly marketBeta: number | null;
  /** Why figures are missing, by column of the snapshot and by calculation. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly figures: readonly FactorFigure[];
}

export interface PositionExposures {
  readonly positionId: string;
  readonly symbol: string;
  readonly marketBeta: number | null;
  /** Factor name to exposure, of the style, spread and rate models. */
  readonly exposures: Readonly<Record<string, number>>;
  readonly reason: string | null;
}

export interface PositionExposuresView {
  readonly portfolioId: string;
  readonly asOf: string | null;
  readonly isStale: boolean;
  readonly total: number;
  readonly positions: readonly PositionExposures[];
}

/** One figure: its value, or the reason there is none (a `Reason` of `shared/outcome`). */
export interface Figure {
  readonly value: number | null;
  readonly reason: string | null;
}

interface RiskView {
  readonly portfolioId: string;
  /** Session the figures belong to, `YYYY-MM-DD`; null before the first batch run. */
  readonly asOf: string | null;
  /** How the figures were computed, in one sentence. */
  readonly method: string;
}

export interface ExposureView extends RiskView {
  readonly netAssetValue: Figure;
  readonly cash: Figure;
  readonly longExposure: Figure;
  /** Negative. */
  readonly shortExposure: Figure;
  readonly grossExposure: Figure;
  readonly netExposure: Figure;
  /** Gross exposure over net asset value, a ratio. */
  readonly leverage: Figure;
  readonly dailyPnl: Figure;
  /** P&L of the session over net asset value before it, a ratio. */
  readonly dailyReturn: Figure;
  /** Since the last session of the month before. */
  readonly monthToDatePnl: Figure;
  /** Since the last session of the year before. */
  readonly yearToDatePnl: Figure;
  readonly cumulativePnl: Figure;
  /** Of open positions that have a price. */
  readonly unrealizedPnl: Figure;
  /** Of closed positions, since the portfolio began. */
  readonly realizedPnl: Figure;
}

export interface ConcentrationView extends RiskView {
  /** 0 to 10,000. */
  readonly herfindahlIndex: Figure;
  readonly effectiveNumberOfPositions: Figure;
  /** Ratios of gross market value. */
  readonly top3Share: Figure;
  readonly top10Share: Figure;
  /** Symbols held; lots of one symbol count once. */
  readonly positionCount: number;
  readonly largest: readonly { readonly symbol: string; readonly share: number }[];
}

export interface VolatilityView extends RiskView {
  /** Annualised, ratios. */
  readonly realized21d: Figure;
  readonly realized63d: Figure;
  /** Share of gross market value whose returns are known, a ratio. */
  readonly coverage: Figure;
}

export interface BetaView extends RiskView {
  readonly beta90d: Figure;
  readonly beta252d: Figure;
  readonly rSquared90d: Figure;
  readonly positions: readonly { readonly symbol: string; readonly beta90d: Figure; readonly standardError: Figure }[];
}

export interface SectorView extends RiskView {
  readonly benchmark: string;
  /** Day of the benchmark's weights; null when none are known. */
  readonly benchmarkAsOf: string | null;
  /** Gross market value that the weights are of, and why there are none. */
  readonly weighed: Figure;
  /** How many sectors are compared with the benchmark, and why none is. */
  readonly compared: Figure;
  /** Ratios, largest first. What the benchmark knows and the portfolio lacks has the weight 0. */
  readonly sectors: readonly {
    readonly name: string;
    readonly weight: number;
    readonly benchmarkWeight: number | null;
    readonly activeWeight: number | null;
  }[];
}

export interface StressView extends RiskView {
  /** By category, then name. */
  readonly scenarios: readonly {
    readonly id: string;
    readonly name: string;
    readonly category: string;
    readonly severity: string;
    /** Gain or loss of the portfolio, negative for a loss. */
    readonly impact: Figure;
    /** The same over net asset value, a ratio. */
    readonly relativeImpact: Figure;
  }[];
}

/** The newest risk figures of one portfolio. Every method returns null for a portfolio that is not this user's. */
export interface RiskReader {
  exposure(userId: string, portfolioId: string): Promise<ExposureView | null>;
  concentration(userId: string, portfolioId: string): Promise<ConcentrationView | null>;
  volatility(userId: string, portfolioId: string): Promise<VolatilityView | null>;
  beta(userId: string, portfolioId: string): Promise<BetaView | null>;
  stress(userId: string, portfolioId: string): Promise<StressView | null>;
  sectors(userId: string, portfolioId: string): Promise<SectorView | null>;
}

export const RISK_READER = Symbol('RiskReader');

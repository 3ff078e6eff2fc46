import { type Figure } from './risk-reader.js';

interface MeasureView {
  readonly portfolioId: string;
  /** Session the figures belong to, `YYYY-MM-DD`; null before the first. */
  readonly asOf: string | null;
  /** How the figures were computed, in one sentence. */
  readonly method: string;
}

/** Of one session ahead, by historical simulation. Losses are positive ratios of net asset value. */
export interface ValueAtRiskView extends MeasureView {
  readonly netAssetValue: Figure;
  readonly valueAtRisk95: Figure;
  readonly valueAtRisk99: Figure;
  readonly expectedShortfall95: Figure;
  readonly expectedShortfall99: Figure;
  /** How often the losses that really came exceeded the value at risk at 95 %. */
  readonly backtest: {
    readonly sessions: number;
    readonly breaches: Figure;
    readonly expectedBreaches: Figure;
    readonly pValue: Figure;
    readonly lastBreach: string | null;
  };
}

export interface ContributionView extends MeasureView {
  /** Annualised, a ratio. */
  readonly volatility: Figure;
  readonly diversificationRatio: Figure;
  readonly effectiveBets: Figure;
  /** How many symbols contribute; more than are listed where there are many. */
  readonly symbolCount: number;
  /** The largest contribution first, by size. */
  readonly largest: readonly {
    readonly symbol: string;
    /** Signed share of net asset value. */
    readonly weight: number | null;
    /** Part of the volatility, a ratio; negative for a hedge. */
    readonly riskShare: Figure;
  }[];
}

/** Of the daily returns that the portfolio really made. */
export interface RatioView extends MeasureView {
  readonly from: string | null;
  readonly to: string | null;
  readonly sessions: number;
  readonly sharpe: Figure;
  readonly sortino: Figure;
  readonly calmar: Figure;
  /** Negative ratios. */
  readonly maxDrawdown: Figure;
  readonly currentDrawdown: Figure;
}

/** Annualised volatilities of the next 21 sessions, ratios. */
export interface ForecastView extends MeasureView {
  readonly expected21d: Figure;
  readonly garch21d: Figure;
  readonly ewma: Figure;
  /** Share of the sessions of the last year with a lower volatility. */
  readonly percentile: Figure;
}

export interface CorrelationView extends MeasureView {
  /** By the products of the weights; -1 to 1. */
  readonly average: Figure;
  /** Holdings that move together, the group of the largest holding first. */
  readonly groups: readonly {
    readonly symbols: readonly string[];
    readonly averageCorrelation: number;
    /** Of gross exposure, a ratio. */
    readonly share: number;
  }[];
  /** The closest pairs first; of the symbols asked for, where some are. */
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly correlation: number }[];
}

/** What the portfolio gains per return of a factor, the other factors of the same model held fixed. */
export interface FactorView extends MeasureView {
  /** Market beta over 90 sessions. */
  readonly marketBeta: Figure;
  /** Return of net asset value per return of long Treasury bonds. */
  readonly interestRateBeta: Figure;
  /** Six styles, then four long-short spreads. */
  readonly factors: readonly {
    readonly factor: string;
    readonly kind: 'style' | 'spread';
    readonly exposure: Figure;
    /** Exposure times net asset value. */
    readonly dollarExposure: Figure;
  }[];
  /** The fewest sessions behind a figure; null without figures. */
  readonly sessions: number | null;
}

/** What the batch computed of one portfolio's risk. Every method returns null for a portfolio that is not this user's. */
export interface MeasureReader {
  valueAtRisk(userId: string, portfolioId: string): Promise<ValueAtRiskView | null>;
  contributions(userId: string, portfolioId: string): Promise<ContributionView | null>;
  ratios(userId: string, portfolioId: string): Promise<RatioView | null>;
  factors(userId: string, portfolioId: string): Promise<FactorView | null>;
  forecasts(userId: string, portfolioId: string): Promise<ForecastView | null>;
  correlations(userId: string, portfolioId: string, symbols: readonly string[]): Promise<CorrelationView | null>;
}

export const MEASURE_READER = Symbol('MeasureReader');

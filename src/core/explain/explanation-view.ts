import type { LotMethod } from '../ledger/lot-book.kernel.js';
import type { Step } from './explanation.js';

/** A number as it is stored, or as many as an array has; nothing for what could not be computed. */
export type FigureValue = number | null | readonly (number | string | null)[];

export interface ExplainedValue {
  readonly name: string;
  readonly stored: FigureValue;
  readonly recomputed: FigureValue;
  /** Why there is no value. */
  readonly reason: string | null;
}

/** A stored row beside the same row computed again. */
export interface ExplainedFigure {
  readonly calculation: string;
  readonly table: string;
  /** What of: the row's key without portfolio, dataset and date, and the symbol of an instrument. */
  readonly of: Readonly<Record<string, string | number | null>>;
  readonly window: number | null;
  readonly observations: number | null;
  readonly method: string | null;
  readonly version: number;
  readonly isReproduced: boolean;
  readonly values: readonly ExplainedValue[];
}

export interface ExplainedCalculation {
  readonly name: string;
  readonly version: number;
  readonly formula: string;
  readonly source: string;
  readonly parameters: Readonly<Record<string, number | string | readonly number[]>>;
  readonly window: number;
  readonly after: readonly string[];
  readonly steps: Readonly<Record<string, Step>>;
}

/** What is held of one instrument. */
export interface ExplainedHolding {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly lots: number;
  readonly quantity: number;
  readonly price: number | null;
  readonly priceDate: string | null;
  readonly priceStatus: string;
  readonly basis: string | null;
  readonly marketValue: number;
  readonly weight: number | null;
  /** Whose returns count, and for how much. */
  readonly bearerId: string;
  readonly exposure: number;
  readonly exposureWeight: number | null;
  readonly shares: number | null;
  readonly ownVolatility: number | null;
  readonly indexId: string | null;
  readonly indexBeta: number | null;
}

export interface ExplainedOption {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly type: string;
  readonly style: string;
  readonly strike: number;
  readonly expirationDate: string;
  readonly timeToExpiry: number;
  readonly underlyingId: string | null;
  readonly price: number | null;
  readonly spot: number | null;
  readonly dividends: number;
  readonly rate: number;
}

export interface ExplainedSeries {
  readonly role: 'instrument' | 'benchmark' | 'factor';
  /** Null of benchmark and factors, which are told by their symbols. */
  readonly instrumentId: string | null;
  readonly symbol: string;
  readonly returns: readonly (number | null)[];
}

/** Where the prices of a series come from. */
export interface PriceOrigin {
  readonly instrumentId: string;
  readonly symbol: string;
  readonly basis: string;
  readonly closes: number;
  readonly from: string;
  readonly to: string;
  /** When the newest of them was stored or changed. */
  readonly updatedAt: string;
}

export interface ExplainedInputs {
  readonly dataset: string;
  readonly netAssetValue: number;
  readonly previousNetAssetValue: number | null;
  readonly cash: number;
  readonly dailyFlow: number;
  /** Ascending; returns have one value for each. */
  readonly sessions: readonly string[];
  readonly holdings: readonly ExplainedHolding[];
  readonly options: readonly ExplainedOption[];
  readonly series: readonly ExplainedSeries[];
  readonly prices: readonly PriceOrigin[];
}

export interface ExplanationView {
  readonly portfolioId: string;
  readonly endpoint: string;
  readonly asOf: string | null;
  readonly isStale: boolean;
  readonly runId: string | null;
  readonly computedAt: string | null;
  /** Why there is nothing to explain. */
  readonly reason: string | null;
  readonly calculations: readonly ExplainedCalculation[];
  readonly figures: readonly ExplainedFigure[];
  readonly inputs: ExplainedInputs | null;
}

/** Of a portfolio at a session. */
export interface ExplainedHead {
  readonly id: string;
  readonly dataset: string;
  readonly lotMethod: LotMethod;
  /** Null before the first snapshot. */
  readonly session: string | null;
  readonly isStale: boolean;
  readonly runId: string | null;
  readonly computedAt: string | null;
  readonly snapshot: Readonly<Record<string, unknown>> | null;
}

/** The eleven GICS sectors; each is a factor of the simulated market too. */
export const SECTORS = [
  'Communication Services',
  'Consumer Discretionary',
  'Consumer Staples',
  'Energy',
  'Financials',
  'Health Care',
  'Industrials',
  'Information Technology',
  'Materials',
  'Real Estate',
  'Utilities',
] as const;
export type Sector = (typeof SECTORS)[number];

/**
 * Annual volatility of each factor beside the market, as a ratio. Factors have zero mean and are independent of the
 * market and of each other, so an instrument's stated beta is the slope that a regression on the market finds.
 * `rates` is the return of a long Treasury fund (up when yields fall); `size` is small companies over large ones.
 */
export const FACTOR_VOLATILITIES = {
  value: 0.05,
  growth: 0.05,
  momentum: 0.06,
  quality: 0.03,
  size: 0.08,
  lowVolatility: 0.04,
  rates: 0.14,
  gold: 0.15,
  commodities: 0.14,
  international: 0.08,
  'Communication Services': 0.08,
  'Consumer Discretionary': 0.08,
  'Consumer Staples': 0.08,
  Energy: 0.17,
  Financials: 0.09,
  'Health Care': 0.09,
  Industrials: 0.07,
  'Information Technology': 0.08,
  Materials: 0.09,
  'Real Estate': 0.1,
  Utilities: 0.11,
} as const satisfies Readonly<Record<Sector, number>> & Readonly<Record<string, number>>;
export type SimulatedFactor = keyof typeof FACTOR_VOLATILITIES;
export type FactorLoadings = Readonly<Partial<Record<SimulatedFactor, number>>>;

export const SIMULATED_KINDS = ['stock', 'etf', 'fund'] as const;
export type SimulatedKind = (typeof SIMULATED_KINDS)[number];

/** A symbol of the simulated market, with the true parameters of its returns. Rates and volatilities are ratios. */
export interface SimulatedInstrument {
  readonly symbol: string;
  readonly name: string;
  readonly kind: SimulatedKind;
  /** Null for funds: what they hold is not one sector. */
  readonly sector: Sector | null;
  /** Price on the anchor date in USD, at most 4 decimals. */
  readonly anchorPrice: string;
  readonly marketBeta: number;
  /** Expected return a year that the market does not explain. */
  readonly annualDrift: number;
  readonly annualIdiosyncraticVolatility: number;
  readonly loadings: FactorLoadings;
  readonly splits: readonly SimulatedSplit[];
}

/** A split of the simulated market. Dates move with the anchor, so it is told by its distance from that. */
export interface SimulatedSplit {
  /** At least 1: prices of before the anchor are not restated. */
  readonly sessionsAfterAnchor: number;
  /** New shares for an old one. */
  readonly ratio: number;
}

/** `beta`, `idio` (annual), `drift` (annual, 0 unless given) and `splits`; every other key is a factor loading. */
export interface Parameters extends FactorLoadings {
  readonly beta: number;
  readonly idio: number;
  readonly drift?: number;
  readonly splits?: readonly SimulatedSplit[];
}

const withParameters = (
  identity: Pick<SimulatedInstrument, 'symbol' | 'name' | 'kind' | 'sector' | 'anchorPrice'>,
  { beta, idio, drift = 0, splits = [], ...loadings }: Parameters,
): SimulatedInstrument => ({
  ...identity,
  marketBeta: beta,
  annualDrift: drift,
  annualIdiosyncraticVolatility: idio,
  loadings,
  splits,
});

/** A stock loads 1 on its sector unless its parameters say otherwise. */
export const stock = (
  symbol: string,
  name: string,
  sector: Sector,
  anchorPrice: string,
  parameters: Parameters,
): SimulatedInstrument =>
  withParameters({ symbol, name, kind: 'stock', sector, anchorPrice }, { [sector]: 1, ...parameters });

export const etf = (symbol: string, name: string, anchorPrice: string, parameters: Parameters): SimulatedInstrument =>
  withParameters({ symbol, name, kind: 'etf', sector: null, anchorPrice }, parameters);

export const fund = (symbol: string, name: string, anchorPrice: string, parameters: Parameters): SimulatedInstrument =>
  withParameters({ symbol, name, kind: 'fund', sector: null, anchorPrice }, parameters);

import { VALUATION } from '../valuation/valuation-method.kernel.js';

/** Figures of a portfolio by the names that they are stored and asked for under, and the calculation of each. */
const OF_CALCULATION = {
  'value-at-risk': [
    ...['historical_var_95', 'historical_cvar_95', 'historical_var_99', 'historical_cvar_99'],
    ...['parametric_var_95', 'parametric_cvar_95', 'parametric_var_99', 'parametric_cvar_99'],
    ...['cornish_fisher_var_95', 'cornish_fisher_cvar_95', 'cornish_fisher_var_99', 'cornish_fisher_cvar_99'],
  ],
  'risk-contribution': ['shrunk_volatility', 'diversification_ratio', 'effective_bets'],
  'risk-ratios': [
    ...['max_drawdown', 'current_drawdown', 'sharpe_ratio', 'sortino_ratio', 'calmar_ratio', 'omega_ratio'],
    ...['tail_ratio', 'upside_capture', 'downside_capture'],
  ],
  'volatility-forecast': [
    ...['realized_volatility_252d', 'ewma_volatility', 'expected_volatility_21d', 'garch_volatility_21d'],
    ...['volatility_percentile', 'volatility_trend'],
  ],
  'shrunk-beta': ['vasicek_beta'],
  correlation: ['average_correlation'],
} as const;

/** Stored a row a session. */
export const MEASURES: readonly string[] = Object.values(OF_CALCULATION).flat();

/** What is known of a column of the snapshot that is a figure. */
export interface SnapshotMeasure {
  /** Whose version the snapshot keeps. */
  readonly calculation: string;
  readonly method: string;
  /** Sessions that it looks back on; 0 for what looks at the session alone. */
  readonly window: number;
  /** How many of them it rests on, or the column that says so; null for what looks at the session alone. */
  readonly observations: number | string | null;
}

const risk = (method: string, window: number, observations: number | string): SnapshotMeasure => ({
  ...{ calculation: 'portfolio-risk', method: `${method}; options-by-delta`, window, observations },
});
const VALUED: SnapshotMeasure = { ...VALUATION, window: 0, observations: null };
const CONCENTRATED: SnapshotMeasure = {
  ...{
    calculation: 'concentration',
    method: 'gross-shares-by-issuer; options-by-delta',
    window: 0,
    observations: null,
  },
};

/** Columns of the snapshot by name. */
export const SNAPSHOT_MEASURES: Readonly<Record<string, SnapshotMeasure>> = {
  realized_volatility_21d: risk('sample-stdev-constant-weights', 21, 21),
  realized_volatility_63d: risk('sample-stdev-constant-weights', 63, 63),
  beta_calculated_90d: risk('weighted-ols-betas', 90, 'beta_calculated_90d_observations'),
  beta_calculated_90d_r_squared: risk('ols-constant-weights', 90, 'beta_calculated_90d_observations'),
  beta_calculated_252d: risk('weighted-ols-betas', 252, 'beta_calculated_252d_observations'),
  net_asset_value: VALUED,
  long_value: VALUED,
  short_value: VALUED,
  gross_exposure: VALUED,
  net_exposure: VALUED,
  daily_return: VALUED,
  hhi: CONCENTRATED,
  effective_num_positions: CONCENTRATED,
  top_3_concentration: CONCENTRATED,
  top_10_concentration: CONCENTRATED,
};

export const ALL_MEASURES: readonly string[] = [...MEASURES, ...Object.keys(SNAPSHOT_MEASURES)].sort();

/** Null for a figure that no calculation of its own computes. */
export function calculationOf(measure: string): string | null {
  const found = Object.entries(OF_CALCULATION).find(([, names]) => (names as readonly string[]).includes(measure));
  return found?.[0] ?? null;
}

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

/** Columns of the snapshot, with the sessions that they look back on; 0 for what looks at the session alone. */
export const SNAPSHOT_MEASURES: Readonly<Record<string, number>> = {
  realized_volatility_21d: 21,
  realized_volatility_63d: 63,
  beta_calculated_90d: 90,
  beta_calculated_90d_r_squared: 90,
  beta_calculated_252d: 252,
  net_asset_value: 0,
  long_value: 0,
  short_value: 0,
  gross_exposure: 0,
  net_exposure: 0,
  daily_return: 0,
  hhi: 0,
  effective_num_positions: 0,
  top_3_concentration: 0,
  top_10_concentration: 0,
};

export const ALL_MEASURES: readonly string[] = [...MEASURES, ...Object.keys(SNAPSHOT_MEASURES)].sort();

/** Null for a figure that no calculation of its own computes. */
export function calculationOf(measure: string): string | null {
  const found = Object.entries(OF_CALCULATION).find(([, names]) => (names as readonly string[]).includes(measure));
  return found?.[0] ?? null;
}

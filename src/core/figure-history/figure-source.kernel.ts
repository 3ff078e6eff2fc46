/** Columns of `risk_contributions` that are figures. */
export const CONTRIBUTION_FIGURES: readonly string[] = [
  ...['weight', 'volatility_contribution', 'marginal_volatility', 'component_var_95', 'marginal_var_95'],
  ...['incremental_var_95', 'component_cvar_95'],
];

/** Columns of `portfolio_exposures` that are figures. */
export const EXPOSURE_FIGURES: readonly string[] = [
  ...[
    'long_exposure',
    'short_exposure',
    'gross_exposure',
    'net_exposure',
    'gamma_exposure',
    'plain_beta_90d',
    'plain_hhi',
  ],
  ...['plain_effective_num_positions', 'plain_top_3_concentration', 'plain_top_10_concentration'],
];

/** Where a figure is found: rows of a table, by what they are of, and a column that is compared with a list before it gets here. */
export type FigureSource =
  | { readonly kind: 'factor'; readonly model: string; readonly factor: string }
  | { readonly kind: 'contribution'; readonly symbol: string; readonly figure: string }
  | { readonly kind: 'exposure'; readonly figure: string };

/** What it is answered under. */
export function nameOf(source: FigureSource): string {
  if (source.kind === 'factor') return `${source.model}: ${source.factor}`;
  return source.kind === 'contribution' ? `${source.symbol}: ${source.figure}` : source.figure;
}

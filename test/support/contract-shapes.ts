import type { Shape } from './contract-shape.js';

//! Shapes of the resources that the pages of the web client read, by the name that the pages use.

const tag: Shape = { id: 'uuid', name: 'str', color: 'str' };
const reasonable = { available: 'bool', portfolio_id: 'uuid' } as const;

export const position: Shape = {
  ...{ id: 'uuid', portfolio_id: 'uuid', symbol: 'str', quantity: 'dec', entry_price: 'dec', entry_date: 'date' },
  ...{
    position_type: 'str',
    investment_class: 'str',
    investment_subtype: 'str?',
    notes: 'str?',
    underlying_symbol: 'str?',
  },
  ...{
    strike_price: 'dec?',
    expiration_date: 'date?',
    last_price: 'dec?',
    market_value: 'dec?',
    unrealized_pnl: 'dec?',
  },
  ...{
    realized_pnl: 'dec?',
    exit_price: 'dec?',
    exit_date: 'date?',
    created_at: 'ts',
    updated_at: 'ts',
    deleted_at: 'ts?',
  },
};

export const tagObject: Shape = {
  ...{
    id: 'uuid',
    user_id: 'uuid',
    name: 'str',
    color: 'str',
    description: 'str?',
    display_order: 'int',
    usage_count: 'int',
  },
  ...{ position_count: 'int', is_archived: 'bool', created_at: 'ts', updated_at: 'ts' },
};

export const targetPrice: Shape = {
  ...{ id: 'uuid', portfolio_id: 'uuid', position_id: 'uuid?', symbol: 'str', position_type: 'str' },
  ...{ target_price_eoy: 'num?', target_price_next_year: 'num?', downside_target_price: 'num?', current_price: 'num?' },
  ...{
    expected_return_eoy: 'num?',
    expected_return_next_year: 'num?',
    downside_return: 'num?',
    position_weight: 'num?',
  },
  ...{ created_at: 'ts', updated_at: 'ts' },
};

export const equityChange: Shape = {
  ...{ id: 'uuid', portfolio_id: 'uuid', change_type: 'str', amount: 'dec', change_date: 'date', notes: 'str?' },
  ...{
    created_at: 'ts',
    updated_at: 'ts',
    deleted_at: 'ts?',
    editable_until: 'ts',
    deletable_until: 'ts',
    is_deleted: 'bool',
  },
};

export const insight: Shape = {
  ...{ id: 'uuid', portfolio_id: 'uuid', insight_type: 'str', title: 'str', severity: 'str', summary: 'str' },
  ...{
    key_findings: ['str'],
    recommendations: ['str'],
    full_analysis: 'str',
    data_limitations: 'str',
    created_at: 'ts',
  },
  ...{
    viewed: 'bool',
    dismissed: 'bool',
    user_rating: 'num?',
    performance: { cost_usd: 'num?', generation_time_ms: 'int?', token_count: 'int?' },
  },
};

export const overview: Shape = {
  ...{
    portfolio_id: 'uuid',
    equity_balance: 'num?',
    net_asset_value: 'num',
    total_value: 'num',
    cash_balance: 'num',
    leverage: 'num',
  },
  exposures: {
    ...{ long_exposure: 'num', short_exposure: 'num', gross_exposure: 'num', net_exposure: 'num' },
    ...{ long_percentage: 'num', short_percentage: 'num', gross_percentage: 'num', net_percentage: 'num' },
  },
  pnl: { total_pnl: 'num', unrealized_pnl: 'num', realized_pnl: 'num', ytd_pnl: 'num?', mtd_pnl: 'num?' },
  position_count: { total_positions: 'int', long_count: 'int', short_count: 'int', option_count: 'int' },
  'target_returns?': {
    expected_return_eoy: 'num?',
    coverage_pct: 'num?',
    positions_with_targets: 'int',
    total_positions: 'int',
  },
  last_updated: 'ts',
};

export const volatility: Shape = {
  ...{ ...reasonable, calculation_date: 'date?' },
  'data?': {
    ...{ realized_volatility_21d: 'num?', realized_volatility_63d: 'num?', expected_volatility_21d: 'num?' },
    ...{ volatility_trend: 'str?', volatility_percentile: 'num?' },
  },
  metadata: { forecast_model: 'str', trading_day_windows: ['int'] },
};

export const sectorExposure: Shape = {
  ...{ ...reasonable, calculation_date: 'date?' },
  'data?': {
    ...{ portfolio_weights: 'obj', benchmark_weights: 'obj', over_underweight: 'obj', total_portfolio_value: 'num' },
    ...{ positions_by_sector: 'obj', unclassified_value: 'num', unclassified_count: 'int' },
  },
  metadata: 'obj',
};

export const betaComparison: Shape = {
  ...reasonable,
  positions: [
    {
      ...{ symbol: 'str', position_id: 'uuid', market_beta: 'num?', calculated_beta: 'num?', beta_r_squared: 'num?' },
      ...{ calculation_date: 'date?', observations: 'int?', beta_difference: 'num?' },
    },
  ],
  metadata: { total_positions: 'int', positions_with_market_beta: 'int', positions_with_calculated_beta: 'int' },
};

export const concentration: Shape = {
  ...{ ...reasonable, calculation_date: 'date?' },
  'data?': {
    ...{ hhi: 'num', effective_num_positions: 'num', top_3_concentration: 'num', top_10_concentration: 'num' },
    total_positions: 'int',
  },
  metadata: { calculation_method: 'str', interpretation: 'str' },
};

export const factors: Shape = {
  ...reasonable,
  calculation_date: 'date?',
  factors: [{ name: 'str', beta: 'num', exposure_dollar: 'num?' }],
  metadata: 'obj',
};
export const stressTest: Shape = {
  available: 'bool',
  'data?': {
    scenarios: [
      {
        ...{ id: 'str', name: 'str', description: 'str', category: 'str', severity: 'str', impact_type: 'str' },
        impact: { dollar_impact: 'num?', percentage_impact: 'num?', new_portfolio_value: 'num?' },
      },
    ],
    portfolio_value: 'num',
    calculation_date: 'str',
  },
};
export const correlations: Shape = {
  available: 'bool',
  'data?': { matrix: 'obj', average_correlation: 'num?' },
  'data_quality?': {
    ...{ flag: 'str?', message: 'str?', positions_analyzed: 'int', positions_total: 'int', positions_skipped: 'int' },
    data_days: 'int',
  },
  metadata: {
    ...{ calculation_date: 'date?', duration_days: 'int', symbols_included: 'int', lookback_days: 'int' },
    ...{ min_overlap: 'int', max_symbols: 'int', selection_method: 'str' },
  },
};

export const positionDetails: Shape = {
  positions: [
    {
      ...{ id: 'uuid', portfolio_id: 'uuid', symbol: 'str', company_name: 'str?', sector: 'str?', industry: 'str?' },
      ...{
        position_type: 'str',
        investment_class: 'str',
        investment_subtype: 'str?',
        quantity: 'num',
        entry_date: 'date?',
      },
      ...{ entry_price: 'num', cost_basis: 'num', current_price: 'num?', market_value: 'num?', unrealized_pnl: 'num?' },
      ...{
        unrealized_pnl_percent: 'num?',
        strike_price: 'num?',
        expiration_date: 'date?',
        underlying_symbol: 'str?',
        tags: [tag],
      },
    },
  ],
  summary: {
    total_positions: 'int',
    total_cost_basis: 'num',
    total_market_value: 'num?',
    total_unrealized_pnl: 'num?',
  },
};

const period = { period_date: 'date', frequency: 'str', fiscal_year: 'int?', fiscal_quarter: 'int?' } as const;
const statement = (fields: Record<string, Shape>): Shape => ({
  ...{ symbol: 'str', frequency: 'str', currency: 'str', periods: [{ ...period, ...fields }], periods_returned: 'int' },
});

export const incomeStatement = statement({
  ...{
    total_revenue: 'dec?',
    cost_of_revenue: 'dec?',
    gross_profit: 'dec?',
    operating_income: 'dec?',
    net_income: 'dec?',
  },
  ...{ ebit: 'dec?', ebitda: 'dec?', diluted_eps: 'dec?', basic_eps: 'dec?' },
});
export const cashFlow = statement({
  ...{ operating_cash_flow: 'dec?', capital_expenditures: 'dec?', free_cash_flow: 'dec?', net_change_in_cash: 'dec?' },
});
export const analystEstimates: Shape = { symbol: 'str', estimates: 'obj' };

export const companyProfiles: Shape = {
  profiles: [{ symbol: 'str', company_name: 'str?', sector: 'str?', industry: 'str?', market_cap: 'any', beta: 'any' }],
  meta: { query_type: 'str', returned_profiles: 'int', missing_profiles: ['str'], as_of: 'ts?' },
};

export const equitySearch: Shape = {
  items: [
    {
      ...{
        symbol: 'str',
        company_name: 'str?',
        sector: 'str?',
        industry: 'str?',
        market_cap: 'num?',
        enterprise_value: 'num?',
      },
      ...{ ps_ratio: 'num?', pe_ratio: 'num?', revenue: 'num?', ebit: 'num?', fcf: 'num?', period_label: 'str' },
      ...{
        factor_value: 'num?',
        factor_growth: 'num?',
        factor_momentum: 'num?',
        factor_quality: 'num?',
        factor_size: 'num?',
        factor_low_vol: 'num?',
      },
    },
  ],
  ...{
    total_count: 'int',
    filters_applied: 'obj',
    period: 'str',
    sort_by: 'str',
    sort_order: 'str',
    metrics_date: 'date?',
  },
};

export const memory = { id: 'uuid', scope: 'str', content: 'str', tags: 'obj', created_at: 'ts' } as const;

//! The fields of a profile in the contract, and the column that each is read from.

const TEXT = { type: String, nullable: true } as const;
const NUMBER = { type: Number, nullable: true } as const;
const WHOLE = { type: 'integer', nullable: true } as const;
const FLAG = { type: Boolean, nullable: true } as const;
const DAY = { type: String, format: 'date', nullable: true } as const;
const INSTANT = { type: String, format: 'date-time', nullable: true } as const;

type Schema = typeof TEXT | typeof NUMBER | typeof WHOLE | typeof FLAG | typeof DAY | typeof INSTANT;

const own = <T extends Schema>(schema: T, column: string) => ({ schema, period: null, column });

const estimate = <T extends Schema>(schema: T, period: string, column: string) => ({ schema, period, column });

export const PROFILE_FIELDS = {
  symbol: own(TEXT, 'symbol'),
  company_name: own(TEXT, 'company_name'),
  sector: own(TEXT, 'sector'),
  industry: own(TEXT, 'industry'),
  exchange: own(TEXT, 'exchange'),
  country: own(TEXT, 'country'),
  description: own(TEXT, 'description'),
  ceo: own(TEXT, 'ceo'),
  employees: own(WHOLE, 'employees'),
  website: own(TEXT, 'website'),
  is_etf: own(FLAG, 'is_etf'),
  is_fund: own(FLAG, 'is_fund'),
  market_cap: own(NUMBER, 'market_cap'),
  pe_ratio: own(NUMBER, 'pe_ratio'),
  forward_pe: own(NUMBER, 'forward_pe'),
  dividend_yield: own(NUMBER, 'dividend_yield'),
  beta: own(NUMBER, 'beta'),
  week_52_high: own(NUMBER, 'week_52_high'),
  week_52_low: own(NUMBER, 'week_52_low'),
  target_mean_price: own(NUMBER, 'target_mean_price'),
  target_high_price: own(NUMBER, 'target_high_price'),
  target_low_price: own(NUMBER, 'target_low_price'),
  number_of_analyst_opinions: own(WHOLE, 'number_of_analyst_opinions'),
  recommendation_mean: own(NUMBER, 'recommendation_mean'),
  recommendation_key: own(TEXT, 'recommendation_key'),
  forward_eps: own(NUMBER, 'forward_eps'),
  earnings_growth: own(NUMBER, 'earnings_growth'),
  revenue_growth: own(NUMBER, 'revenue_growth'),
  earnings_quarterly_growth: own(NUMBER, 'earnings_quarterly_growth'),
  profit_margins: own(NUMBER, 'profit_margins'),
  operating_margins: own(NUMBER, 'operating_margins'),
  gross_margins: own(NUMBER, 'gross_margins'),
  return_on_assets: own(NUMBER, 'return_on_assets'),
  return_on_equity: own(NUMBER, 'return_on_equity'),
  total_revenue: own(NUMBER, 'total_revenue'),
  current_year_revenue_avg: estimate(NUMBER, 'current_year', 'revenue_avg'),
  current_year_revenue_low: estimate(NUMBER, 'current_year', 'revenue_low'),
  current_year_revenue_high: estimate(NUMBER, 'current_year', 'revenue_high'),
  current_year_revenue_growth: estimate(NUMBER, 'current_year', 'revenue_growth'),
  current_year_earnings_avg: estimate(NUMBER, 'current_year', 'eps_avg'),
  current_year_earnings_low: estimate(NUMBER, 'current_year', 'eps_low'),
  current_year_earnings_high: estimate(NUMBER, 'current_year', 'eps_high'),
  current_year_end_date: estimate(DAY, 'current_year', 'end_date'),
  next_year_revenue_avg: estimate(NUMBER, 'next_year', 'revenue_avg'),
  next_year_revenue_low: estimate(NUMBER, 'next_year', 'revenue_low'),
  next_year_revenue_high: estimate(NUMBER, 'next_year', 'revenue_high'),
  next_year_revenue_growth: estimate(NUMBER, 'next_year', 'revenue_growth'),
  next_year_earnings_avg: estimate(NUMBER, 'next_year', 'eps_avg'),
  next_year_earnings_low: estimate(NUMBER, 'next_year', 'eps_low'),
  next_year_earnings_high: estimate(NUMBER, 'next_year', 'eps_high'),
  next_year_end_date: estimate(DAY, 'next_year', 'end_date'),
  current_quarter_target_period_date: estimate(DAY, 'current_quarter', 'end_date'),
  current_quarter_revenue_avg: estimate(NUMBER, 'current_quarter', 'revenue_avg'),
  current_quarter_revenue_low: estimate(NUMBER, 'current_quarter', 'revenue_low'),
  current_quarter_revenue_high: estimate(NUMBER, 'current_quarter', 'revenue_high'),
  current_quarter_eps_avg: estimate(NUMBER, 'current_quarter', 'eps_avg'),
  current_quarter_eps_low: estimate(NUMBER, 'current_quarter', 'eps_low'),
  current_quarter_eps_high: estimate(NUMBER, 'current_quarter', 'eps_high'),
  current_quarter_analyst_count: estimate(WHOLE, 'current_quarter', 'analyst_count'),
  next_quarter_target_period_date: estimate(DAY, 'next_quarter', 'end_date'),
  next_quarter_revenue_avg: estimate(NUMBER, 'next_quarter', 'revenue_avg'),
  next_quarter_revenue_low: estimate(NUMBER, 'next_quarter', 'revenue_low'),
  next_quarter_revenue_high: estimate(NUMBER, 'next_quarter', 'revenue_high'),
  next_quarter_eps_avg: estimate(NUMBER, 'next_quarter', 'eps_avg'),
  next_quarter_eps_low: estimate(NUMBER, 'next_quarter', 'eps_low'),
  next_quarter_eps_high: estimate(NUMBER, 'next_quarter', 'eps_high'),
  next_quarter_analyst_count: estimate(WHOLE, 'next_quarter', 'analyst_count'),
  fiscal_year_end: own(TEXT, 'fiscal_year_end'),
  next_earnings_date: own(DAY, 'next_earnings_date'),
  next_earnings_expected_eps: own(NUMBER, 'next_earnings_expected_eps'),
  next_earnings_expected_revenue: own(NUMBER, 'next_earnings_expected_revenue'),
  fundamentals_last_fetched: own(INSTANT, 'fetched_at'),
  data_source: own(TEXT, 'dataset'),
  last_updated: own(INSTANT, 'fetched_at'),
  created_at: own(INSTANT, 'created_at'),
  updated_at: own(INSTANT, 'updated_at'),
} as const;
export type ProfileField = keyof typeof PROFILE_FIELDS;

export const PROFILE_FIELD_NAMES = Object.keys(PROFILE_FIELDS) as ProfileField[];

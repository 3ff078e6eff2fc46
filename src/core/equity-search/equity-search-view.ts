//! What a search of equities asks for and finds. Money is a number in USD, ratios are ratios.

import type { CursorPage } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';

export const SEARCH_PERIODS = ['ttm', 'last_year', 'forward', 'last_quarter'] as const;
export type SearchPeriod = (typeof SEARCH_PERIODS)[number];

export const FACTORS = [
  'factor_value',
  'factor_growth',
  'factor_momentum',
  'factor_quality',
  'factor_size',
  'factor_low_vol',
] as const;

export const SEARCH_COLUMNS = [
  'symbol',
  'company_name',
  'sector',
  'market_cap',
  'enterprise_value',
  'ps_ratio',
  'pe_ratio',
  'revenue',
  'ebit',
  'fcf',
] as const;
export const SORT_COLUMNS = [...SEARCH_COLUMNS, ...FACTORS] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** Of the columns that searches are sorted by. */
export const isText = (column: unknown): boolean =>
  column === 'symbol' || column === 'company_name' || column === 'sector';

export interface SearchWish extends CursoredPage {
  readonly text: string | null;
  readonly sectors: readonly string[] | null;
  readonly industries: readonly string[] | null;
  readonly minMarketCap: number | null;
  readonly maxMarketCap: number | null;
  readonly minPe: number | null;
  readonly maxPe: number | null;
  readonly period: SearchPeriod;
  readonly sortBy: SortColumn;
  readonly descending: boolean;
}

export interface FoundEquity {
  readonly symbol: string;
  readonly companyName: string | null;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly marketCap: number | null;
  readonly enterpriseValue: number | null;
  readonly psRatio: number | null;
  readonly peRatio: number | null;
  readonly revenue: number | null;
  readonly ebit: number | null;
  readonly fcf: number | null;
  readonly label: string | null;
}

export interface EquityPage extends CursorPage<FoundEquity> {
  /** Of all pages. */
  readonly total: number;
  /** Day of the newest profile among them, `YYYY-MM-DD`. */
  readonly metricsDate: string | null;
}

export interface EquityFilters {
  readonly sectors: readonly string[];
  readonly industries: readonly string[];
}

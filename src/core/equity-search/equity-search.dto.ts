import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import type { CursorPart } from '../../shared/http/cursor.js';
import { cursoredQuery } from '../../shared/http/page.js';
import { type Wire } from '../../shared/http/wire.js';
import { CommaSeparated } from '../market-data/symbol.dto.js';
import {
  type EquityFilters,
  type EquityPage,
  FACTORS,
  type FoundEquity,
  isText,
  SEARCH_PERIODS,
  type SearchPeriod,
  type SearchWish,
  SORT_COLUMNS,
  type SortColumn,
} from './equity-search-view.js';

const MAX_NAMES = 50;
const HUGE = 1e15;
const SORT_ORDERS = ['asc', 'desc'] as const;

/** A number of the query within bounds, which may be left out. */
const Bound =
  (min: number): PropertyDecorator =>
  (target, key) => {
    ApiPropertyOptional({ type: Number, minimum: min, maximum: HUGE })(target, key);
    IsOptional()(target, key);
    Type(() => Number)(target, key);
    IsNumber({ allowNaN: false, allowInfinity: false })(target, key);
    Min(min)(target, key);
    Max(HUGE)(target, key);
  };

/** What it is sorted by, then the symbol: the kind of the first key is that of the column. */
const keyOf = (query: object): readonly CursorPart[] => {
  const { sort_by: column } = query as { readonly sort_by?: unknown };
  return [isText(column) ? 'text' : 'decimal', 'text', 'uuid'];
};

export class EquitySearchQuery extends cursoredQuery({ fallback: 50, max: 200 }, keyOf) {
  @ApiPropertyOptional({
    type: String,
    minLength: 1,
    maxLength: 100,
    description: 'Start of a symbol, or part of a name',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  query?: string;

  @ApiPropertyOptional({ type: String, description: 'Separated by commas', example: 'Financials,Energy' })
  @IsOptional()
  @CommaSeparated()
  @Length(1, 100, { each: true })
  @ArrayMaxSize(MAX_NAMES)
  sectors?: string[];

  @ApiPropertyOptional({ type: String, description: 'Separated by commas' })
  @IsOptional()
  @CommaSeparated()
  @Length(1, 100, { each: true })
  @ArrayMaxSize(MAX_NAMES)
  industries?: string[];

  @Bound(0) min_market_cap?: number;
  @Bound(0) max_market_cap?: number;
  @Bound(-HUGE) min_pe_ratio?: number;
  @Bound(-HUGE) max_pe_ratio?: number;

  @ApiPropertyOptional({ enum: SEARCH_PERIODS, default: 'ttm' })
  @IsIn(SEARCH_PERIODS)
  period: SearchPeriod = 'ttm';

  @ApiPropertyOptional({ enum: SORT_COLUMNS, default: 'market_cap', description: 'Unknown values come last both ways' })
  @IsIn(SORT_COLUMNS)
  sort_by: SortColumn = 'market_cap';

  @ApiPropertyOptional({ enum: SORT_ORDERS, default: 'desc' })
  @IsIn(SORT_ORDERS)
  sort_order: (typeof SORT_ORDERS)[number] = 'desc';

  /** @throws InvalidInput when a range is empty */
  static wish(query: EquitySearchQuery): SearchWish {
    const faults = (['market_cap', 'pe_ratio'] as const).flatMap((name) => {
      const { [`min_${name}` as const]: min = -Infinity, [`max_${name}` as const]: max = Infinity } = query;
      const message = `min_${name} must not exceed max_${name}.`;
      return min > max ? [{ field: `min_${name}`, code: 'empty_range', message }] : [];
    });
    if (faults.length > 0) throw new InvalidInput(faults);
    return {
      text: query.query?.trim() ?? null,
      sectors: query.sectors ?? null,
      industries: query.industries ?? null,
      minMarketCap: query.min_market_cap ?? null,
      maxMarketCap: query.max_market_cap ?? null,
      minPe: query.min_pe_ratio ?? null,
      maxPe: query.max_pe_ratio ?? null,
      ...{ period: query.period, sortBy: query.sort_by, descending: query.sort_order === 'desc' },
      ...query.bounds(),
    };
  }
}

const TEXT = { type: String, nullable: true } as const;
const NUMBER = { type: Number, nullable: true } as const;
const NOT_YET = Object.fromEntries(FACTORS.map((factor) => [factor, 'not-computed-yet']));

export class EquityResponse {
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty(TEXT) company_name: string | null;
  @ApiProperty(TEXT) sector: string | null;
  @ApiProperty(TEXT) industry: string | null;
  @ApiProperty(NUMBER) market_cap: number | null;
  @ApiProperty({ ...NUMBER, description: 'Market value, and debt less cash of the newest balance sheet' })
  enterprise_value: number | null;

  @ApiProperty(NUMBER) ps_ratio: number | null;
  @ApiProperty({ ...NUMBER, description: 'Null without earnings' }) pe_ratio: number | null;
  @ApiProperty({ ...NUMBER, description: 'Of the period' }) revenue: number | null;
  @ApiProperty({ ...NUMBER, description: 'Of the period' }) ebit: number | null;
  @ApiProperty({ ...NUMBER, description: 'Free cash flow of the period' }) fcf: number | null;
  @ApiProperty({ type: String, example: 'TTM' }) period_label: string;
  @ApiProperty(NUMBER) factor_value: null;
  @ApiProperty(NUMBER) factor_growth: null;
  @ApiProperty(NUMBER) factor_momentum: null;
  @ApiProperty(NUMBER) factor_quality: null;
  @ApiProperty(NUMBER) factor_size: null;
  @ApiProperty(NUMBER) factor_low_vol: null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Why a factor beta is null' })
  reasons: Readonly<Record<string, string>>;

  static of(equity: FoundEquity, period: SearchPeriod): Wire<EquityResponse> {
    return {
      ...{ symbol: equity.symbol, company_name: equity.companyName, sector: equity.sector, industry: equity.industry },
      ...{ market_cap: equity.marketCap, enterprise_value: equity.enterpriseValue },
      ...{ ps_ratio: equity.psRatio, pe_ratio: equity.peRatio },
      ...{ revenue: equity.revenue, ebit: equity.ebit, fcf: equity.fcf },
      period_label: equity.label ?? period.replace('_', ' '),
      ...{ factor_value: null, factor_growth: null, factor_momentum: null },
      ...{ factor_quality: null, factor_size: null, factor_low_vol: null },
      reasons: NOT_YET,
    };
  }
}

const FILTERS = [
  'query',
  'sectors',
  'industries',
  'min_market_cap',
  'max_market_cap',
  'min_pe_ratio',
  'max_pe_ratio',
] as const;

export class EquitySearchResponse {
  @ApiProperty({ type: [EquityResponse] }) items: EquityResponse[];
  @ApiProperty({ type: 'integer', description: 'Of all pages' }) total_count: number;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { sectors: ['Energy'] } })
  filters_applied: Readonly<Record<string, unknown>>;
  @ApiProperty({ enum: SEARCH_PERIODS }) period: string;
  @ApiProperty({ enum: SORT_COLUMNS }) sort_by: string;
  @ApiProperty({ enum: SORT_ORDERS }) sort_order: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Of the newest profile found' })
  metrics_date: string | null;

  static from({ items, total, metricsDate }: EquityPage, query: EquitySearchQuery): Wire<EquitySearchResponse> {
    const applied = FILTERS.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]] as const]));
    return {
      items: items.map((equity) => EquityResponse.of(equity, query.period)),
      total_count: total,
      filters_applied: Object.fromEntries(applied),
      ...{ period: query.period, sort_by: query.sort_by, sort_order: query.sort_order },
      metrics_date: metricsDate,
    };
  }
}

export class MarketCapRange {
  @ApiProperty({ type: String, example: 'Large cap' }) label: string;
  @ApiProperty(NUMBER) min_value: number | null;
  @ApiProperty(NUMBER) max_value: number | null;
}

const RANGES: readonly Wire<MarketCapRange>[] = [
  { label: 'Mega cap', min_value: 200e9, max_value: null },
  { label: 'Large cap', min_value: 10e9, max_value: 200e9 },
  { label: 'Mid cap', min_value: 2e9, max_value: 10e9 },
  { label: 'Small cap', min_value: 300e6, max_value: 2e9 },
  { label: 'Micro cap', min_value: null, max_value: 300e6 },
];

export class EquityFiltersResponse {
  @ApiProperty({ type: [String] }) sectors: readonly string[];
  @ApiProperty({ type: [String] }) industries: readonly string[];
  @ApiProperty({ type: [MarketCapRange] }) market_cap_ranges: readonly MarketCapRange[];

  static from({ sectors, industries }: EquityFilters): Wire<EquityFiltersResponse> {
    return { sectors, industries, market_cap_ranges: RANGES };
  }
}

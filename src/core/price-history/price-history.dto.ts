import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { QueryFlag } from '../data/complete-query.dto.js';
import { CommaSeparated } from '../market-data/symbol.dto.js';
import { FACTOR_ETFS, FACTOR_NAMES } from '../market-data/factor-funds.kernel.js';
import type { History } from './price-history.service.js';
import type { PriceSeries } from './price-view.js';

const MAX_DAYS = 3650;
const DATE_FORMATS = ['iso', 'unix'] as const;
type DateFormat = (typeof DATE_FORMATS)[number];

/** A query with `lookback_days`, calendar days back from today. */
function lookbackQuery(fallback: number): new () => { lookback_days: number } {
  class LookbackQuery {
    @ApiPropertyOptional({
      type: 'integer',
      minimum: 1,
      maximum: MAX_DAYS,
      default: fallback,
      description: 'Calendar days',
    })
    @Type(() => Number)
    @IsInt()
    @Min(1)
    @Max(MAX_DAYS)
    lookback_days = fallback;
  }
  return LookbackQuery;
}

export class PortfolioPricesQuery extends lookbackQuery(150) {
  @ApiPropertyOptional({ type: Boolean, default: true })
  @QueryFlag()
  @IsBoolean()
  include_factor_etfs = true;

  @ApiPropertyOptional({ enum: DATE_FORMATS, default: 'iso', description: 'unix: seconds at midnight UTC of the day' })
  @IsIn(DATE_FORMATS)
  date_format: DateFormat = 'iso';
}

export class BenchmarkQuery extends lookbackQuery(400) {
  @ApiPropertyOptional({ enum: DATE_FORMATS, default: 'iso', description: 'unix: seconds at midnight UTC of the day' })
  @IsIn(DATE_FORMATS)
  date_format: DateFormat = 'iso';
}

export class FactorPricesQuery extends lookbackQuery(150) {
  @ApiPropertyOptional({ type: String, description: 'Names of factors, separated by commas', example: 'Market,Value' })
  @CommaSeparated((name) => FACTOR_NAMES.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name)
  @IsIn(FACTOR_NAMES, { each: true })
  factors: string[] = [...FACTOR_NAMES];

  static symbols({ factors }: FactorPricesQuery): string[] {
    return FACTOR_ETFS.filter(({ factor }) => factors.includes(factor)).map(({ symbol }) => symbol);
  }
}

const NUMBERS = { type: 'array', items: { type: 'number', nullable: true } } as const;

export class BarsResponse {
  @ApiProperty({ type: 'array', items: { oneOf: [{ type: 'string', format: 'date' }, { type: 'integer' }] } })
  dates: readonly (string | number)[];

  @ApiProperty(NUMBERS) open: readonly (number | null)[];
  @ApiProperty(NUMBERS) high: readonly (number | null)[];
  @ApiProperty(NUMBERS) low: readonly (number | null)[];
  @ApiProperty(NUMBERS) close: readonly number[];
  @ApiProperty(NUMBERS) volume: readonly (number | null)[];

  static of({ dates, open, high, low, close, volume }: PriceSeries, format: DateFormat): Wire<BarsResponse> {
    return { dates: format === 'iso' ? dates : dates.map(secondsOf), open, high, low, close, volume };
  }
}

const secondsOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;

export class SymbolBarsResponse extends BarsResponse {
  @ApiProperty({ ...NUMBERS, description: 'Closes in the shares of the newest session' })
  adjusted_close: readonly number[];

  @ApiProperty({ type: 'integer' }) data_points: number;
  @ApiProperty({ type: String, example: 'simulated' }) source: string;
  @ApiProperty({ type: String, example: 'raw', description: 'raw, split_adjusted or total_return' }) basis: string;
}

class SpanResponse {
  @ApiProperty({ type: 'integer' }) lookback_days: number;
  @ApiProperty({ type: String, format: 'date' }) start_date: string;
  @ApiProperty({ type: String, format: 'date' }) end_date: string;
}

export class PortfolioPricesMetadata extends SpanResponse {
  @ApiProperty({ type: 'integer', description: 'Sessions with a price of any symbol' }) trading_days_included: number;
}

export class PortfolioPricesResponse {
  @ApiProperty({ type: PortfolioPricesMetadata }) metadata: PortfolioPricesMetadata;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object' },
    description: 'Symbols without a price are left out',
    example: { AAPL: { dates: ['2024-11-29'], close: [237.33], data_points: 1, source: 'csv' } },
  })
  symbols: Readonly<Record<string, SymbolBarsResponse>>;

  static from(
    { span, series }: History,
    { lookback_days, date_format }: PortfolioPricesQuery,
  ): Wire<PortfolioPricesResponse> {
    const symbols = series.map((one): [string, Wire<SymbolBarsResponse>] => [
      one.symbol,
      {
        ...BarsResponse.of(one, date_format),
        adjusted_close: one.adjusted,
        data_points: one.dates.length,
        ...{ source: one.dataset, basis: one.basis },
      },
    ]);
    return {
      metadata: {
        ...{ lookback_days, start_date: span.from, end_date: span.to },
        trading_days_included: new Set(series.flatMap(({ dates }) => dates)).size,
      },
      symbols: Object.fromEntries(symbols),
    };
  }
}

export class BenchmarkMetadata extends SpanResponse {
  @ApiProperty({ type: 'integer' }) trading_days_found: number;
  @ApiPropertyOptional({ type: String, format: 'date' }) first_date?: string;
  @ApiPropertyOptional({ type: String, format: 'date' }) last_date?: string;
}

export class BenchmarkPricesResponse {
  @ApiProperty({ type: String, example: 'SPY' }) symbol: string;
  @ApiProperty({ type: Boolean }) available: boolean;
  @ApiPropertyOptional({ type: String, description: 'Why there is nothing' }) message?: string;
  @ApiProperty({ type: BenchmarkMetadata }) metadata: BenchmarkMetadata;
  @ApiProperty({ type: BarsResponse, nullable: true }) data: BarsResponse | null;

  static from(symbol: string, { span, series }: History, query: BenchmarkQuery): Wire<BenchmarkPricesResponse> {
    const [found] = series;
    const first = found?.dates[0];
    const last = found?.dates.at(-1);
    return {
      symbol,
      available: found !== undefined,
      ...(found ? {} : { message: `There is no price of ${symbol} in the last ${query.lookback_days} days.` }),
      metadata: {
        ...{ lookback_days: query.lookback_days, start_date: span.from, end_date: span.to },
        trading_days_found: found?.dates.length ?? 0,
        ...(first === undefined || last === undefined ? {} : { first_date: first, last_date: last }),
      },
      data: found ? BarsResponse.of(found, query.date_format) : null,
    };
  }
}

export class FactorPriceResponse {
  @ApiProperty({ type: String, example: 'Market' }) factor_name: string;
  @ApiProperty({ type: String, example: 'SPY' }) symbol: string;
  @ApiProperty({ type: Number }) current_price: number | null;
  @ApiProperty({ type: Number, nullable: true }) open: number | null;
  @ApiProperty({ type: Number, nullable: true }) high: number | null;
  @ApiProperty({ type: Number, nullable: true }) low: number | null;
  @ApiProperty({ type: Number, nullable: true }) volume: number | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) date: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;
  @ApiProperty({ type: String, example: 'simulated' }) data_source: string;
  @ApiProperty({ type: String, nullable: true, description: 'In the company profile' }) exchange: null;
  @ApiProperty({ type: Number, nullable: true, description: 'Funds have none' }) market_cap: null;
  @ApiProperty({ type: BarsResponse, description: 'Of the days looked back' }) history: BarsResponse;

  static of(series: PriceSeries): Wire<FactorPriceResponse> {
    const { symbol, open, high, low, close, volume, dates } = series;
    return {
      factor_name: FACTOR_ETFS.find((etf) => etf.symbol === symbol)?.factor ?? symbol,
      symbol,
      current_price: close.at(-1) ?? null,
      ...{ open: open.at(-1) ?? null, high: high.at(-1) ?? null, low: low.at(-1) ?? null },
      ...{ volume: volume.at(-1) ?? null, date: dates.at(-1) ?? null },
      ...{ updated_at: series.updatedAt, data_source: series.dataset, exchange: null, market_cap: null },
      history: BarsResponse.of(series, 'iso'),
    };
  }
}

export class FactorPricesResponse {
  @ApiProperty({
    type: Object,
    example: { factor_model: '7-factor', etf_count: 7, timestamp: '2024-12-02T22:30:00.000Z' },
  })
  metadata: { readonly factor_model: string; readonly etf_count: number; readonly timestamp: string };

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object' },
    description: 'By symbol; without a price, left out',
    example: { SPY: { factor_name: 'Market', symbol: 'SPY', current_price: 602.55, date: '2024-11-29' } },
  })
  data: Readonly<Record<string, FactorPriceResponse>>;

  static from({ series, at }: History): Wire<FactorPricesResponse> {
    return {
      metadata: { factor_model: '7-factor', etf_count: series.length, timestamp: at.toISOString() },
      data: Object.fromEntries(series.map((one) => [one.symbol, FactorPriceResponse.of(one)])),
    };
  }
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, Matches, Max, Min } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { type TopPositions } from './portfolio-view.js';

const MAX_LIMIT = 50;
const NUMBER = { type: Number, nullable: true } as const;

export class TopPositionsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: 20 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit = 20;

  /** Both order by the size of the market value: weights are its shares. */
  @ApiPropertyOptional({ enum: ['market_value', 'weight'], default: 'market_value' })
  @IsIn(['market_value', 'weight'])
  sort_by: 'market_value' | 'weight' = 'market_value';

  @ApiPropertyOptional({ type: String, format: 'date' })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'as_of_date must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true })
  as_of_date?: string;
}

export class TopPositionResponse {
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: String }) name: string;
  @ApiProperty({ type: Number, description: 'Negative when short' }) qty: number;
  @ApiProperty(NUMBER) price: number | null;
  @ApiProperty({ ...NUMBER, description: 'Signed; null without a price' }) value: number | null;
  @ApiProperty({ ...NUMBER, description: 'Signed, of net asset value, 0 to 100' }) weight: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the company profile' }) sector: string | null;
}

export class TopPositionsResponse {
  @ApiProperty({
    type: Object,
    description: 'limits.max_lookback_days is null: a snapshot of any day is found',
    example: { requested: { limit: 20 } },
  })
  meta: {
    readonly as_of: string | null;
    readonly requested: Readonly<Record<string, unknown>>;
    readonly applied: Readonly<Record<string, unknown>>;
    readonly limits: { readonly max_limit: number; readonly max_lookback_days: number | null };
    readonly rows_returned: number;
    readonly truncated: boolean;
    readonly schema_version: string;
  };

  @ApiProperty({ type: [TopPositionResponse] }) data: TopPositionResponse[];

  @ApiProperty({ ...NUMBER, description: 'Share of gross value that is listed, 0 to 100' })
  coverage_percent: number | null;

  @ApiProperty({ type: 'integer', description: 'Symbols held' }) total_positions: number;

  static from(
    { asOf, total, coverage, positions }: TopPositions,
    query: TopPositionsQuery,
  ): Wire<TopPositionsResponse> {
    const { limit, sort_by, as_of_date = null } = query;
    return {
      meta: {
        as_of: asOf,
        requested: { limit, sort_by, as_of_date },
        applied: { limit, sort_by, as_of_date: asOf },
        limits: { max_limit: MAX_LIMIT, max_lookback_days: null },
        rows_returned: positions.length,
        truncated: positions.length < total,
        schema_version: '1.0',
      },
      data: positions.map(({ symbol, name, sector, quantity, price, value, weight }) => ({
        ...{ symbol, name: name ?? symbol, qty: quantity, price, value },
        ...{ weight: weight === null ? null : weight * 100, sector },
      })),
      coverage_percent: coverage === null ? null : coverage * 100,
      total_positions: total,
    };
  }
}

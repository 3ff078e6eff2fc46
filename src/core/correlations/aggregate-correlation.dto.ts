import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import {
  CORRELATION_VERSION,
  CORRELATION_WINDOW,
  methodOf,
  observationsOf,
} from '../calculations/correlation/correlation.calculation.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import type { AggregateCorrelations } from './aggregate-correlation.service.js';
import { AggregateQuery } from '../aggregate-analytics/aggregate-query.dto.js';
import { totals } from '../aggregate-analytics/aggregate-totals.dto.js';

const DIGITS = 6;

type Cells = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

export class AggregateCorrelationQuery extends AggregateQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 2, maximum: 50, default: 25 })
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(50)
  max_symbols = 25;
}

export class AggregateCorrelationData {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'number', nullable: true } },
    description: 'Symbol to symbol to correlation; null where a pair has none',
    example: { AAPL: { AAPL: 1, MSFT: 0.62 }, MSFT: { AAPL: 0.62, MSFT: 1 } },
  })
  matrix: Cells;

  @ApiProperty({ type: [String], description: 'The largest first', example: ['AAPL', 'MSFT'] }) symbols: string[];
  @ApiProperty({
    ...{ type: Number, nullable: true, example: 0.34 },
    description: 'By the products of the signed values: a hedge counts against. -1 to 1',
  })
  average_correlation: number | null;
}

export class AggregateCorrelationMetadata {
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) calculation_date: string | null;
  @ApiProperty({ type: 'integer', description: 'As asked for', example: 25 }) symbols_requested: number;
  @ApiProperty({ type: 'integer', example: 12 }) symbols_included: number;
  @ApiProperty({ type: 'integer', description: 'Sessions that were looked back on', example: 90 })
  window_sessions: number;

  @ApiProperty({ type: 'integer', description: 'Sessions of the pair that has most in common', example: 90 })
  observations: number;

  @ApiProperty({ type: String, example: 'pearson' }) method: string;
  @ApiProperty({ type: 'integer', example: 1 }) version: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is no figure', example: null })
  reason: string | null;
}

export class AggregateCorrelationResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: AggregateCorrelationData, nullable: true }) data: AggregateCorrelationData | null;
  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) net_asset_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: AggregateCorrelationMetadata }) metadata: AggregateCorrelationMetadata;

  static from(
    aggregate: AggregateCorrelations,
    { max_symbols }: AggregateCorrelationQuery,
  ): Wire<AggregateCorrelationResponse> {
    const { net_asset_value, portfolio_count } = totals(aggregate);
    const found = valueOrNull(aggregate.found);
    const symbols = (found?.places ?? []).map((place) => aggregate.holdings[place]?.symbol ?? '');
    return {
      available: found !== null,
      data: found && {
        matrix: Object.fromEntries(symbols.map((symbol, i) => [symbol, rowOf(symbols, found.matrix[i])])),
        symbols,
        average_correlation: roundTo(found.average, DIGITS),
      },
      ...{ net_asset_value, portfolio_count },
      metadata: {
        ...{ calculation_date: aggregate.asOf, symbols_requested: max_symbols, symbols_included: symbols.length },
        window_sessions: CORRELATION_WINDOW,
        observations: observationsOf(aggregate.found),
        method: methodOf(aggregate.found),
        ...{ version: CORRELATION_VERSION, reason: reasonOrNull(aggregate.found) },
      },
    };
  }
}

const rowOf = (symbols: readonly string[], row: Float64Array | undefined): Readonly<Record<string, number | null>> =>
  Object.fromEntries(
    symbols.map((symbol, j) => {
      const value = row?.[j] ?? Number.NaN;
      return [symbol, Number.isNaN(value) ? null : roundTo(value, DIGITS)];
    }),
  );

import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { pageQuery } from '../../shared/http/page.js';
import { ALL_MEASURES } from './risk-measure-names.kernel.js';
import type { BacktestAsked, SessionSpan } from './risk-measure-view.js';
import { SpanQuery } from './span-query.dto.js';

const VAR_METHODS = ['historical', 'parametric', 'cornish_fisher'] as const;
const CONFIDENCES = [0.95, 0.99] as const;

@RefuseUnknownFields()
export class ContributionsQuery extends pageQuery({ fallback: 100, max: 500 }) {}

@RefuseUnknownFields()
export class RatiosQuery extends SpanQuery {}

@RefuseUnknownFields()
export class BacktestQuery extends SpanQuery {
  @ApiPropertyOptional({ type: String, enum: VAR_METHODS, default: 'historical', description: 'How VaR was computed' })
  @IsIn(VAR_METHODS)
  method: string = 'historical';

  @ApiPropertyOptional({ type: Number, enum: CONFIDENCES, default: 0.95, description: 'Of VaR' })
  @Transform(({ value }: { value: unknown }) => Number(value))
  @IsIn(CONFIDENCES)
  confidence: number = 0.95;

  static asked(query: BacktestQuery): BacktestAsked {
    const percent = Math.round(query.confidence * 100);
    return {
      measure: `${query.method}_var_${String(percent)}`,
      confidence: query.confidence,
      span: SpanQuery.span(query),
    };
  }
}

@RefuseUnknownFields()
export class HistoryQuery extends SpanQuery {
  @ApiPropertyOptional({ type: String, enum: ALL_MEASURES, description: 'Which figure', default: 'historical_var_95' })
  @IsIn(ALL_MEASURES)
  measure: string = 'historical_var_95';

  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: 0, maximum: 1_000 },
    description: 'Sessions that the figure looks back on, for one with several windows',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000)
  window_sessions?: number;

  static asked(query: HistoryQuery): { measure: string; window: number | null; span: SessionSpan } {
    return { measure: query.measure, window: query.window_sessions ?? null, span: SpanQuery.span(query) };
  }
}

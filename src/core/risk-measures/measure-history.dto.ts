import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { DIGITS } from './measure-parts.dto.js';
import type { HistoryPoint, HistoryView } from './risk-measure-view.js';

const DATE = { type: String, format: 'date', nullable: true, example: '2024-11-29' } as const;

export class HistoryPointDto {
  @ApiProperty({ type: String, format: 'date', example: '2024-11-29' }) as_of_date: string;
  @ApiProperty({ type: 'integer', description: 'Sessions that were looked back on; 0 for none', example: 252 })
  window_sessions: number;

  @ApiProperty({ type: Number, nullable: true, example: 0.0187 }) value: number | null;
  @ApiProperty({
    ...{ type: 'integer', nullable: true, example: 252 },
    description: 'Sessions that it rests on; null for a figure that looks at its session alone',
  })
  observations: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'historical-constant-weights' }) method: string | null;
  @ApiProperty({
    ...{ type: 'integer', nullable: true, example: 1 },
    description: 'Of the calculation; null for what was stored before it was kept',
  })
  version: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is no value', example: null })
  reason: string | null;

  static from(point: HistoryPoint): Wire<HistoryPointDto> {
    const { date, window, value, observations, method, version, reason } = point;
    return {
      ...{ as_of_date: date, window_sessions: window, value: roundTo(value, DIGITS) },
      ...{ observations, method, version, reason },
    };
  }
}

export class MeasureHistoryResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, example: 'historical_var_95' }) measure: string;
  @ApiProperty({ ...DATE, description: 'The first session answered' }) from: string | null;
  @ApiProperty({ ...DATE, description: 'The newest session answered' }) to: string | null;
  @ApiProperty({ type: 'integer', example: 231 }) count: number;
  @ApiProperty({ type: Boolean, description: 'Whether earlier ones are left out: 2,520 at most', example: false })
  is_cut: boolean;

  @ApiProperty({ type: [HistoryPointDto], description: 'Ascending' }) points: HistoryPointDto[];

  static from({ portfolioId, points, isCut }: HistoryView, measure: string): Wire<MeasureHistoryResponse> {
    return {
      ...{ portfolio_id: portfolioId, measure, from: points[0]?.date ?? null, to: points.at(-1)?.date ?? null },
      ...{ count: points.length, is_cut: isCut, points: points.map((point) => HistoryPointDto.from(point)) },
    };
  }
}

import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { CorrelationMetadata, overlapOf } from './correlation-metadata.dto.js';
import type { CorrelationQuery } from './correlation-query.dto.js';
import type { CorrelationsView } from './correlation-view.js';
import { selectPairs } from './pair-selection.kernel.js';

export class DiversificationScoreResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({
    ...{ type: Number, nullable: true, example: 0.34 },
    description: 'Average correlation by the products of the signed weights: a hedge counts against. -1 to 1',
  })
  portfolio_correlation: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Sessions that were looked back on', example: 90 })
  duration_days: number;

  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) calculation_date: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 12 }) symbols_included: number | null;
  @ApiProperty({ type: CorrelationMetadata }) metadata: CorrelationMetadata;

  static from(view: CorrelationsView, query: CorrelationQuery): Wire<DiversificationScoreResponse> {
    const { found } = view;
    const selected =
      found?.reason === null ? selectPairs(found, found.symbols.length, overlapOf(view, query.min_overlap)) : null;
    const metadata = CorrelationMetadata.of(view, query);
    // Pairs there are, but none with as much in common as was asked for.
    const reason = selected?.average === null ? 'too-few-observations' : metadata.reason;
    return {
      available: selected !== null && selected.average !== null,
      portfolio_id: view.portfolioId,
      portfolio_correlation: roundTo(selected?.average ?? null, 6),
      duration_days: metadata.window_sessions,
      calculation_date: view.asOf,
      symbols_included: selected?.symbols.length ?? null,
      metadata: { ...metadata, reason },
    };
  }
}

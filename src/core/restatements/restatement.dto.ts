import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { CursorParameter, decodeCursor } from '../../shared/http/cursor.js';
import type { Wire } from '../../shared/http/wire.js';
import type { Restatement } from './restatement.entity.js';
import { RESTATEMENT_KEY, type RestatementPage } from './restatement.service.js';

export class ListRestatementsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @CursorParameter(RESTATEMENT_KEY)
  cursor?: string;

  after(): string | null {
    return decodeCursor(this.cursor, RESTATEMENT_KEY)?.[0] ?? null;
  }
}

class RestatedFigureResponse {
  @ApiProperty({ type: String, example: 'net_asset_value' })
  figure: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Decimal text; null: there was none',
    example: '1000.00000000',
  })
  from: string | null;

  @ApiProperty({ type: String, nullable: true, example: '1012.50000000' })
  to: string | null;
}

class RestatementCauseResponse {
  @ApiProperty({ type: String, example: 'AAPL' })
  symbol: string;

  @ApiProperty({ type: String, format: 'date' })
  date: string;

  @ApiProperty({ type: String, example: 'yahoo' })
  dataset: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null: the price came late', example: '187.15' })
  old_close: string | null;

  @ApiProperty({ type: String, example: '187.51' })
  new_close: string;

  @ApiProperty({ type: String, description: 'New shares per old', example: '1' })
  old_split_factor: string;

  @ApiProperty({ type: String, example: '1' })
  new_split_factor: string;

  @ApiProperty({ type: String, description: 'Cash a share', example: '0' })
  old_dividend: string;

  @ApiProperty({ type: String, example: '0' })
  new_dividend: string;
}

export class RestatementResponse {
  @ApiProperty({ type: String, example: '4711' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ type: String, format: 'date', description: 'The session whose figures moved' })
  date: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  batch_run_id: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  restated_at: string;

  @ApiProperty({ type: [RestatedFigureResponse] })
  figures: RestatedFigureResponse[];

  @ApiProperty({ type: [RestatementCauseResponse], description: 'The newest 20 prices that changed' })
  causes: RestatementCauseResponse[];

  @ApiProperty({ type: Number })
  causes_total: number;

  @ApiProperty({ type: Boolean, description: 'The ledger had new lines as well, which moved figures too' })
  has_new_transactions: boolean;

  static from(restatement: Restatement): Wire<RestatementResponse> {
    return {
      id: restatement.id,
      portfolio_id: restatement.portfolioId,
      date: restatement.snapshotDate,
      batch_run_id: restatement.runId,
      restated_at: restatement.restatedAt.toISOString(),
      figures: restatement.figures,
      causes: restatement.causes,
      causes_total: restatement.causesTotal,
      has_new_transactions: restatement.hasNewLines,
    };
  }
}

export class RestatementPageResponse {
  @ApiProperty({ type: [RestatementResponse], description: 'Newest first' })
  items: RestatementResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one' })
  next_cursor: string | null;

  static from({ items, nextCursor }: RestatementPage): Wire<RestatementPageResponse> {
    return { items: items.map((item) => RestatementResponse.from(item)), next_cursor: nextCursor };
  }
}

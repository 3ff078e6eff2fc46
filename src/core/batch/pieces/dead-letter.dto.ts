import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { type CursorKey, CursorParameter, decodeCursor } from '../../../shared/http/cursor.js';
import type { Wire } from '../../../shared/http/wire.js';
import type { BatchPiece } from './batch-piece.entity.js';
import { DEAD_LETTER_KEY } from './batch-piece.repository.js';
import type { DeadLetters } from './dead-letter.service.js';

const MAX_LETTERS = 200;
const MAX_IDS = 1_000;
const MOST = 2_147_483_647;

export class DeadLetterQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LETTERS, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LETTERS)
  limit = 50;

  @CursorParameter(DEAD_LETTER_KEY)
  cursor?: string;

  static after({ cursor }: DeadLetterQuery): CursorKey | null {
    return decodeCursor(cursor, DEAD_LETTER_KEY);
  }
}

export class DeadLetterResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid', description: 'The run that it is a piece of' })
  batch_run_id: string;

  @ApiProperty({
    type: 'integer',
    example: 2,
    minimum: 1,
    maximum: MOST,
    description: 'Number of the piece in its run',
  })
  piece_number: number;

  @ApiProperty({ type: String, example: 'csv', maxLength: 50, description: 'Dataset of its portfolios' })
  dataset: string;

  @ApiProperty({ type: [String], maxItems: MAX_IDS, description: 'What it was to compute' })
  portfolio_ids: string[];

  @ApiProperty({ type: 'integer', example: 3, minimum: 0, maximum: MOST, description: 'How often it was begun' })
  attempts: number;

  @ApiProperty({ type: 'integer', example: 40, minimum: 0, maximum: MOST, description: 'Of the last attempt' })
  total_steps: number;

  @ApiProperty({ type: 'integer', example: 12, minimum: 0, maximum: MOST, description: 'These stay done' })
  completed_steps: number;

  @ApiProperty({
    ...{ type: String, nullable: true, maxLength: 10_000, example: 'deadlock detected' },
    description: 'What the last attempt failed with',
  })
  error: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it was given up' })
  failed_at: string | null;

  static from(piece: BatchPiece): Wire<DeadLetterResponse> {
    return {
      id: piece.id,
      batch_run_id: piece.runId,
      piece_number: piece.number,
      dataset: piece.dataset,
      portfolio_ids: piece.portfolioIds,
      attempts: piece.attempts,
      total_steps: piece.totalSteps,
      completed_steps: piece.completedSteps,
      error: piece.error,
      failed_at: piece.completedAt?.toISOString() ?? null,
    };
  }
}

export class DeadLetterList {
  @ApiProperty({ type: [DeadLetterResponse], maxItems: MAX_LETTERS, description: 'Newest first' })
  dead_letters: DeadLetterResponse[];

  @ApiProperty({ type: 'integer', example: 1, minimum: 0, maximum: MOST, description: 'All of them, listed or not' })
  total: number;

  @ApiProperty({
    ...{ type: String, nullable: true, example: null, maxLength: 1_000 },
    description: 'For the next page; null on the last one',
  })
  next_cursor: string | null;

  static from({ items, total, nextCursor }: DeadLetters): Wire<DeadLetterList> {
    return { dead_letters: items.map((piece) => DeadLetterResponse.from(piece)), total, next_cursor: nextCursor };
  }
}

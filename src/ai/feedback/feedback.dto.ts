import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Wire } from '../../shared/http/wire.js';
import type { Feedback } from './feedback.entity.js';
import type { FeedbackOutcome, FeedbackWish } from './feedback.service.js';

const RATINGS = ['up', 'down'] as const satisfies readonly Feedback['rating'][];

export class GiveFeedback {
  @ApiProperty({ enum: RATINGS })
  @IsIn(RATINGS)
  rating: Feedback['rating'];

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 20_000 })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  edited_text?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 4_000 })
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  comment?: string | null;

  toWish(): FeedbackWish {
    return { rating: this.rating, editedText: this.edited_text ?? null, comment: this.comment ?? null };
  }
}

export class FeedbackResponse {
  @ApiPropertyOptional({ enum: ['accepted'], description: 'Only where the feedback is stored later (202)' })
  status?: 'accepted';

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  id: string | null;

  @ApiProperty({ type: String, format: 'uuid' })
  message_id: string;

  @ApiProperty({ enum: RATINGS })
  rating: Feedback['rating'];

  @ApiProperty({ type: String, nullable: true })
  edited_text: string | null;

  @ApiProperty({ type: String, nullable: true })
  comment: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  created_at: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  updated_at: string | null;

  static from(feedback: Feedback): Wire<FeedbackResponse> {
    return {
      id: feedback.id,
      message_id: feedback.messageId,
      rating: feedback.rating,
      edited_text: feedback.editedText,
      comment: feedback.comment,
      created_at: feedback.createdAt.toISOString(),
      updated_at: feedback.updatedAt.toISOString(),
    };
  }

  static of(outcome: FeedbackOutcome): Wire<FeedbackResponse> {
    if (outcome.status === 'stored') return FeedbackResponse.from(outcome.feedback);
    const { rating, editedText, comment } = outcome.wish;
    return {
      status: 'accepted',
      id: null,
      message_id: outcome.messageId,
      rating,
      edited_text: editedText,
      comment,
      created_at: null,
      updated_at: null,
    };
  }
}

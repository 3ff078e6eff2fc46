import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { INSIGHT_TYPES, type InsightType } from '../../contracts/insight-store.js';
import { type InsightRequest } from './insight-generation.service.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? (value.trim() === '' ? undefined : value.trim()) : value;

/** `customization` of older clients is accepted and has no effect: there are no news and no verbosity here. */
export class GenerateInsight {
  @ApiProperty({ type: String, format: 'uuid' })
  @Matches(UUID, { message: 'portfolio_id must be a UUID' })
  portfolio_id: string;

  @ApiProperty({ enum: INSIGHT_TYPES })
  @IsIn(INSIGHT_TYPES)
  insight_type: InsightType;

  @ApiPropertyOptional({ type: String, maxLength: 100, nullable: true, example: 'volatility' })
  @Transform(trimmed)
  @IsOptional()
  @IsString()
  @MaxLength(100)
  focus_area?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 1000, nullable: true })
  @Transform(trimmed)
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  user_question?: string | null;

  request(): InsightRequest {
    const { portfolio_id, insight_type: type, focus_area: focusArea = null, user_question: question = null } = this;
    return { portfolioId: portfolio_id.toLowerCase(), type, focusArea, question };
  }
}

/** The schema is that of core's routes, which read what is written here. */
export const INSIGHT_SCHEMA = { schema: { $ref: '#/components/schemas/InsightResponse' } } as const;

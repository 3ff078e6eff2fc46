import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import {
  INSIGHT_SEVERITIES,
  INSIGHT_TYPES,
  type InsightSeverity,
  type InsightType,
  type InsightView,
} from '../../contracts/insight-store.js';
import { cursoredQuery } from '../../shared/http/page.js';
import { type Wire } from '../../shared/http/wire.js';
import { INSIGHT_KEY, type InsightChanges, type InsightPage } from './insight.repository.js';
import { type WantedInsights } from './insight.service.js';

export class InsightsQuery extends cursoredQuery({ fallback: 20, max: 100 }, INSIGHT_KEY) {
  @ApiPropertyOptional({ enum: INSIGHT_TYPES })
  @IsOptional()
  @IsIn(INSIGHT_TYPES)
  insight_type?: InsightType;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 365, default: 30 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  days_back = 30;

  wanted(): WantedInsights {
    return { type: this.insight_type ?? null, daysBack: this.days_back, ...this.bounds() };
  }
}

export class ChangeInsight {
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @IsBoolean()
  viewed?: boolean | null;

  @ApiPropertyOptional({ type: Boolean, description: 'A dismissed one is not listed any more' })
  @IsOptional()
  @IsBoolean()
  dismissed?: boolean | null;

  changes(): InsightChanges {
    return {
      ...(this.viewed == null ? {} : { viewed: this.viewed }),
      ...(this.dismissed == null ? {} : { dismissed: this.dismissed }),
    };
  }
}

export class RateInsight {
  @ApiProperty({ type: Number, minimum: 1, maximum: 5, example: 4.5 })
  @IsNumber({ maxDecimalPlaces: 1 })
  @Min(1)
  @Max(5)
  rating: number;

  @ApiPropertyOptional({ type: String, maxLength: 2000, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  feedback?: string | null;

  changes(): InsightChanges {
    return { rating: this.rating, ...(this.feedback === undefined ? {} : { feedback: this.feedback }) };
  }
}

class InsightPerformance {
  @ApiProperty({ type: Number, nullable: true, description: 'Null: what a token costs is not known here' })
  cost_usd: number | null;

  @ApiProperty({ type: 'integer' }) generation_time_ms: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null where the model does not say' })
  token_count: number | null;
}

export class InsightResponse implements InsightView {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ enum: INSIGHT_TYPES }) insight_type: InsightType;
  @ApiProperty({ type: String }) title: string;
  @ApiProperty({ enum: INSIGHT_SEVERITIES }) severity: InsightSeverity;
  @ApiProperty({ type: String }) summary: string;
  @ApiProperty({ type: [String] }) key_findings: readonly string[];
  @ApiProperty({ type: [String] }) recommendations: readonly string[];
  @ApiProperty({ type: String, description: 'Markdown' }) full_analysis: string;
  @ApiProperty({ type: String, description: 'Which figures there were not, and why' }) data_limitations: string;
  @ApiProperty({ type: String, nullable: true }) focus_area: string | null;
  @ApiProperty({ type: String, nullable: true }) user_question: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: Boolean }) viewed: boolean;
  @ApiProperty({ type: Boolean }) dismissed: boolean;
  @ApiProperty({ type: Number, nullable: true, minimum: 1, maximum: 5 }) user_rating: number | null;
  @ApiProperty({ type: String, nullable: true }) user_feedback: string | null;
  @ApiProperty({
    example: [],
    type: 'array',
    items: { type: 'object' },
    description: 'Each figure of the text with its source',
  })
  figures: readonly unknown[];

  @ApiProperty({ type: InsightPerformance }) performance: InsightPerformance;
}

export class InsightPageResponse {
  @ApiProperty({ type: [InsightResponse] }) insights: readonly InsightResponse[];
  @ApiProperty({ type: 'integer' }) total: number;
  @ApiProperty({ type: Boolean }) has_more: boolean;

  static from({ items, total, nextCursor }: InsightPage): Wire<InsightPageResponse> {
    return { insights: items, total, has_more: nextCursor !== null };
  }
}

export class InsightRated {
  @ApiProperty({ type: String }) message: string;

  static of({ user_rating: rating }: InsightView): Wire<InsightRated> {
    return { message: `Thank you. Your rating of ${String(rating)} is stored.` };
  }
}

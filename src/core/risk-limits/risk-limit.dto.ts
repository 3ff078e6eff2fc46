import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import type { Wire } from '../../shared/http/wire.js';
import { LIMIT_KINDS, LIMIT_MEASURES, type LimitKind } from './limit-definition.kernel.js';
import type { LimitChanges, LimitInput, StoredLimit } from './risk-limit.service.js';

const STATUSES = ['kept', 'breached', 'not_evaluated'] as const;
const NAME = { type: String, maxLength: 100, nullable: true, example: 'Not more than the market' } as const;
const MEASURE = {
  enum: LIMIT_MEASURES,
  description: 'Which figure of the kind; without it the first one of its kind. Of a factor tilt: the model.',
} as const;
const FACTOR = {
  type: String,
  maxLength: 60,
  nullable: true,
  description: 'Of a factor tilt: the factor whose exposure is limited',
} as const;
/** The ends of what any kind allows; each kind has narrower ones. */
const BOUND = { type: Number, minimum: -10_000, maximum: 10_000, nullable: true } as const;
const MIN_BOUND = { ...BOUND, description: 'Of beta alone: below it is a breach', example: 0.8 } as const;
const MAX_BOUND = {
  ...BOUND,
  description:
    'Above it is a breach. A ratio for shares (0.25 is 25 %), points for hhi, days for expiry, sessions for stale_price',
  example: 1.2,
} as const;

@RefuseUnknownFields()
export class CreateRiskLimit {
  @ApiProperty({ enum: LIMIT_KINDS })
  @IsIn(LIMIT_KINDS)
  kind: LimitKind;

  @ApiPropertyOptional(MEASURE)
  @IsOptional()
  @IsIn(LIMIT_MEASURES)
  measure?: string | null;

  @ApiPropertyOptional({ ...FACTOR, example: null })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  factor?: string | null;

  @ApiPropertyOptional(MIN_BOUND)
  @IsOptional()
  @IsNumber()
  @Min(-10_000)
  @Max(10_000)
  min?: number | null;

  @ApiPropertyOptional(MAX_BOUND)
  @IsOptional()
  @IsNumber()
  @Min(-10_000)
  @Max(10_000)
  max?: number | null;

  @ApiPropertyOptional(NAME)
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name?: string | null;

  @ApiPropertyOptional({ type: Boolean, default: true, description: 'The batch looks at active ones alone' })
  @IsBoolean()
  is_active = true;

  input(): LimitInput {
    const { kind, measure = null, factor = null, min = null, max = null, name = null, is_active: isActive } = this;
    return { kind, measure, factor, min, max, name, isActive };
  }
}

/** Only what is sent changes; null takes it away. The kind stays: another kind is another limit. */
@RefuseUnknownFields()
export class ChangeRiskLimit {
  @ApiPropertyOptional(MEASURE)
  @IsOptional()
  @IsIn(LIMIT_MEASURES)
  measure?: string | null;

  @ApiPropertyOptional({ ...FACTOR, example: null })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  factor?: string | null;

  @ApiPropertyOptional(MIN_BOUND)
  @IsOptional()
  @IsNumber()
  @Min(-10_000)
  @Max(10_000)
  min?: number | null;

  @ApiPropertyOptional(MAX_BOUND)
  @IsOptional()
  @IsNumber()
  @Min(-10_000)
  @Max(10_000)
  max?: number | null;

  @ApiPropertyOptional(NAME)
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name?: string | null;

  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @IsBoolean()
  is_active?: boolean | null;

  changes(): LimitChanges {
    const { measure, factor, min, max, name, is_active: isActive } = this;
    return {
      ...(measure === undefined ? {} : { measure }),
      ...(factor === undefined ? {} : { factor }),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(name === undefined ? {} : { name }),
      ...(isActive == null ? {} : { isActive }),
    };
  }
}

export class RiskLimitResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty(NAME) name: string | null;
  @ApiProperty({ enum: LIMIT_KINDS }) kind: LimitKind;
  @ApiProperty({ enum: LIMIT_MEASURES }) measure: string;
  @ApiProperty({ ...FACTOR, example: null }) factor: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 0.8 }) min: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 1.2 }) max: number | null;
  @ApiProperty({ type: Boolean }) is_active: boolean;
  @ApiProperty({ enum: STATUSES, description: 'What the batch found' }) status: StoredLimit['status'];
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Why it is not evaluated: the reason that its figure has no value',
  })
  reason: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 1.04,
    description: 'The figure; of many, the worst one: fewest days, oldest price, number of targets reached',
  })
  value: number | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Session of the figure' })
  as_of: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true }) evaluated_at: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;

  static from(limit: StoredLimit): Wire<RiskLimitResponse> {
    const { id, portfolioId, name, kind, measure, factor, min, max, isActive, status, reason, value, asOf } = limit;
    return {
      ...{ id, portfolio_id: portfolioId, name, kind, measure, factor, min, max, is_active: isActive },
      ...{ status, reason, value, as_of: asOf },
      evaluated_at: limit.evaluatedAt?.toISOString() ?? null,
      created_at: limit.createdAt.toISOString(),
      updated_at: limit.updatedAt.toISOString(),
    };
  }
}

export class RiskLimitListResponse {
  @ApiProperty({ type: [RiskLimitResponse] }) limits: readonly RiskLimitResponse[];

  static from(limits: readonly StoredLimit[]): Wire<RiskLimitListResponse> {
    return { limits: limits.map((limit) => RiskLimitResponse.from(limit)) };
  }
}

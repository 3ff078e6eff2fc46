import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class CorrelationQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 30, maximum: 365, default: 90 })
  @Type(() => Number)
  @IsInt()
  @Min(30)
  @Max(365)
  lookback_days = 90;

  @ApiPropertyOptional({ type: 'integer', minimum: 10, maximum: 365, default: 30 })
  @Type(() => Number)
  @IsInt()
  @Min(10)
  @Max(365)
  min_overlap = 30;
}

export class CorrelationMatrixQuery extends CorrelationQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 2, maximum: 50, default: 25 })
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(50)
  max_symbols = 25;
}

export class StressTestQuery {
  @ApiPropertyOptional({
    type: String,
    maxLength: 2_000,
    description: 'Ids of scenarios, separated by commas',
    example: 'market_down_10',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  scenarios?: string;

  static ids({ scenarios }: StressTestQuery): readonly string[] | null {
    return scenarios === undefined ? null : scenarios.split(',').map((id) => id.trim());
  }
}

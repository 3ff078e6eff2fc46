import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

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

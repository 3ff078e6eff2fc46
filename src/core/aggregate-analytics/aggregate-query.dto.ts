import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, Matches } from 'class-validator';

const MAX_PORTFOLIOS = 100;

/** `portfolio_ids=a&portfolio_ids=b`, or one value with commas. */
export class AggregateQuery {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    maxItems: MAX_PORTFOLIOS,
    description: 'The portfolios to add up; all active ones when left out',
    example: ['3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15'],
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => listed(value))
  @IsArray()
  @ArrayMaxSize(MAX_PORTFOLIOS)
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
    each: true,
    message: 'portfolio_ids must be UUIDs, such as 3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15',
  })
  portfolio_ids?: string[];

  /** Each once, in lower case; null for all active ones. */
  static ids({ portfolio_ids: ids }: AggregateQuery): readonly string[] | null {
    return ids === undefined ? null : [...new Set(ids.map((id) => id.toLowerCase()))];
  }
}

function listed(value: unknown): unknown {
  const given = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(given)) return value;
  return given.flatMap((one: unknown) => (typeof one === 'string' ? one.split(',').map((part) => part.trim()) : [one]));
}

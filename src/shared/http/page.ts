import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** PostgreSQL walks over every skipped row: past this a list has to be narrowed instead. */
const MAX_OFFSET = 100_000;

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export interface PageBounds {
  /** How many when the caller does not say. */
  readonly fallback: number;
  readonly max: number;
}

/** A query class with `limit` and `offset`, for a list with bounds of its own: `class Query extends pageQuery({ … })`. */
export function pageQuery({ fallback, max }: PageBounds): new () => Page {
  class BoundedPageQuery implements Page {
    @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: max, default: fallback })
    @Type(() => Number)
    @IsInt()
    @Min(1)
    @Max(max)
    limit: number = fallback;

    @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_OFFSET, default: 0 })
    @Type(() => Number)
    @IsInt()
    @Min(0)
    @Max(MAX_OFFSET)
    offset = 0;
  }
  return BoundedPageQuery;
}

/** The usual bounds of a list. */
export class PageQuery extends pageQuery({ fallback: 50, max: 200 }) {}

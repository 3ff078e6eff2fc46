import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { type CursorKey, CursorParameter, type CursorShape, decodeCursor, shapeFor } from './cursor.js';

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

export interface CursoredPage extends Page {
  /** The keys of the last row of the page before; then nothing more is skipped. */
  readonly after: CursorKey | null;
}

export interface CursoredQuery extends Page {
  readonly cursor?: string;
  bounds(): CursoredPage;
}

/** The same with a `cursor`, for a list that is ordered by such keys. */
export function cursoredQuery(bounds: PageBounds, key: CursorShape): new () => CursoredQuery {
  class BoundedCursoredQuery extends pageQuery(bounds) implements CursoredQuery {
    @CursorParameter(key)
    cursor?: string;

    bounds(): CursoredPage {
      return { limit: this.limit, offset: this.offset, after: decodeCursor(this.cursor, shapeFor(key, this)) };
    }
  }
  return BoundedCursoredQuery;
}

/** The usual bounds of a list. */
export class PageQuery extends pageQuery({ fallback: 50, max: 200 }) {}

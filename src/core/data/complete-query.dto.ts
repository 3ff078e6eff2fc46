import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsISO8601, IsOptional, Matches } from 'class-validator';
import { type CompleteParts } from './complete-view.js';

/** The words that older clients may send for a truth value. */
const WORDS: ReadonlyMap<unknown, boolean> = new Map([
  ...['true', '1', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off'].map((word) => [word, false] as const),
]);

/** A truth value of a query string; anything else is left for the validator to refuse. */
export const QueryFlag = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (WORDS.get(value.toLowerCase()) ?? value) : value,
  );

export class CompleteQuery {
  @ApiPropertyOptional({ type: Boolean, default: true })
  @QueryFlag()
  @IsBoolean()
  include_holdings = true;

  @ApiPropertyOptional({ type: Boolean, default: true })
  @QueryFlag()
  @IsBoolean()
  include_position_tags = true;

  @ApiPropertyOptional({ type: Boolean, default: false })
  @QueryFlag()
  @IsBoolean()
  include_timeseries = false;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Which symbols made the P&L of 21 sessions' })
  @QueryFlag()
  @IsBoolean()
  include_attrib = false;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description: 'The newest session on or before this day; the newest of all when left out',
  })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'as_of_date must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true })
  as_of_date?: string;

  static parts(query: CompleteQuery): CompleteParts {
    const { include_holdings, include_position_tags, include_timeseries, include_attrib } = query;
    const tags = include_holdings && include_position_tags;
    return { holdings: include_holdings, tags, timeseries: include_timeseries, attribution: include_attrib };
  }
}

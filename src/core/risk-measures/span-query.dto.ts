import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, Matches, registerDecorator, ValidateIf } from 'class-validator';
import type { SessionSpan } from './risk-measure-view.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const given = (_: unknown, value: unknown): boolean => value !== undefined;

/** A span of sessions, open on either side. */
export class SpanQuery {
  @ApiPropertyOptional({ type: String, format: 'date', description: 'First day; the first stored one if left out' })
  @ValidateIf(given)
  @Matches(DAY, { message: 'from must be a date, such as 2024-01-02' })
  @IsISO8601({ strict: true }, { message: 'from must be a date of the calendar' })
  from?: string;

  @ApiPropertyOptional({ type: String, format: 'date', description: 'Last day; the newest stored one if left out' })
  @ValidateIf(given)
  @Matches(DAY, { message: 'to must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'to must be a date of the calendar' })
  to?: string;

  static span({ from, to }: SpanQuery): SessionSpan {
    return { from: from ?? null, to: to ?? null };
  }
}
registerDecorator({
  name: 'isNotBeforeFrom',
  target: SpanQuery,
  propertyName: 'to',
  validator: {
    validate: (to, asked) => {
      const { from } = asked?.object as SpanQuery;
      return from === undefined || typeof to !== 'string' || to >= from;
    },
    defaultMessage: () => 'to must not be before from',
  },
});

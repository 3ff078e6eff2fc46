import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, Matches, registerDecorator, ValidateIf } from 'class-validator';
import { pageQuery } from '../../shared/http/page.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const given = (_: unknown, value: unknown): boolean => value !== undefined;
/** Sessions of an answer, the newest of the span. */
const MOST_SESSIONS = 366;

export class GreeksQuery extends pageQuery({ fallback: 200, max: 500 }) {}

export class GreeksHistoryQuery {
  @ApiPropertyOptional({ type: String, format: 'date', description: 'First day', example: '2024-01-02' })
  @ValidateIf(given)
  @Matches(DAY, { message: 'from must be a date, such as 2024-01-02' })
  @IsISO8601({ strict: true }, { message: 'from must be a date of the calendar' })
  from?: string;

  @ApiPropertyOptional({ type: String, format: 'date', description: 'Last day', example: '2024-11-29' })
  @ValidateIf(given)
  @Matches(DAY, { message: 'to must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'to must be a date of the calendar' })
  to?: string;

  static span({ from = '0001-01-01', to = '9999-12-31' }: GreeksHistoryQuery): {
    from: string;
    to: string;
    limit: number;
  } {
    return { from, to, limit: MOST_SESSIONS };
  }
}
registerDecorator({
  name: 'isNotBeforeFrom',
  target: GreeksHistoryQuery,
  propertyName: 'to',
  validator: {
    validate: (to, asked) => {
      const { from } = asked?.object as GreeksHistoryQuery;
      return from === undefined || typeof to !== 'string' || to >= from;
    },
    defaultMessage: () => 'to must not be before from',
  },
});

import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, Matches, ValidateIf } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';

@RefuseUnknownFields()
export class ExplainQuery {
  @ApiPropertyOptional({
    ...{ type: String, format: 'date' },
    description: 'The newest session on or before this day; the newest of all if left out',
  })
  @ValidateIf((_, value: unknown) => value !== undefined)
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'date must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'date must be a date of the calendar' })
  date?: string;
}

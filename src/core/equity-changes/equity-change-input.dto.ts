import { CursorParameter, decodeCursor } from '../../shared/http/cursor.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { BookingDay } from '../ledger/booking-day.dto.js';
import { DecimalField } from '../ledger/decimal-field.dto.js';
import { EquityChangeRefused } from './equity-change.errors.js';
import { EQUITY_CHANGE_KEY, type EquityChangeBounds, type Span } from './equity-change.repository.js';
import { type EquityChangeEdit, type EquityChangeInput } from './equity-change.service.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const CHANGE_TYPES = ['CONTRIBUTION', 'WITHDRAWAL'] as const;
const given = (_: unknown, value: unknown): boolean => value !== undefined;
const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;
const flag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);

export class CreateEquityChange {
  @ApiProperty({ enum: CHANGE_TYPES })
  @Transform(upper)
  @IsIn(CHANGE_TYPES)
  change_type: (typeof CHANGE_TYPES)[number];

  @DecimalField({ required: true, decimals: 4, min: 'positive', isCash: true, example: '2500.00' })
  amount: string;

  @BookingDay({ required: true, description: 'Not in the future' })
  change_date: string;

  @ApiPropertyOptional({ type: String, maxLength: 500, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  notes?: string | null;

  input(): EquityChangeInput {
    const { change_type: changeType, amount, change_date: changeDate, notes = null } = this;
    return { changeType, amount, changeDate, notes };
  }
}

/** Only what is sent changes. The type does not, and notes are not cleared. */
export class EditEquityChange {
  @DecimalField({ required: false, nullable: true, decimals: 4, isCash: true, description: 'Greater than 0' })
  amount?: string | null;

  @BookingDay({ required: false, description: 'Not in the future' })
  @IsOptional()
  change_date?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  notes?: string | null;

  edit(): EquityChangeEdit {
    return {
      ...(this.amount == null ? {} : { amount: this.amount }),
      ...(this.change_date == null ? {} : { changeDate: this.change_date }),
      ...(this.notes == null ? {} : { notes: this.notes }),
    };
  }
}

export class EquitySpanQuery {
  @ApiPropertyOptional({ type: String, format: 'date' })
  @IsOptional()
  @Matches(DAY, { message: 'start_date must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'start_date must be a date of the calendar' })
  start_date?: string;

  @ApiPropertyOptional({ type: String, format: 'date' })
  @IsOptional()
  @Matches(DAY, { message: 'end_date must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'end_date must be a date of the calendar' })
  end_date?: string;

  span(): Span {
    return { from: this.start_date ?? null, to: this.end_date ?? null };
  }
}

export class ListEquityChangesQuery extends EquitySpanQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 4000, default: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(4000)
  page = 1;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 25 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  page_size = 25;

  @ApiPropertyOptional({ type: Boolean, default: false })
  @Transform(flag)
  @ValidateIf(given)
  @IsBoolean()
  include_deleted = false;

  @CursorParameter(EQUITY_CHANGE_KEY)
  cursor?: string;

  bounds(): EquityChangeBounds {
    const { page, page_size: limit, include_deleted: includeDeleted, cursor } = this;
    return { limit, offset: (page - 1) * limit, includeDeleted, after: decodeCursor(cursor, EQUITY_CHANGE_KEY) };
  }
}

export class GetEquityChangeQuery {
  @ApiPropertyOptional({ type: Boolean, default: false })
  @Transform(flag)
  @ValidateIf(given)
  @IsBoolean()
  include_deleted = false;
}

export class ExportEquityChangesQuery extends EquitySpanQuery {
  @ApiPropertyOptional({ enum: ['csv'], default: 'csv' })
  @IsOptional()
  @IsString()
  format?: string;

  /** @throws EquityChangeRefused for a format that is not offered */
  csvSpan(): Span {
    if ((this.format ?? 'csv').toLowerCase() !== 'csv')
      throw new EquityChangeRefused('refused', 'EQUITY_010', 'format');
    return this.span();
  }
}

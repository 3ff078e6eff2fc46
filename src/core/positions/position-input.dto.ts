import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { BookingDay } from '../ledger/booking-day.dto.js';
import { DecimalField } from '../ledger/decimal-field.dto.js';
import { type NewPosition } from './new-position.kernel.js';
import { MAX_AT_ONCE } from './position-view.js';

export const TYPES = ['LONG', 'SHORT', 'LC', 'LP', 'SC', 'SP'] as const;
const CLASSES = ['PUBLIC', 'OPTIONS', 'PRIVATE'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;
const lower = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;
export const flag = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
const list = ({ value }: { value: unknown }): unknown =>
  Array.isArray(value) ? value.map((one: unknown) => lower({ value: one })) : value;

const QUANTITY = 'Shares or contracts. Of a short with or without its minus: the type says the direction';

export class PortfolioIdQuery {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Here or in the body' })
  @Transform(lower)
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string;
}

class PositionFields {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 100,
    description: 'A symbol, or an OCC option symbol',
    example: 'AAPL',
  })
  @Transform(upper)
  @IsString()
  @Length(1, 100)
  symbol: string;

  @DecimalField({ required: true, decimals: 8, description: QUANTITY, example: '10' })
  quantity: string;

  @DecimalField({ required: true, decimals: 6, min: 'positive', description: 'For a share', example: '185.50' })
  avg_cost: string;

  @ApiProperty({ enum: TYPES })
  @Transform(upper)
  @IsIn(TYPES)
  position_type: (typeof TYPES)[number];

  @ApiProperty({ enum: CLASSES })
  @Transform(upper)
  @IsIn(CLASSES)
  investment_class: (typeof CLASSES)[number];

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  notes?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 50 })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @MaxLength(50)
  investment_subtype?: string | null;

  @BookingDay({ required: false, description: 'Today when left out' })
  @IsOptional()
  entry_date?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 20 })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @MaxLength(20)
  underlying_symbol?: string | null;

  @DecimalField({ required: false, nullable: true, decimals: 3, min: 'positive' })
  strike_price?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY, { message: 'expiration_date must be a date, such as 2027-12-17' })
  @IsISO8601({ strict: true }, { message: 'expiration_date must be a date of the calendar' })
  expiration_date?: string | null;
}

const positionOf = (sent: PositionFields): NewPosition => ({
  symbol: sent.symbol,
  quantity: sent.quantity,
  entryPrice: sent.avg_cost,
  positionType: sent.position_type,
  investmentClass: sent.investment_class,
  investmentSubtype: sent.investment_subtype ?? null,
  entryDate: sent.entry_date ?? null,
  underlyingSymbol: sent.underlying_symbol ?? null,
  strikePrice: sent.strike_price ?? null,
  expirationDate: sent.expiration_date ?? null,
  notes: sent.notes === '' ? null : (sent.notes ?? null),
});

/** A proxy of the client drops the query strings of writes: what the contract has there may come in the body. */
export class CreatePosition extends PositionFields {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Here or in the query' })
  @Transform(lower)
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string;

  position(): NewPosition {
    return positionOf(this);
  }
}

/** The portfolio of a query or a body. @throws InvalidInput when neither names it, or each another one */
export function portfolioIn(query: PortfolioIdQuery, body: { readonly portfolio_id?: string }): string {
  const field = 'portfolio_id';
  const named = query.portfolio_id ?? body.portfolio_id;
  if (named === undefined) {
    throw new InvalidInput([
      { field, code: 'required', message: 'portfolio_id is required, in the query or the body.' },
    ]);
  }
  if (body.portfolio_id !== undefined && body.portfolio_id !== named) {
    throw new InvalidInput([{ field, code: 'differs', message: 'portfolio_id of query and body must be the same.' }]);
  }
  return named;
}

class BulkPosition extends PositionFields {}

export class CreatePositions {
  @ApiProperty({ type: String, format: 'uuid' })
  @Transform(lower)
  @IsUUID('all')
  portfolio_id: string;

  @ApiProperty({ type: [BulkPosition], minItems: 1, maxItems: MAX_AT_ONCE })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => BulkPosition)
  positions: BulkPosition[];

  list(): NewPosition[] {
    return this.positions.map(positionOf);
  }
}

export class DeletePositionQuery {
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Only within five minutes after it was made' })
  @Transform(flag)
  @IsBoolean()
  force_hard_delete = false;
}

export class DeletePositions {
  @ApiProperty({ type: [String], format: 'uuid', minItems: 1, maxItems: MAX_AT_ONCE })
  @Transform(list)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_AT_ONCE)
  @IsUUID('all', { each: true })
  position_ids: string[];

  @ApiPropertyOptional({ type: Boolean, default: false })
  @IsBoolean()
  force_hard_delete = false;
}

export class SymbolQuery {
  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'AAPL' })
  @Transform(upper)
  @IsString()
  @Length(1, 100)
  symbol: string;
}

export class OptionalSymbol {
  @ApiPropertyOptional({
    type: String,
    minLength: 1,
    maxLength: 100,
    example: 'AAPL',
    description: 'In the query or the body',
  })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @Length(1, 100)
  symbol?: string;
}

/** @throws InvalidInput when neither has it */
export function symbolIn(query: OptionalSymbol, body: OptionalSymbol): string {
  const symbol = query.symbol ?? body.symbol;
  if (symbol !== undefined) return symbol;
  throw new InvalidInput([
    { field: 'symbol', code: 'required', message: 'symbol is required, in the query or the body.' },
  ]);
}

export class DuplicateQuery extends SymbolQuery {
  @ApiProperty({ type: String, format: 'uuid' })
  @Transform(lower)
  @IsUUID('all')
  portfolio_id: string;
}

export const pointerOfOne = (_: number, field: string): string => `/${field}`;
export const pointerOfMany = (index: number, field: string): string => `/positions/${index}/${field}`;

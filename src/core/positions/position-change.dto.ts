import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { BookingDay } from '../ledger/booking-day.dto.js';
import { DecimalField } from '../ledger/decimal-field.dto.js';
import { Exact } from '../ledger/decimal.kernel.js';
import { type PositionChange } from './position-change.service.js';
import { flag, TYPES, upper } from './position-input.dto.js';

/** Only what is sent changes. With exit_price it is closed, wholly or in part. */
export class ChangePosition {
  @DecimalField({
    required: false,
    nullable: true,
    decimals: 8,
    description: 'What shall be open: a correction of what was bought. With exit_price, what remains',
  })
  quantity?: string | null;

  @DecimalField({ required: false, nullable: true, decimals: 6, min: 'positive', description: 'As entry_price' })
  avg_cost?: string | null;

  @DecimalField({ required: false, nullable: true, decimals: 6, min: 'positive' })
  entry_price?: string | null;

  @ApiPropertyOptional({ enum: TYPES })
  @Transform(upper)
  @IsOptional()
  @IsIn(TYPES)
  position_type?: (typeof TYPES)[number] | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500, description: 'Empty or null clears them' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  notes?: string | null;

  @ApiPropertyOptional({
    type: String,
    minLength: 1,
    maxLength: 100,
    description: 'Within five minutes, with allow_symbol_edit',
  })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @Length(1, 100)
  symbol?: string | null;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Here or in the query' })
  @IsOptional()
  @IsBoolean()
  allow_symbol_edit?: boolean;

  @DecimalField({ required: false, nullable: true, decimals: 6, min: 'positive', description: 'Closes, for a share' })
  exit_price?: string | null;

  @BookingDay({ required: false, description: 'Today when left out; not before the entry' })
  @IsOptional()
  exit_date?: string | null;

  @DecimalField({ required: false, nullable: true, decimals: 8, min: 'positive', description: 'All when left out' })
  close_quantity?: string | null;

  change(query: ChangePositionQuery): PositionChange {
    return {
      ...(this.quantity == null ? {} : { quantity: this.quantity }),
      ...entryPriceIn(this),
      ...(this.position_type == null ? {} : { positionType: this.position_type }),
      ...(this.notes === undefined ? {} : { notes: this.notes === '' ? null : this.notes }),
      ...(this.symbol == null ? {} : { symbol: this.symbol }),
      mayChangeSymbol: query.allow_symbol_edit || this.allow_symbol_edit === true,
      exit: exitIn(this),
    };
  }
}

const refused = (field: string, code: string, message: string): InvalidInput =>
  new InvalidInput([{ pointer: `/${field}`, field, code, message }]);

function entryPriceIn({ avg_cost, entry_price }: ChangePosition): { entryPrice?: string } {
  const price = entry_price ?? avg_cost;
  if (price == null) return {};
  if (avg_cost != null && !new Exact(avg_cost).eq(price)) {
    throw refused('avg_cost', 'differs', 'avg_cost and entry_price mean the same: send one of them.');
  }
  return { entryPrice: price };
}

function exitIn({ exit_price, exit_date, close_quantity }: ChangePosition): PositionChange['exit'] {
  if (exit_price != null) return { price: exit_price, date: exit_date ?? null, quantity: close_quantity ?? null };
  const lonely = exit_date != null ? 'exit_date' : close_quantity != null ? 'close_quantity' : null;
  if (lonely === null) return null;
  throw refused('exit_price', 'required', `exit_price is required with ${lonely}: it is what closes the position.`);
}

export class ChangePositionQuery {
  @ApiPropertyOptional({ type: Boolean, default: false })
  @Transform(flag)
  @IsBoolean()
  allow_symbol_edit = false;
}

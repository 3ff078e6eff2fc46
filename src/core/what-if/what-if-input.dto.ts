import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { CursorParameter, decodeCursor, type CursorKey } from '../../shared/http/cursor.js';
import { DecimalField } from '../ledger/decimal-field.dto.js';
import { MODELING_SESSION_KEY } from './modeling-session.repository.js';
import type { WhatIfTrade } from './what-if-view.js';

const SIDES = ['buy', 'sell', 'short', 'cover'] as const;
const MOST_TRADES = 50;

const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;
const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);

@RefuseUnknownFields()
export class WhatIfTradeInput {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 100,
    description: 'One that is known here: a listed symbol, an OCC option symbol, or an asset of your own',
    example: 'AAPL',
  })
  @Transform(upper)
  @IsString()
  @Length(1, 100)
  symbol: string;

  @ApiProperty({ enum: SIDES, example: 'buy' })
  @IsIn(SIDES)
  side: (typeof SIDES)[number];

  @DecimalField({ required: true, decimals: 8, min: 'positive', description: 'Shares or contracts', example: '10' })
  quantity: string;

  @DecimalField({
    required: false,
    nullable: true,
    decimals: 6,
    min: 'not-negative',
    description: 'Of one share, also of an option; the close of the session if left out',
    example: '187.5',
  })
  price?: string | null;
}

@RefuseUnknownFields()
export class SaveWhatIf {
  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'Half of the tech, hedged' })
  @Transform(trimmed)
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  name: string;
}

@RefuseUnknownFields()
export class AskWhatIf {
  @ApiProperty({
    type: [WhatIfTradeInput],
    minItems: 1,
    maxItems: MOST_TRADES,
    description: 'Booked in this order at the close of the newest session',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_TRADES)
  @ValidateNested({ each: true })
  @Type(() => WhatIfTradeInput)
  trades: WhatIfTradeInput[];

  @ApiPropertyOptional({ type: SaveWhatIf, nullable: true, description: 'Keeps the answer as a modelling session' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SaveWhatIf)
  save?: SaveWhatIf | null;

  static read({ trades, save }: AskWhatIf): { trades: WhatIfTrade[]; saveAs: string | null } {
    return {
      trades: trades.map(({ symbol, side, quantity, price = null }) => ({ symbol, side, quantity, price })),
      saveAs: save?.name ?? null,
    };
  }
}

export class ListModelingSessionsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @CursorParameter(MODELING_SESSION_KEY)
  cursor?: string;

  static page({ limit, cursor }: ListModelingSessionsQuery): { limit: number; after: CursorKey | null } {
    return { limit, after: decodeCursor(cursor, MODELING_SESSION_KEY) };
  }
}

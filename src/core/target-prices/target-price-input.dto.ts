import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { cursoredQuery } from '../../shared/http/page.js';
import { DecimalField } from '../ledger/decimal-field.dto.js';
import { canonicalSymbol } from '../market-data/instrument.kernel.js';
import { MAX_SYMBOL, POSITION_SIDES, type PositionSide, type TargetDraft } from './target-draft.kernel.js';
import { MAX_TARGETS, TARGET_KEY, type TargetFilter } from './target-price.repository.js';
import { type TargetEdit } from './target-price.service.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const symbol = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? canonicalSymbol(value) : value);
const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;

const LEVEL = { required: false, nullable: true, decimals: 6, min: 'not-negative' } as const;
const CURRENT = {
  required: false,
  nullable: true,
  decimals: 6,
  min: 'positive',
  description: 'Used only while neither the valuation nor the dataset has a price of the symbol',
  example: '187.5',
} as const;

class Levels {
  @DecimalField({ ...LEVEL, description: 'At the end of the year', example: '210' })
  target_price_eoy?: string | null;

  @DecimalField({ ...LEVEL, description: 'At the end of the next year', example: '240' })
  target_price_next_year?: string | null;

  @DecimalField({ ...LEVEL, description: 'If it goes badly', example: '150' })
  downside_target_price?: string | null;

  @DecimalField(CURRENT)
  current_price?: string | null;

  edit(): TargetEdit {
    const { target_price_eoy, target_price_next_year, downside_target_price, current_price } = this;
    return {
      ...(target_price_eoy === undefined ? {} : { eoy: target_price_eoy }),
      ...(target_price_next_year === undefined ? {} : { nextYear: target_price_next_year }),
      ...(downside_target_price === undefined ? {} : { downside: downside_target_price }),
      ...(current_price === undefined ? {} : { currentPrice: current_price }),
    };
  }
}

export class CreateTargetPrice extends Levels {
  @ApiProperty({ type: String, maxLength: MAX_SYMBOL, example: 'AAPL', description: 'In any case' })
  @Transform(symbol)
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_SYMBOL)
  symbol: string;

  @ApiPropertyOptional({ enum: POSITION_SIDES, default: 'LONG' })
  @Transform(upper)
  @IsOptional()
  @IsIn(POSITION_SIDES)
  position_type?: PositionSide | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'A position of this portfolio' })
  @IsOptional()
  @Matches(UUID, { message: 'position_id must be a UUID' })
  position_id?: string | null;

  draft(): TargetDraft {
    const positionType = this.position_type ?? 'LONG';
    return { ...this.edit(), symbol: this.symbol, positionType, positionId: this.position_id?.toLowerCase() ?? null };
  }
}

/** Only what is sent changes; null takes a target away. */
export class EditTargetPrice extends Levels {}

/** Older clients ask for the whole list and do not page. */
export class TargetPriceQuery extends cursoredQuery({ fallback: MAX_TARGETS, max: MAX_TARGETS }, TARGET_KEY) {
  @ApiPropertyOptional({ type: String, description: 'In any case' })
  @Transform(symbol)
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SYMBOL)
  symbol?: string;

  @ApiPropertyOptional({ enum: POSITION_SIDES })
  @Transform(upper)
  @IsOptional()
  @IsIn(POSITION_SIDES)
  position_type?: PositionSide;

  filter(): TargetFilter {
    return {
      ...(this.symbol === undefined ? {} : { symbol: this.symbol }),
      ...(this.position_type === undefined ? {} : { positionType: this.position_type }),
    };
  }
}

export class BulkCreateTargetPrices {
  @ApiProperty({ type: [CreateTargetPrice], maxItems: 500, description: 'Judged one by one' })
  @IsArray()
  target_prices: unknown[];
}

export class BulkUpdateTargetPrices {
  @ApiProperty({ type: [CreateTargetPrice], maxItems: 500, description: 'Found by symbol and position_type' })
  @IsArray()
  updates: unknown[];
}

export class ImportTargetPrices {
  @ApiProperty({
    type: String,
    maxLength: 524_288,
    example: 'symbol,position_type,target_eoy,target_next_year,downside,current_price\nAAPL,LONG,210,240,150,187.5\n',
  })
  @IsString()
  @IsNotEmpty()
  csv_content: string;

  @ApiPropertyOptional({ type: Boolean, default: false })
  @IsOptional()
  @IsBoolean()
  update_existing?: boolean | null;
}

export class ExportTargetPrices {
  @ApiPropertyOptional({ enum: ['csv', 'json'], default: 'csv' })
  @IsOptional()
  @IsIn(['csv', 'json'])
  format?: 'csv' | 'json' | null;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'With returns, weights and times' })
  @IsOptional()
  @IsBoolean()
  include_metadata?: boolean | null;
}

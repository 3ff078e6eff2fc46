import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { BookingDay } from '../ledger/booking-day.dto.js';
import { DecimalField } from '../ledger/decimal-field.dto.js';
import { LOT_METHODS } from '../ledger/lot-book.kernel.js';
import { type LotMethod } from './portfolio.entity.js';
import { type PortfolioChanges } from './portfolio.repository.js';
import { type PortfolioInput } from './portfolio.service.js';

export const ACCOUNT_TYPES = ['taxable', 'ira', 'roth_ira', '401k', '403b', '529', 'hsa', 'trust', 'other'] as const;

const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);
const lower = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;
const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;
const flag = ({ value }: { value: unknown }): unknown =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;
const given = (_: unknown, value: unknown): boolean => value !== undefined;

/** What may be left out on creation, too. */
class PortfolioFields {
  @ApiPropertyOptional({ enum: ACCOUNT_TYPES })
  @Transform(lower)
  @ValidateIf(given)
  @IsIn(ACCOUNT_TYPES)
  account_type?: string;

  @ApiPropertyOptional({ type: String, maxLength: 1000, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  description?: string | null;

  @ApiPropertyOptional({
    type: String,
    pattern: '^[A-Z]{3}$',
    maxLength: 3,
    example: 'USD',
    description: 'Fixed once the ledger has an entry',
  })
  @Transform(upper)
  @ValidateIf(given)
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be three letters, such as USD' })
  currency?: string;

  @DecimalField({
    required: false,
    nullable: true,
    decimals: 4,
    min: 'not-negative',
    isCash: true,
    description: 'The opening deposit',
  })
  equity_balance?: string | null;

  @ApiPropertyOptional({ type: Boolean })
  @ValidateIf(given)
  @IsBoolean()
  is_active?: boolean;

  @ApiPropertyOptional({
    type: String,
    maxLength: 20,
    example: 'SPY',
    description: 'What the return is compared with; SPY if left out',
  })
  @Transform(upper)
  @ValidateIf(given)
  @Matches(/^[A-Z0-9^][A-Z0-9._^-]{0,19}$/, { message: 'benchmark_symbol must be a symbol, such as SPY' })
  benchmark_symbol?: string;

  @ApiPropertyOptional({ enum: LOT_METHODS, description: 'Which lot a sale closes when it names none' })
  @ValidateIf(given)
  @IsIn(LOT_METHODS)
  lot_method?: LotMethod;
}

/** Only the fields that are sent change. */
export class ChangePortfolio extends PortfolioFields {
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 255 })
  @Transform(trimmed)
  @ValidateIf(given)
  @IsString()
  @Length(1, 255)
  name?: string;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 100, description: 'Unique among your portfolios' })
  @Transform(trimmed)
  @ValidateIf(given)
  @IsString()
  @Length(1, 100)
  account_name?: string;

  changes(): PortfolioChanges {
    return {
      ...(this.name === undefined ? {} : { name: this.name }),
      ...(this.account_name === undefined ? {} : { accountName: this.account_name }),
      ...(this.account_type === undefined ? {} : { accountType: this.account_type }),
      ...(this.description === undefined ? {} : { description: this.description }),
      ...(this.currency === undefined ? {} : { currency: this.currency }),
      ...(this.equity_balance === undefined ? {} : { equityBalance: this.equity_balance }),
      ...(this.is_active === undefined ? {} : { isActive: this.is_active }),
      ...(this.lot_method === undefined ? {} : { lotMethod: this.lot_method }),
      ...(this.benchmark_symbol === undefined ? {} : { benchmarkSymbol: this.benchmark_symbol }),
    };
  }
}

export class CreatePortfolio extends PortfolioFields {
  @ApiProperty({ type: String, minLength: 1, maxLength: 255 })
  @Transform(trimmed)
  @IsString()
  @Length(1, 255)
  name: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 100, description: 'Unique among your portfolios' })
  @Transform(trimmed)
  @IsString()
  @Length(1, 100)
  account_name: string;

  @BookingDay({
    required: false,
    description: 'Day of the opening deposit, the latest session if left out; not in the future',
  })
  @ValidateIf(given)
  opening_date?: string;

  input(): PortfolioInput {
    return {
      name: this.name,
      accountName: this.account_name,
      accountType: this.account_type ?? 'taxable',
      description: this.description ?? null,
      currency: this.currency ?? 'USD',
      equityBalance: this.equity_balance ?? null,
      lotMethod: this.lot_method ?? 'fifo',
      isActive: this.is_active ?? true,
      openingDate: this.opening_date ?? null,
      ...(this.benchmark_symbol === undefined ? {} : { benchmarkSymbol: this.benchmark_symbol }),
    };
  }
}

export class ListPortfoliosQuery {
  @ApiPropertyOptional({ type: Boolean, default: false })
  @Transform(flag)
  @ValidateIf(given)
  @IsBoolean()
  include_inactive = false;
}

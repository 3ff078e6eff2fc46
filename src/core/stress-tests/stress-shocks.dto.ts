import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDefined,
  IsNumber,
  IsObject,
  Matches,
  Max,
  Min,
  registerDecorator,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { SHOCK_FACTORS, type StressShocks } from '../calculations/scenario-shocks/stress-scenarios.kernel.js';

const MAX_SYMBOLS = 50;
const given = (_: unknown, value: unknown): boolean => value !== undefined;
const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;

/** A simple return: nothing falls below -1. */
function ReturnField(description: string, example: number): PropertyDecorator {
  return (target, name) => {
    ApiPropertyOptional({ type: Number, minimum: -1, maximum: 5, description, example })(target, name);
    const field = String(name);
    ValidateIf(given)(target, field);
    IsNumber({}, { message: `${field} must be a number: a simple return, such as -0.1 for a fall of 10 %` })(
      target,
      field,
    );
    Min(-1, { message: `${field} must be -1 or more: nothing falls by more than 100 %` })(target, field);
    Max(5, { message: `${field} must be 5 or less: send 0.05 for a rise of 5 %` })(target, field);
  };
}

export class FactorShocks {
  @ReturnField('Return of the US stock market (SPY)', -0.1) market?: number;
  @ReturnField('Cheap companies against growing ones (VTV less VUG)', 0.05) value?: number;
  @ReturnField('Recent winners beyond the market (MTUM less SPY)', 0.05) momentum?: number;
  @ReturnField('Profitable, stable companies beyond the market (QUAL less SPY)', 0.05) quality?: number;
  @ReturnField('Small companies beyond the market (IWM less SPY)', 0.05) size?: number;
  @ReturnField('Calm stocks beyond the market (USMV less SPY)', 0.05) low_volatility?: number;
}

export class SymbolShock {
  @ApiProperty({ type: String, maxLength: 100, example: 'AAPL' })
  @Transform(upper)
  @Matches(/^[A-Z0-9._-]{1,100}$/, { message: 'symbol must be a symbol, such as AAPL' })
  symbol: string;

  @ApiProperty({ type: Number, minimum: -1, maximum: 10, description: 'Simple return', example: -0.3 })
  @IsNumber({}, { message: 'shock must be a number: a simple return, such as -0.3 for a fall of 30 %' })
  @Min(-1, { message: 'shock must be -1 or more: nothing falls by more than 100 %' })
  @Max(10, { message: 'shock must be 10 or less: send 0.3 for a rise of 30 %' })
  shock: number;
}

/** At least one of them; the factors that are not given follow those that are. */
export class ShocksField {
  @ApiPropertyOptional({ type: FactorShocks, description: 'Simple returns of factors' })
  @ValidateIf(given)
  @IsObject({ message: 'factors must be an object, such as {"market": -0.1}' })
  @ValidateNested()
  @Type(() => FactorShocks)
  factors?: FactorShocks;

  @ApiPropertyOptional({
    type: Number,
    minimum: -1_000,
    maximum: 2_000,
    description: 'Basis points on all Treasury yields: 50 is half a percentage point',
    example: 50,
  })
  @ValidateIf(given)
  @IsNumber({}, { message: 'rates_bp must be a number of basis points, such as 50' })
  @Min(-1_000)
  @Max(2_000)
  rates_bp?: number;

  @ApiPropertyOptional({
    type: Number,
    minimum: -100,
    maximum: 500,
    description: 'Added to the annual volatility of every option, in percentage points',
    example: 10,
  })
  @ValidateIf(given)
  @IsNumber({}, { message: 'volatility_points must be a number of percentage points, such as 10' })
  @Min(-100)
  @Max(500)
  volatility_points?: number;

  @ApiPropertyOptional({
    type: Number,
    minimum: -100,
    maximum: 1_000,
    description: 'Change of the annual volatility of every option, per cent of itself',
    example: 150,
  })
  @ValidateIf(given)
  @IsNumber({}, { message: 'volatility_percent must be a number, such as 150' })
  @Min(-100)
  @Max(1_000)
  volatility_percent?: number;

  @ApiPropertyOptional({
    type: [SymbolShock],
    maxItems: MAX_SYMBOLS,
    description: 'Symbols with a return of their own, which then follow no factor',
  })
  @ValidateIf(given)
  @IsArray()
  @ArrayMaxSize(MAX_SYMBOLS)
  @ArrayUnique((one: Partial<SymbolShock> | null) => one?.symbol, { message: 'symbols must name each symbol once' })
  @ValidateNested({ each: true })
  @Type(() => SymbolShock)
  symbols?: SymbolShock[];

  static shocks({ factors, symbols, rates_bp, volatility_points, volatility_percent }: ShocksField): StressShocks {
    const known = SHOCK_FACTORS.flatMap((factor) => {
      const shock = factors?.[factor];
      return shock === undefined ? [] : [[factor, shock] as const];
    });
    return {
      ...(known.length === 0 ? {} : { factors: Object.fromEntries(known) }),
      ...(rates_bp === undefined ? {} : { rates_bp }),
      ...(volatility_points === undefined ? {} : { volatility_points }),
      ...(volatility_percent === undefined ? {} : { volatility_percent }),
      ...(symbols === undefined || symbols.length === 0
        ? {}
        : { symbols: Object.fromEntries(symbols.map(({ symbol, shock }) => [symbol, shock])) }),
    };
  }

  static from(shocks: StressShocks): Wire<ShocksField> {
    const { symbols, ...others } = shocks;
    if (symbols === undefined) return others;
    const list = Object.entries(symbols).map(([symbol, shock]) => ({ symbol, shock }));
    return { ...others, symbols: list.sort((a, b) => (a.symbol < b.symbol ? -1 : 1)) };
  }
}

/** An object with at least one shock; `required`: it may not be left out; `when`: where it is looked at. */
export function ShocksProperty({
  required,
  when = given,
}: {
  readonly required: boolean;
  readonly when?: (body: never, value: unknown) => boolean;
}): PropertyDecorator {
  return (target, name) => {
    const field = String(name);
    const rule = `${field} must be an object with at least one shock, such as {"factors": {"market": -0.1}}`;
    ApiProperty({ type: ShocksField, required, example: { factors: { market: -0.1 } } })(target, name);
    if (required) IsDefined({ message: rule })(target, field);
    else ValidateIf(when as typeof given)(target, field);
    IsObject({ message: rule })(target, field);
    ValidateNested()(target, field);
    Type(() => ShocksField)(target, field);
    registerDecorator({
      name: 'hasShocks',
      target: target.constructor,
      propertyName: field,
      validator: {
        validate: hasShock,
        defaultMessage: () => rule,
      },
    });
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Of whatever was sent: what is in it is for other rules to judge. */
function hasShock(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { factors, symbols, ...others } = value;
  const isGiven = (one: unknown): boolean => one !== undefined;
  if (Object.values(others).some(isGiven)) return true;
  if (isObject(factors) && Object.values(factors).some(isGiven)) return true;
  return symbols !== undefined && !(Array.isArray(symbols) && symbols.length === 0);
}

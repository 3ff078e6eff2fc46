import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, Matches } from 'class-validator';

const SYMBOL = /^[A-Z0-9^][A-Z0-9.\-^=/_]{0,31}$/;
const RULE = 'must be a symbol, such as AAPL: letters, digits and . - ^ = / _, 32 at most';

const upper = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toUpperCase() : value);

/** A symbol in a path; in any case. */
export class SymbolPath {
  @ApiProperty({ type: String, example: 'AAPL' })
  @Transform(({ value }: { value: unknown }) => upper(value))
  @Matches(SYMBOL, { message: `symbol ${RULE}` })
  symbol: string;
}

const partsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
];

/** A query parameter with values separated by commas; each counts once. */
export const CommaSeparated = (change: (part: string) => string = (part) => part): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? partsOf(value).map(change) : value));

/** Symbols separated by commas, in any case; one at least. */
export const SymbolList = (max: number): PropertyDecorator =>
  applyDecorators(
    CommaSeparated((part) => part.toUpperCase()),
    Matches(SYMBOL, { each: true, message: `each of $property ${RULE}` }),
    ArrayMinSize(1, { message: '$property must name a symbol, such as AAPL' }),
    ArrayMaxSize(max),
  );

import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { pageQuery } from '../../shared/http/page.js';

export class PositionFactorsQuery extends pageQuery({ fallback: 50, max: 200 }) {
  @ApiPropertyOptional({
    type: String,
    maxLength: 2_000,
    description: 'Symbols, separated by commas',
    example: 'AAPL,MSFT',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  symbols?: string;

  static page({ limit, offset, symbols }: PositionFactorsQuery): {
    limit: number;
    offset: number;
    symbols: readonly string[] | null;
  } {
    const named = symbols?.split(',').map((symbol) => symbol.trim().toUpperCase()) ?? null;
    return { limit, offset, symbols: named };
  }
}

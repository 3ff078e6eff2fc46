import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { FactorQuality } from './factor-quality.dto.js';
import type { PositionExposures, PositionExposuresView } from './factor-exposure-view.js';

const DIGITS = 6;

export class PositionFactorsDto {
  @ApiProperty({ type: String, format: 'uuid' }) position_id: string;
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'Factor to beta; a factor without one is left out',
    example: { 'Market Beta (90D)': 1.21, Value: -0.18, 'IR Beta': 0.04 },
  })
  exposures: Record<string, number>;

  @ApiProperty({ type: String, nullable: true, description: 'Why there are none', example: null })
  reason: string | null;

  static from({ positionId, symbol, marketBeta, exposures, reason }: PositionExposures): Wire<PositionFactorsDto> {
    const found = Object.entries(exposures).map(([name, value]) => [name, roundTo(value, DIGITS)] as const);
    const market = marketBeta === null ? {} : { 'Market Beta (90D)': roundTo(marketBeta, DIGITS) };
    return {
      position_id: positionId,
      symbol,
      exposures: { ...market, ...Object.fromEntries(found) },
      reason: found.length === 0 ? (reason ?? 'not-applicable') : null,
    };
  }
}

export class PositionFactorExposuresResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) calculation_date: string | null;
  @ApiProperty({ type: FactorQuality, nullable: true }) data_quality: FactorQuality | null;
  @ApiProperty({ type: 'integer', description: 'Positions in all', example: 31 }) total: number;
  @ApiProperty({ type: 'integer', example: 50 }) limit: number;
  @ApiProperty({ type: 'integer', example: 0 }) offset: number;
  @ApiProperty({ type: [PositionFactorsDto] }) positions: PositionFactorsDto[];

  static from(
    view: PositionExposuresView,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Wire<PositionFactorExposuresResponse> {
    const positions = view.positions.map((position) => PositionFactorsDto.from(position));
    return {
      available: positions.some(({ reason }) => reason === null),
      portfolio_id: view.portfolioId,
      calculation_date: view.asOf,
      data_quality: FactorQuality.from(view.asOf, view.isStale),
      ...{ total: view.total, limit, offset, positions },
    };
  }
}

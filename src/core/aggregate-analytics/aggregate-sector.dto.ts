import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { sectorAnswer, SectorExposureFigures, SectorExposureMetadata } from '../analytics/sector-exposure.dto.js';
import type { AggregateSectors } from './aggregate.service.js';
import { totals } from './aggregate-totals.dto.js';

export class AggregateSectorExposureResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: SectorExposureFigures, nullable: true }) data: SectorExposureFigures | null;
  @ApiProperty({ type: SectorExposureMetadata, nullable: true }) metadata: SectorExposureMetadata | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) calculation_date: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) net_asset_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why there are no figures, or no comparison',
    example: null,
  })
  reason: string | null;

  static from(aggregate: AggregateSectors): Wire<AggregateSectorExposureResponse> {
    const { net_asset_value, portfolio_count } = totals(aggregate);
    const none = { available: false, calculation_date: null, data: null, metadata: null, reason: 'no-positions' };
    const answer = aggregate.sectors === null ? none : sectorAnswer(aggregate.sectors);
    return { ...answer, net_asset_value, portfolio_count };
  }
}

import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import type { Aggregate } from './aggregate.service.js';
import { totals } from './aggregate-totals.dto.js';

const UNCOMPUTED = 'not-computed-yet';

export class AggregateUncomputedResponse {
  @ApiProperty({ type: Boolean, example: false, description: 'Always false: no calculation computes it' })
  available: boolean;

  @ApiProperty({ type: Object, nullable: true, example: null }) data: null;
  @ApiProperty({ type: Number, nullable: true, example: 485_120.37 }) net_asset_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: String, example: UNCOMPUTED }) reason: string;

  static from(aggregate: Aggregate): Wire<AggregateUncomputedResponse> {
    const { net_asset_value, portfolio_count } = totals(aggregate);
    return { available: false, data: null, net_asset_value, portfolio_count, reason: UNCOMPUTED };
  }
}

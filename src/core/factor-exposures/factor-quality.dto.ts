import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';

/** How far the session of the figures can be relied on. */
export class FactorQuality {
  @ApiProperty({ type: String, format: 'date', example: '2024-11-29' }) snapshot_date: string;
  @ApiProperty({ type: Boolean, description: 'Whether the session waits to be computed anew', example: false })
  is_stale: boolean;

  @ApiProperty({ type: Boolean, description: 'The opposite of is_stale', example: true }) is_current: boolean;

  /** Null before the first session. */
  static from(asOf: string | null, isStale: boolean): Wire<FactorQuality> | null {
    return asOf === null ? null : { snapshot_date: asOf, is_stale: isStale, is_current: !isStale };
  }
}

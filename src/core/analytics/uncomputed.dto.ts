import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import type { StressTestQuery as Scenarios } from './uncomputed-query.dto.js';
import { StressTestQuery } from './uncomputed-query.dto.js';

/** No calculation computes these figures: not of this portfolio, not of any. */
export const UNCOMPUTED = 'not-computed-yet';
const MESSAGE = 'This figure is not computed by this version.';

const AVAILABLE = { type: Boolean, example: false, description: 'Always false: no calculation computes it' } as const;
const NONE = { type: Object, nullable: true, example: null } as const;
const METADATA = {
  type: Object,
  additionalProperties: true,
  example: { reason: UNCOMPUTED, message: MESSAGE },
} as const;

type Metadata = Readonly<Record<string, unknown>>;
const why = { reason: UNCOMPUTED, message: MESSAGE } as const;

export class StressTestResponse {
  @ApiProperty(AVAILABLE) available: boolean;
  @ApiProperty(NONE) data: null;
  @ApiProperty(NONE) data_quality: null;
  @ApiProperty(METADATA) metadata: Metadata;

  static from(query: Scenarios): Wire<StressTestResponse> {
    const metadata = { ...why, scenarios_requested: StressTestQuery.ids(query) };
    return { available: false, data: null, data_quality: null, metadata };
  }
}

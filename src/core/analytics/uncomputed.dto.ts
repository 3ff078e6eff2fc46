import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import type { CorrelationMatrixQuery, CorrelationQuery, StressTestQuery as Scenarios } from './uncomputed-query.dto.js';
import { StressTestQuery } from './uncomputed-query.dto.js';

/** No calculation computes these figures: not of this portfolio, not of any. */
export const UNCOMPUTED = 'not-computed-yet';
const MESSAGE = 'This figure is not computed by this version.';

const AVAILABLE = { type: Boolean, example: false, description: 'Always false: no calculation computes it' } as const;
const ID = { type: String, format: 'uuid' } as const;
const DATE = { type: String, format: 'date', nullable: true, example: null } as const;
const NONE = { type: Object, nullable: true, example: null } as const;
const METADATA = {
  type: Object,
  additionalProperties: true,
  example: { reason: UNCOMPUTED, message: MESSAGE },
} as const;

type Metadata = Readonly<Record<string, unknown>>;
const why = { reason: UNCOMPUTED, message: MESSAGE } as const;

export class CorrelationMatrixResponse {
  @ApiProperty(AVAILABLE) available: boolean;
  @ApiProperty(NONE) data: null;
  @ApiProperty(NONE) data_quality: null;
  @ApiProperty(METADATA) metadata: Metadata;

  static from({ lookback_days, min_overlap, max_symbols }: CorrelationMatrixQuery): Wire<CorrelationMatrixResponse> {
    const asked = { lookback_days, min_overlap, max_symbols, duration_days: lookback_days };
    const metadata = { ...why, ...asked, calculation_date: null, symbols_included: 0, selection_method: 'weight' };
    return { available: false, data: null, data_quality: null, metadata };
  }
}

export class DiversificationScoreResponse {
  @ApiProperty(AVAILABLE) available: boolean;
  @ApiProperty(ID) portfolio_id: string;
  @ApiProperty({ type: Number, nullable: true, example: null }) portfolio_correlation: null;
  @ApiProperty({ type: 'integer', nullable: true, example: 90 }) duration_days: number;
  @ApiProperty(DATE) calculation_date: null;
  @ApiProperty({ type: 'integer', nullable: true, example: null }) symbols_included: null;
  @ApiProperty(METADATA) metadata: Metadata;

  static from(id: string, { lookback_days, min_overlap }: CorrelationQuery): Wire<DiversificationScoreResponse> {
    return {
      ...{ available: false, portfolio_id: id, portfolio_correlation: null, duration_days: lookback_days },
      ...{ calculation_date: null, symbols_included: null },
      metadata: { ...why, lookback_days, min_overlap, selection_method: 'weight' },
    };
  }
}

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

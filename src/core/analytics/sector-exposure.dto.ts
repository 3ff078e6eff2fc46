import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type SectorExposureView } from '../sector-exposure/sector-exposure.service.js';

export const SECTOR_METHOD =
  'Shares of gross exposure by GICS sector, options by their deltas, cash left out; funds by what they hold, the rest Unclassified.';

const WEIGHTS = { type: 'object', additionalProperties: { type: 'number' } } as const;
const NAME = { type: String, nullable: true, example: 'Information Technology' } as const;

/** Options at their market values, Unclassified. */
export class PlainSectorExposure {
  @ApiProperty({ ...WEIGHTS, description: 'Ratios by size; they sum to 1', example: { Unclassified: 1 } })
  portfolio_weights: Readonly<Record<string, number>>;

  @ApiProperty({ type: Number, description: 'Sum of the sizes of all values', example: 485_120.37 })
  gross_exposure: number;
}

export class SectorExposureFigures {
  @ApiProperty({ ...WEIGHTS, description: 'Ratios by size, long and short alike; they sum to 1' })
  portfolio_weights: Readonly<Record<string, number>>;

  @ApiProperty({ ...WEIGHTS, description: 'Ratios; empty when no benchmark is known' })
  benchmark_weights: Readonly<Record<string, number>>;

  @ApiProperty({ ...WEIGHTS, description: 'Portfolio less benchmark; empty when no benchmark is known' })
  over_underweight: Readonly<Record<string, number>>;

  @ApiProperty(NAME) largest_overweight: string | null;
  @ApiProperty(NAME) largest_underweight: string | null;

  @ApiProperty({
    ...WEIGHTS,
    nullable: true,
    description: 'Signed, of net asset value; null when that is not positive',
  })
  net_weights: Readonly<Record<string, number>> | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Net asset value' }) total_portfolio_value: number | null;
  @ApiProperty({ type: Number, description: 'Sum of the sizes of all values' }) gross_exposure: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Lots; a fund counts in each sector that it holds',
  })
  positions_by_sector: Readonly<Record<string, number>>;

  @ApiProperty({ type: Number, description: 'By size' }) unclassified_value: number;
  @ApiProperty({ type: 'integer', description: 'Lots that nothing of is classified' }) unclassified_count: number;
  @ApiProperty({ type: PlainSectorExposure, nullable: true, description: 'The same by market values' })
  by_market_value: PlainSectorExposure | null;
}

export class SectorExposureMetadata {
  @ApiProperty({ type: String, example: 'SP500' }) benchmark: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) benchmark_as_of: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'simulated' }) benchmark_source: string | null;
  @ApiProperty({ type: String }) calculation_method: string;
}

export class SectorExposureResponse {
  @ApiProperty({ type: Boolean }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) calculation_date: string | null;
  @ApiProperty({ type: SectorExposureFigures, nullable: true }) data: SectorExposureFigures | null;
  @ApiProperty({ type: SectorExposureMetadata }) metadata: SectorExposureMetadata;
  @ApiProperty({ type: String, nullable: true, description: 'Why there are no figures, or no comparison' })
  reason: string | null;

  static from(id: string, view: SectorExposureView): Wire<SectorExposureResponse> {
    return { portfolio_id: id, ...sectorAnswer(view) };
  }
}

/** The same for one portfolio and for several together. */
export function sectorAnswer({
  inputs,
  exposure,
  plain,
}: SectorExposureView): Omit<Wire<SectorExposureResponse>, 'portfolio_id'> {
  const { asOf, netAssetValue, benchmark } = inputs;
  const head = {
    ...{ available: exposure.ok, calculation_date: asOf },
    metadata: {
      ...{ benchmark: 'SP500', benchmark_as_of: benchmark?.asOf ?? null },
      ...{ benchmark_source: benchmark?.dataset ?? null, calculation_method: SECTOR_METHOD },
    },
  };
  if (!exposure.ok) return { ...head, data: null, reason: asOf === null ? 'not-computed-yet' : exposure.reason };
  const { weights, netValues, lots, active, grossValue } = exposure.value;
  const net = [...netValues].map(([sector, value]) => [sector, value / (netAssetValue ?? 0)] as const);
  return {
    ...head,
    data: {
      portfolio_weights: Object.fromEntries(weights),
      benchmark_weights: benchmark?.weights ?? {},
      over_underweight: Object.fromEntries(active),
      largest_overweight: exposure.value.largestOverweight,
      largest_underweight: exposure.value.largestUnderweight,
      net_weights: netAssetValue !== null && netAssetValue > 0 ? Object.fromEntries(net) : null,
      ...{ total_portfolio_value: netAssetValue, gross_exposure: grossValue },
      positions_by_sector: Object.fromEntries(lots),
      unclassified_value: exposure.value.unclassifiedValue,
      unclassified_count: exposure.value.unclassifiedLots,
      by_market_value: plain.ok
        ? { portfolio_weights: Object.fromEntries(plain.value.weights), gross_exposure: plain.value.grossValue }
        : null,
    },
    reason: benchmark === null ? 'no-benchmark' : null,
  };
}

import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type LatestSnapshot } from '../snapshots/snapshot-view.js';

export const VOLATILITY_METHOD =
  "Annualised sample standard deviation of the returns that today's weights would have had, over 21 and 63 sessions.";

const VOLATILITY = { type: Number, nullable: true, description: 'Annualised, a ratio' } as const;

export class VolatilityFigures {
  @ApiProperty(VOLATILITY) realized_volatility_21d: number | null;
  @ApiProperty(VOLATILITY) realized_volatility_63d: number | null;
  @ApiProperty(VOLATILITY) expected_volatility_21d: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['increasing', 'decreasing', 'stable'] })
  volatility_trend: string | null;

  @ApiProperty({ type: Number, nullable: true, description: '0 to 1' }) volatility_percentile: number | null;
}

export class VolatilityMetadata {
  @ApiProperty({ type: String, description: 'The model that expected_volatility_21d is defined by' })
  forecast_model: string;

  @ApiProperty({ type: [Number] }) trading_day_windows: readonly number[];
  @ApiProperty({ type: String }) method: string;
}

export class VolatilityResponse {
  @ApiProperty({ type: Boolean }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) calculation_date: string | null;
  @ApiProperty({ type: VolatilityFigures, nullable: true }) data: VolatilityFigures | null;
  @ApiProperty({ type: VolatilityMetadata }) metadata: VolatilityMetadata;
  @ApiProperty({ type: Number, nullable: true, description: 'Share of gross value whose returns are known, a ratio' })
  coverage: number | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Field to why it is null' })
  reasons: Record<string, string>;

  static from({ portfolio, snapshot }: LatestSnapshot): Wire<VolatilityResponse> {
    const short = snapshot?.realizedVolatility21d ?? null;
    const long = snapshot?.realizedVolatility63d ?? null;
    const available = short !== null || long !== null;
    const why = (field: string): string => snapshot?.reasons[field] ?? 'not-computed-yet';
    return {
      available,
      portfolio_id: portfolio.id,
      calculation_date: snapshot?.date ?? null,
      data: available
        ? {
            realized_volatility_21d: short,
            realized_volatility_63d: long,
            expected_volatility_21d: null,
            volatility_trend: null,
            volatility_percentile: null,
          }
        : null,
      metadata: { forecast_model: 'HAR', trading_day_windows: [21, 63], method: VOLATILITY_METHOD },
      coverage: snapshot?.volatilityCoverage ?? null,
      reasons: {
        ...(short === null ? { realized_volatility_21d: why('realized_volatility_21d') } : {}),
        ...(long === null ? { realized_volatility_63d: why('realized_volatility_63d') } : {}),
        expected_volatility_21d: 'not-computed-yet',
        volatility_trend: 'not-computed-yet',
        volatility_percentile: 'not-computed-yet',
      },
    };
  }
}

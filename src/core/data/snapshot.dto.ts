import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { reasonsOf, valuesOf } from '../target-prices/target-price.dto.js';
import { type SnapshotSummary } from './snapshot-summary.service.js';

const NUMBER = { type: Number, nullable: true } as const;

const OF_EQUITY = { ...NUMBER, description: 'Gain by the target prices, percent of net asset value' } as const;

/** The newest snapshot in short. Provider betas are null until they are kept. */
export class SnapshotResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) snapshot_date: string | null;
  @ApiProperty(OF_EQUITY) target_price_return_eoy: number | null;
  @ApiProperty(OF_EQUITY) target_price_return_next_year: number | null;
  @ApiProperty({ ...NUMBER, description: 'Of the open lots, 0 to 100' }) target_price_coverage_pct: number | null;
  @ApiProperty({ type: 'integer' }) target_price_positions_count: number;
  @ApiProperty({ type: 'integer', description: 'Open lots' }) target_price_total_positions: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) target_price_last_updated: string | null;
  @ApiProperty(NUMBER) beta_calculated_90d: number | null;
  @ApiProperty(NUMBER) beta_provider_1y: null;
  @ApiProperty(NUMBER) daily_pnl: number | null;
  @ApiProperty({ ...NUMBER, description: 'A ratio' }) daily_return: number | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Field to why it is null' })
  reasons: Record<string, string>;

  static from(view: SnapshotSummary): Wire<SnapshotResponse> {
    const { portfolio, snapshot, targets } = view;
    const { summary } = targets;
    const expected = {
      target_price_return_eoy: summary.horizons.eoy.returnOnEquity,
      target_price_return_next_year: summary.horizons.nextYear.returnOnEquity,
      target_price_coverage_pct: summary.coverage,
    };
    const computed = {
      beta_calculated_90d: snapshot?.beta90d ?? null,
      daily_pnl: snapshot?.dailyPnl ?? null,
      daily_return: snapshot?.dailyReturn ?? null,
    };
    const missing = Object.entries(computed).filter(([, value]) => value === null);
    return {
      portfolio_id: portfolio.id,
      snapshot_date: snapshot?.date ?? null,
      ...valuesOf(expected),
      target_price_positions_count: summary.positionsWithTargets,
      target_price_total_positions: summary.totalPositions,
      target_price_last_updated: targets.lastUpdated,
      beta_provider_1y: null,
      ...computed,
      reasons: {
        ...Object.fromEntries(missing.map(([name]) => [name, snapshot?.reasons[name] ?? 'not-computed-yet'])),
        ...reasonsOf(expected),
        beta_provider_1y: 'not-computed-yet',
      },
    };
  }
}

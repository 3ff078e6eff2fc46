import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type LatestSnapshot } from '../snapshots/snapshot-view.js';

const NUMBER = { type: Number, nullable: true } as const;
const COUNT = { type: 'integer', nullable: true } as const;

/** The newest snapshot in short. Target prices and provider betas are null until they are kept. */
export class SnapshotResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) snapshot_date: string | null;
  @ApiProperty(NUMBER) target_price_return_eoy: null;
  @ApiProperty(NUMBER) target_price_return_next_year: null;
  @ApiProperty(NUMBER) target_price_coverage_pct: null;
  @ApiProperty(COUNT) target_price_positions_count: null;
  @ApiProperty(COUNT) target_price_total_positions: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) target_price_last_updated: null;
  @ApiProperty(NUMBER) beta_calculated_90d: number | null;
  @ApiProperty(NUMBER) beta_provider_1y: null;
  @ApiProperty(NUMBER) daily_pnl: number | null;
  @ApiProperty({ ...NUMBER, description: 'A ratio' }) daily_return: number | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Field to why it is null' })
  reasons: Record<string, string>;

  static from({ portfolio, snapshot }: LatestSnapshot): Wire<SnapshotResponse> {
    const computed = {
      beta_calculated_90d: snapshot?.beta90d ?? null,
      daily_pnl: snapshot?.dailyPnl ?? null,
      daily_return: snapshot?.dailyReturn ?? null,
    };
    const missing = Object.entries(computed).filter(([, value]) => value === null);
    return {
      portfolio_id: portfolio.id,
      snapshot_date: snapshot?.date ?? null,
      target_price_return_eoy: null,
      target_price_return_next_year: null,
      target_price_coverage_pct: null,
      target_price_positions_count: null,
      target_price_total_positions: snapshot?.positionCount ?? null,
      target_price_last_updated: null,
      beta_provider_1y: null,
      ...computed,
      reasons: {
        ...Object.fromEntries(missing.map(([name]) => [name, snapshot?.reasons[name] ?? 'not-computed-yet'])),
        target_price_return_eoy: 'not-computed-yet',
        target_price_return_next_year: 'not-computed-yet',
        target_price_coverage_pct: 'not-computed-yet',
        target_price_positions_count: 'not-computed-yet',
        beta_provider_1y: 'not-computed-yet',
      },
    };
  }
}

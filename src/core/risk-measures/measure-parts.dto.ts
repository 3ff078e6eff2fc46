import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { FactorQuality } from '../factor-exposures/factor-quality.dto.js';
import { calculationOf } from './risk-measure-names.kernel.js';
import type { MeasuresView, StoredMeasure } from './risk-measure-view.js';

export const DIGITS = 6;

/** A stored measure of the newest session, or why there is none: its calculation failed, or has yet to run. */
export function measureOf(
  view: Pick<MeasuresView, 'measures' | 'reasons'>,
  name: string,
  window?: number,
): StoredMeasure {
  const found = view.measures.find((one) => one.measure === name && (window === undefined || one.window === window));
  const reason = view.reasons[calculationOf(name) ?? ''] ?? 'not-computed-yet';
  return (
    found ?? { measure: name, window: window ?? 252, value: null, observations: 0, reason, method: 'none', version: 0 }
  );
}

/** Names to why they have no value; those with one are left out. */
export const reasonsOf = (measures: readonly StoredMeasure[]): Record<string, string> =>
  Object.fromEntries(measures.flatMap(({ measure, reason }) => (reason === null ? [] : [[measure, reason]])));

/** What every answer about the newest session begins with. */
export class AsOf {
  @ApiProperty({ type: Boolean, description: 'Whether any figure has a value', example: true }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) as_of_date: string | null;
  @ApiProperty({ type: FactorQuality, nullable: true }) data_quality: FactorQuality | null;
  @ApiProperty({ type: Number, nullable: true, description: "In the portfolio's currency", example: 102_500 })
  net_asset_value: number | null;

  static of(view: MeasuresView, available: boolean): Wire<AsOf> {
    return {
      available,
      portfolio_id: view.portfolioId,
      as_of_date: view.asOf,
      data_quality: FactorQuality.from(view.asOf, view.isStale),
      net_asset_value: view.netAssetValue,
    };
  }
}

/** By what figures were made. */
export class Provenance {
  @ApiProperty({ type: 'integer', description: 'Sessions that were looked back on', example: 252 })
  window_sessions: number;

  @ApiProperty({ type: 'integer', description: 'Sessions that the figure rests on', example: 252 })
  observations: number;

  @ApiProperty({ type: String, example: 'constant-weights' }) method: string;
  @ApiProperty({ type: 'integer', description: 'Of the calculation; 0 while it has no result', example: 1 })
  version: number;

  @ApiProperty({ type: String, nullable: true, description: 'Why there is no figure', example: null })
  reason: string | null;

  static of({ window, observations, method, version, reason }: StoredMeasure): Wire<Provenance> {
    return { window_sessions: window, observations, method, version, reason };
  }
}

import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type ConcentrationSnapshot } from '../snapshots/snapshot-view.js';

export const CONCENTRATION_METHOD = 'Sum of squared shares of gross market value by symbol, cash left out.';

export class SymbolShareResponse {
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: Number, description: 'Of gross market value, a ratio' }) share: number;
}

export class ConcentrationFigures {
  @ApiProperty({ type: Number, description: '0 to 10,000; 10,000 is a single symbol' }) hhi: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Equal positions with the same index' })
  effective_num_positions: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'A ratio' }) top_3_concentration: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'A ratio' }) top_10_concentration: number | null;
  @ApiProperty({ type: 'integer', description: 'Open lots' }) total_positions: number;
  @ApiProperty({ type: 'integer', description: 'Symbols held' }) unique_symbols: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, nullable: true })
  position_weights: null;

  @ApiProperty({ type: [SymbolShareResponse], description: 'Ten at most, largest first' })
  largest: readonly SymbolShareResponse[];
}

export class ConcentrationMetadata {
  @ApiProperty({ type: String }) calculation_method: string;
  @ApiProperty({ type: String }) interpretation: string;
}

export class ConcentrationResponse {
  @ApiProperty({ type: Boolean }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) calculation_date: string | null;
  @ApiProperty({ type: ConcentrationFigures, nullable: true }) data: ConcentrationFigures | null;
  @ApiProperty({ type: ConcentrationMetadata }) metadata: ConcentrationMetadata;
  @ApiProperty({ type: String, nullable: true, description: 'Why there are no figures' }) reason: string | null;

  static from({ portfolio, snapshot, largest, symbolCount }: ConcentrationSnapshot): Wire<ConcentrationResponse> {
    const hhi = snapshot?.herfindahlIndex ?? null;
    return {
      available: hhi !== null,
      portfolio_id: portfolio.id,
      calculation_date: snapshot?.date ?? null,
      data:
        snapshot === null || hhi === null
          ? null
          : {
              hhi,
              effective_num_positions: snapshot.effectivePositions,
              top_3_concentration: snapshot.top3Share,
              top_10_concentration: snapshot.top10Share,
              total_positions: snapshot.positionCount,
              unique_symbols: symbolCount,
              position_weights: null,
              largest,
            },
      metadata: { calculation_method: CONCENTRATION_METHOD, interpretation: interpretationOf(hhi) },
      reason: hhi === null ? (snapshot?.reasons['hhi'] ?? 'not-computed-yet') : null,
    };
  }
}

/** Thresholds of the contract. */
const HIGH = 2500;
const MODERATE = 1500;

function interpretationOf(hhi: number | null): string {
  if (hhi === null) return 'Not computed';
  if (hhi > HIGH) return 'High concentration';
  return hhi > MODERATE ? 'Moderate concentration' : 'Low concentration';
}

import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type ConcentrationSnapshot, type OptionExposureFigures } from '../snapshots/snapshot-view.js';

export const CONCENTRATION_METHOD =
  'Sum of squared shares of gross exposure by symbol, options by their deltas with their underlyings, cash left out.';

export class SymbolShareResponse {
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: Number, description: 'Of gross exposure, a ratio' }) share: number;
}

/** Options by their market values, each a symbol of its own. */
export class PlainConcentration {
  @ApiProperty({ type: Number, nullable: true, example: 1423.5 }) hhi: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 7.02 }) effective_num_positions: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'A ratio', example: 0.51 })
  top_3_concentration: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'A ratio', example: 0.88 })
  top_10_concentration: number | null;

  static from(view: OptionExposureFigures | null): Wire<PlainConcentration> | null {
    if (view === null) return null;
    return {
      ...{ hhi: view.plainHerfindahlIndex, effective_num_positions: view.plainEffectivePositions },
      ...{ top_3_concentration: view.plainTop3Share, top_10_concentration: view.plainTop10Share },
    };
  }
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

  @ApiProperty({ type: PlainConcentration, nullable: true, description: 'The same by market values' })
  by_market_value: PlainConcentration | null;
}

export class ConcentrationMetadata {
  @ApiProperty({ type: String }) calculation_method: string;
  @ApiProperty({ type: String }) interpretation: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the calculation', example: 2 }) version:
    number | null;
}

export class ConcentrationResponse {
  @ApiProperty({ type: Boolean }) available: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) calculation_date: string | null;
  @ApiProperty({ type: ConcentrationFigures, nullable: true }) data: ConcentrationFigures | null;
  @ApiProperty({ type: ConcentrationMetadata }) metadata: ConcentrationMetadata;
  @ApiProperty({ type: String, nullable: true, description: 'Why there are no figures' }) reason: string | null;

  static from(view: ConcentrationSnapshot): Wire<ConcentrationResponse> {
    const { portfolio, snapshot, largest, symbolCount, optionExposure } = view;
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
              by_market_value: PlainConcentration.from(optionExposure),
            },
      metadata: {
        ...{ calculation_method: CONCENTRATION_METHOD, interpretation: interpretationOf(hhi) },
        version: snapshot?.versions['concentration'] ?? null,
      },
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

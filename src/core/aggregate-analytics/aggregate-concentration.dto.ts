import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { toCents } from '../analytics/rounding.kernel.js';
import { concentration } from '../calculations/concentration/concentration.kernel.js';
import type { AggregateHoldings } from './aggregate.service.js';
import { totals } from './aggregate-totals.dto.js';

const TOP = 10;
const MONEY = { type: Number, nullable: true, example: 485_120.37 } as const;

export class AggregateTopPosition {
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: Number, description: 'Of gross exposure, 0 to 1', example: 0.12 }) weight: number;
  @ApiProperty({ type: Number, description: 'Signed, over all accounts', example: 58_214.4 }) value: number;
}

export class AggregateConcentrationFigures {
  @ApiProperty({ type: Number, description: '0 to 10,000', example: 742.1 }) hhi: number;
  @ApiProperty({ type: Number, example: 13.5 }) effective_num_positions: number;
  @ApiProperty({ type: Number, description: 'A ratio', example: 0.31 }) top_3_concentration: number;
  @ApiProperty({ type: Number, description: 'A ratio', example: 0.68 }) top_10_concentration: number;
  @ApiProperty({ type: 'integer', example: 46 }) unique_symbols: number;
  @ApiProperty({ type: 'integer', description: 'Open lots', example: 55 }) total_positions: number;
  @ApiProperty({ type: [AggregateTopPosition], description: 'Ten at most, largest first' })
  top_positions: AggregateTopPosition[];
}

export class AggregateConcentrationResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: AggregateConcentrationFigures, nullable: true }) data: AggregateConcentrationFigures | null;
  @ApiProperty(MONEY) net_asset_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: String, format: 'date', nullable: true }) as_of: string | null;
  @ApiProperty({ type: String, example: 'Lots of a symbol are netted over all accounts' }) calculation_method: string;
  @ApiProperty({ type: String, example: '10,000 × Σ w², w = share of gross market value' }) formula: string;
  @ApiProperty({ type: String, nullable: true, example: null }) reason: string | null;

  static from(aggregate: AggregateHoldings): Wire<AggregateConcentrationResponse> {
    const { holdings, asOf } = aggregate;
    const bySymbol = nettedBySymbol(aggregate);
    const outcome = concentration([...bySymbol].map(([issuer, marketValue]) => ({ issuer, marketValue })));
    const gross = [...bySymbol.values()].reduce((sum, value) => sum + Math.abs(value), 0);
    const { net_asset_value, portfolio_count } = totals(aggregate);
    return {
      available: outcome.ok,
      data: outcome.ok
        ? {
            hhi: outcome.value.herfindahlIndex,
            effective_num_positions: outcome.value.effectivePositions,
            top_3_concentration: outcome.value.top3Share,
            top_10_concentration: outcome.value.top10Share,
            unique_symbols: bySymbol.size,
            total_positions: holdings.reduce((sum, { lots }) => sum + lots, 0),
            top_positions: [...bySymbol]
              .sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || (a < b ? -1 : 1))
              .slice(0, TOP)
              .map(([symbol, value]) => ({ symbol, weight: Math.abs(value) / gross, value: toCents(value) })),
          }
        : null,
      ...{ net_asset_value, portfolio_count, as_of: asOf },
      calculation_method: 'Lots of a symbol are netted over all accounts, options by their deltas; cash is left out',
      formula: '10,000 × Σ w², w = share of gross exposure',
      reason: outcome.ok ? null : asOf === null ? 'not-computed-yet' : outcome.reason,
    };
  }
}

function nettedBySymbol({ holdings }: AggregateHoldings): Map<string, number> {
  const values = new Map<string, number>();
  for (const { bearerSymbol: symbol, exposure } of holdings) values.set(symbol, (values.get(symbol) ?? 0) + exposure);
  return values;
}

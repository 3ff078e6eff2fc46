import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { skipped } from '../../shared/outcome.js';
import { type ItemResult } from './target-price-bulk.service.js';
import { REASONS, reasonsOf, TargetPriceResponse, valuesOf } from './target-price.dto.js';
import { type TargetOverview, type TargetView } from './target-price.service.js';
import { targetPricesCsv } from './target-prices-csv.kernel.js';
import { type ExportTargetPrices } from './target-price-input.dto.js';

const PERCENT = { type: Number, nullable: true } as const;
const WEIGHTED = { ...PERCENT, description: 'Of the gross value of what has this target, percent' } as const;
const MONEY = { type: Number, nullable: true, description: 'What reaching all targets gains' } as const;
const RATIO = { ...PERCENT, description: 'Null: no risk-free rate is kept' } as const;

export class TargetPriceSummaryResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String }) portfolio_name: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Session of the prices' })
  as_of: string | null;

  @ApiProperty({ type: 'integer', description: 'Open lots' }) total_positions: number;
  @ApiProperty({ type: 'integer' }) positions_with_targets: number;
  @ApiProperty({ ...PERCENT, description: 'Of the open lots, 0 to 100', example: 75 }) coverage_percentage:
    number | null;
  @ApiProperty({ ...WEIGHTED, example: 12.5 }) weighted_expected_return_eoy: number | null;
  @ApiProperty(WEIGHTED) weighted_expected_return_next_year: number | null;
  @ApiProperty(WEIGHTED) weighted_downside_return: number | null;
  @ApiProperty(MONEY) target_upside_eoy_dollars: number | null;
  @ApiProperty(MONEY) target_upside_next_year_dollars: number | null;
  @ApiProperty(MONEY) target_downside_dollars: number | null;
  @ApiProperty(RATIO) expected_sharpe_ratio: number | null;
  @ApiProperty(RATIO) expected_sortino_ratio: number | null;
  @ApiProperty({ type: [TargetPriceResponse] }) target_prices: TargetPriceResponse[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) last_updated: string | null;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from({ book, summary, targets }: TargetOverview): Wire<TargetPriceSummaryResponse> {
    const { eoy, nextYear, downside } = summary.horizons;
    const outcomes = {
      coverage_percentage: summary.coverage,
      weighted_expected_return_eoy: eoy.weightedReturn,
      weighted_expected_return_next_year: nextYear.weightedReturn,
      weighted_downside_return: downside.weightedReturn,
      target_upside_eoy_dollars: eoy.gain,
      target_upside_next_year_dollars: nextYear.gain,
      target_downside_dollars: downside.gain,
      expected_sharpe_ratio: skipped('not-applicable'),
      expected_sortino_ratio: skipped('not-applicable'),
    };
    const times = targets.map(({ updatedAt }) => updatedAt.getTime());
    return {
      portfolio_id: book.id,
      portfolio_name: book.name,
      as_of: book.asOf,
      total_positions: summary.totalPositions,
      positions_with_targets: summary.positionsWithTargets,
      ...valuesOf(outcomes),
      target_prices: targets.map((target) => TargetPriceResponse.from({ target, equity: book.netAssetValue })),
      last_updated: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
      reasons: reasonsOf(outcomes),
    };
  }
}

export class DeletedTargetPrice {
  @ApiProperty({ type: 'integer', example: 1 }) deleted: number;
  @ApiProperty({ type: [String] }) errors: string[];

  static from(deleted: number): Wire<DeletedTargetPrice> {
    return { deleted, errors: [] };
  }
}

class ItemError {
  @ApiProperty({ type: String, example: 'current_price' }) field: string;
  @ApiProperty({ type: String, example: 'target_price.no_price' }) code: string;
  @ApiProperty({ type: String }) message: string;
}

export class ItemResponse {
  @ApiProperty({ type: 'integer', description: 'Place in the request, from 0' }) index: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Line of the file, from 1 with the header' })
  row: number | null;

  @ApiProperty({ type: String, nullable: true }) symbol: string | null;
  @ApiProperty({ type: String, nullable: true }) position_type: string | null;
  @ApiProperty({ enum: ['created', 'updated', 'rejected'] }) status: 'created' | 'updated' | 'rejected';
  @ApiProperty({ type: [ItemError] }) errors: ItemError[];

  static from({ index, row, symbol, positionType, outcome, faults }: ItemResult): Wire<ItemResponse> {
    const errors = faults.map(({ field, code, message }) => ({ field, code, message }));
    return { index, row, symbol, position_type: positionType, status: outcome, errors };
  }
}

/** The target as in a list, with what became of the item; a rejected one has no target. */
export type CreatedItem = Wire<ItemResponse> & Partial<Omit<Wire<TargetPriceResponse>, keyof ItemResponse>>;

export const createdItems = (results: readonly ItemResult[]): CreatedItem[] =>
  results.map((result) => ({
    ...(result.view === null ? {} : TargetPriceResponse.from(result.view)),
    ...ItemResponse.from(result),
  }));

const textsOf = (results: readonly ItemResult[]): string[] =>
  results.flatMap(({ faults, index, row, symbol }) =>
    faults.map(
      ({ message }) => `${row === null ? `Item ${index}` : `Row ${row}`}${symbol ? ` (${symbol})` : ''}: ${message}`,
    ),
  );
const countOf = (results: readonly ItemResult[], wanted: ItemResult['outcome']): number =>
  results.filter(({ outcome }) => outcome === wanted).length;

export class UpdatedTargetPrices {
  @ApiProperty({ type: 'integer' }) updated: number;
  @ApiProperty({ type: [String], description: 'A sentence for each item that was rejected' }) errors: string[];
  @ApiProperty({ type: [ItemResponse] }) results: ItemResponse[];

  static from(results: readonly ItemResult[]): Wire<UpdatedTargetPrices> {
    const items = results.map((result) => ItemResponse.from(result));
    return { updated: countOf(results, 'updated'), errors: textsOf(results), results: items };
  }
}

export class ImportedTargetPrices {
  @ApiProperty({ type: 'integer' }) created: number;
  @ApiProperty({ type: 'integer' }) updated: number;
  @ApiProperty({ type: [String], description: 'A sentence for each row that was rejected' }) errors: string[];
  @ApiProperty({ type: 'integer', description: 'Rows of the file' }) total: number;
  @ApiProperty({ type: [ItemResponse] }) results: ItemResponse[];

  static from(results: readonly ItemResult[]): Wire<ImportedTargetPrices> {
    return {
      created: countOf(results, 'created'),
      updated: countOf(results, 'updated'),
      errors: textsOf(results),
      total: results.length,
      results: results.map((result) => ItemResponse.from(result)),
    };
  }
}

/** The text of a file in `csv`, or the bare list. */
export function exportOf(
  views: readonly TargetView[],
  { format, include_metadata }: ExportTargetPrices,
): { csv: string } | Partial<Wire<TargetPriceResponse>>[] {
  const responses = views.map((view) => TargetPriceResponse.from(view));
  if (format === 'json') return include_metadata === true ? responses : responses.map(withoutMetadata);
  const lines = responses.map((response) => ({
    symbol: response.symbol,
    positionType: response.position_type,
    eoy: textOf(response.target_price_eoy),
    nextYear: textOf(response.target_price_next_year),
    downside: textOf(response.downside_target_price),
    currentPrice: textOf(response.current_price),
    metadata: include_metadata === true ? metadataOf(response) : null,
  }));
  return { csv: targetPricesCsv(lines) };
}

const textOf = (value: number | null): string | null => (value === null ? null : String(value));

const withoutMetadata = (response: Wire<TargetPriceResponse>): Partial<Wire<TargetPriceResponse>> => ({
  symbol: response.symbol,
  position_type: response.position_type,
  target_price_eoy: response.target_price_eoy,
  target_price_next_year: response.target_price_next_year,
  downside_target_price: response.downside_target_price,
  current_price: response.current_price,
});

const metadataOf = (response: Wire<TargetPriceResponse>): Record<string, string | number | null> => ({
  id: response.id,
  expected_return_eoy: response.expected_return_eoy,
  expected_return_next_year: response.expected_return_next_year,
  downside_return: response.downside_return,
  position_weight: response.position_weight,
  created_at: response.created_at,
  updated_at: response.updated_at,
});

import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { CorrelationMetadata, messageOf, overlapOf, reasonOf } from './correlation-metadata.dto.js';
import type { CorrelationMatrixQuery } from './correlation-query.dto.js';
import type { CorrelationsView } from './correlation-view.js';
import { selectPairs } from './pair-selection.kernel.js';

const DIGITS = 6;

type Cells = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

const cellsOf = (description: string, example: object) =>
  ({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'number', nullable: true } },
    ...{ description, example },
  }) as const;

export class CorrelationMatrixData {
  @ApiProperty(
    cellsOf('Symbol to symbol to correlation; null where a pair has none', {
      AAPL: { AAPL: 1, MSFT: 0.62 },
      MSFT: { AAPL: 0.62, MSFT: 1 },
    }),
  )
  matrix: Cells;

  @ApiProperty({
    ...{ type: Number, nullable: true, example: 0.34 },
    description: 'Of all pairs, by the products of their signed weights: a hedge counts against. -1 to 1',
  })
  average_correlation: number | null;

  @ApiProperty(cellsOf('Sessions that a pair has in common', { AAPL: { AAPL: null, MSFT: 90 } })) overlaps: Cells;
  @ApiProperty(
    cellsOf('Probability of a correlation at least as far from 0 when there is none', {
      AAPL: { AAPL: null, MSFT: 0.0001 },
    }),
  )
  p_values: Cells;
}

/** As the contract tells of the quality of its data, and how far the session can be relied on. */
export class CorrelationQuality {
  @ApiProperty({
    ...{ type: String, nullable: true, example: null },
    enum: ['NO_CORRELATION_CALCULATION', 'INSUFFICIENT_DATA', 'INSUFFICIENT_SYMBOLS'],
  })
  flag: string | null;

  @ApiProperty({ type: String, nullable: true, example: null }) message: string | null;
  @ApiProperty({ type: 'integer', description: 'Holdings that have correlations', example: 12 })
  positions_analyzed: number;

  @ApiProperty({ type: 'integer', description: 'Instruments held', example: 14 }) positions_total: number;
  @ApiProperty({ type: 'integer', example: 2 }) positions_skipped: number;
  @ApiProperty({ type: 'integer', description: 'Sessions', example: 90 }) data_days: number;
  @ApiProperty({ type: Boolean, description: 'Whether the session waits to be computed anew', example: false })
  is_stale: boolean;

  @ApiProperty({ type: Boolean, description: 'The opposite of is_stale', example: true }) is_current: boolean;

  /** Null before the first session. */
  static from(view: CorrelationsView): Wire<CorrelationQuality> | null {
    if (view.asOf === null) return null;
    const reason = reasonOf(view);
    const analyzed = reason === null ? (view.found?.symbols.length ?? 0) : 0;
    return {
      flag: flagOf(reason),
      message: reason === null ? null : messageOf(reason),
      positions_analyzed: analyzed,
      positions_total: view.held,
      positions_skipped: view.held - analyzed,
      data_days: view.found?.observations ?? 0,
      is_stale: view.isStale,
      is_current: !view.isStale,
    };
  }
}

export class CorrelationMatrixMetadata extends CorrelationMetadata {
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) calculation_date: string | null;
  @ApiProperty({ type: 'integer', description: 'Sessions that were looked back on', example: 90 })
  duration_days: number;

  @ApiProperty({ type: 'integer', example: 12 }) symbols_included: number;
  @ApiProperty({ type: 'integer', description: 'As asked for', example: 25 }) max_symbols: number;
}

export class CorrelationMatrixResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty({ type: CorrelationMatrixData, nullable: true }) data: CorrelationMatrixData | null;
  @ApiProperty({ type: CorrelationQuality, nullable: true }) data_quality: CorrelationQuality | null;
  @ApiProperty({ type: CorrelationMatrixMetadata }) metadata: CorrelationMatrixMetadata;

  static from(view: CorrelationsView, query: CorrelationMatrixQuery): Wire<CorrelationMatrixResponse> {
    const metadata = CorrelationMetadata.of(view, query);
    const selected =
      view.found?.reason === null
        ? selectPairs(view.found, query.max_symbols, overlapOf(view, query.min_overlap))
        : null;
    const named = (rows: readonly (readonly (number | null)[])[], digits: number): Cells =>
      namedCells(selected?.symbols ?? [], rows, digits);
    return {
      available: selected !== null,
      data: selected && {
        matrix: named(selected.correlations, DIGITS),
        average_correlation: roundTo(selected.average, DIGITS),
        overlaps: named(selected.overlaps, 0),
        p_values: named(selected.pValues, DIGITS),
      },
      data_quality: CorrelationQuality.from(view),
      metadata: {
        ...metadata,
        calculation_date: view.asOf,
        duration_days: metadata.window_sessions,
        symbols_included: selected?.symbols.length ?? 0,
        max_symbols: query.max_symbols,
      },
    };
  }
}

function flagOf(reason: string | null): string | null {
  if (reason === null) return null;
  if (reason === 'no-positions' || reason === 'too-few-observations') return 'INSUFFICIENT_SYMBOLS';
  return reason === 'not-applicable' ? 'INSUFFICIENT_DATA' : 'NO_CORRELATION_CALCULATION';
}

const namedCells = (symbols: readonly string[], rows: readonly (readonly (number | null)[])[], digits: number): Cells =>
  Object.fromEntries(
    symbols.map((symbol, i) => [
      symbol,
      Object.fromEntries(symbols.map((other, j) => [other, roundTo(rows[i]?.[j] ?? null, digits)])),
    ]),
  );

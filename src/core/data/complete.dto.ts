import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { type CompleteQuery } from './complete-query.dto.js';
import { COMPLETE_LIMITS, type CompleteRow } from './complete-view.js';
import { type CompleteView } from './complete.service.js';
import { AttributionResponse, HoldingResponse, TimeseriesResponse } from './complete-parts.dto.js';
import { closeInstant } from './session-close.kernel.js';

const NUMBER = { type: Number, nullable: true } as const;
const COUNT = { type: 'integer' } as const;
const INSTANT = { type: String, format: 'date-time', nullable: true } as const;
const ANY = { type: 'object', additionalProperties: true, example: { include_holdings: true } } as const;

export class CompleteMeta {
  @ApiProperty({ ...INSTANT, description: 'Close of the session of the figures' }) as_of: string | null;
  @ApiProperty(ANY) requested: Readonly<Record<string, unknown>>;
  @ApiProperty({ ...ANY, description: 'as_of_date is the session that was found' })
  applied: Readonly<Record<string, unknown>>;

  @ApiProperty(ANY) limits: {
    readonly max_positions: number;
    readonly max_days: number;
    readonly max_symbols: number | null;
  };

  @ApiProperty({ ...COUNT, description: 'Holdings' }) rows_returned: number;
  @ApiProperty({ type: Boolean, description: 'Something that was asked for has been cut at its limit' })
  truncated: boolean;

  @ApiProperty({ type: [String], description: 'What has been cut', example: ['holdings'] })
  truncated_parts: readonly string[];
  @ApiProperty({ type: String }) schema_version: string;
}

export class CompletePortfolio {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String }) name: string;
  @ApiProperty({ type: String }) account_name: string;
  @ApiProperty({ type: String }) currency: string;
  @ApiProperty({ ...NUMBER, description: 'Before the first valuation the opening deposit, and `reasons` says so' })
  net_asset_value: number | null;

  @ApiProperty({ ...NUMBER, description: 'The same as net_asset_value' }) total_value: number | null;
  @ApiProperty({ ...NUMBER, description: 'The opening deposit' }) equity_balance: number | null;
  @ApiProperty(NUMBER) cash_balance: number | null;
  @ApiProperty(NUMBER) daily_pnl: number | null;
  @ApiProperty({ ...NUMBER, description: 'A ratio' }) daily_return: number | null;
  @ApiProperty(NUMBER) total_pnl: number | null;
  @ApiProperty({ ...COUNT, description: 'Open lots' }) position_count: number;
  @ApiProperty(INSTANT) as_of: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) snapshot_date: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) reasons: Record<string, string>;
}

export class CompleteSummary {
  @ApiProperty(COUNT) long_count: number;
  @ApiProperty(COUNT) short_count: number;
  @ApiProperty({ ...COUNT, description: 'Also counted as long or short' }) option_count: number;
  @ApiProperty({ ...NUMBER, description: 'Signed sum; what has no price counts at cost' })
  total_market_value: number | null;
}

export class CompleteQuality {
  @ApiProperty({ ...COUNT, description: 'Lots whose symbol has all returns of a year' })
  complete_data_positions: number;

  @ApiProperty(COUNT) partial_data_positions: number;
  @ApiProperty(INSTANT) as_of: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['OK', 'PARTIAL'] }) status: string | null;
  @ApiProperty({ ...NUMBER, description: 'Share of gross value priced at the session, a ratio' })
  coverage: number | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'First session that waits for a new run' })
  stale_from: string | null;
}

export class CompleteResponse {
  @ApiProperty({ type: CompleteMeta }) meta: CompleteMeta;
  @ApiProperty({ type: CompletePortfolio }) portfolio: CompletePortfolio;
  @ApiProperty({ type: CompleteSummary }) positions_summary: CompleteSummary;
  @ApiPropertyOptional({ type: [HoldingResponse], description: 'By symbol, then by position' })
  holdings?: readonly HoldingResponse[];

  @ApiPropertyOptional({ type: TimeseriesResponse }) timeseries?: TimeseriesResponse;
  @ApiPropertyOptional({ type: AttributionResponse }) attribution?: AttributionResponse;
  @ApiProperty({ type: CompleteQuality }) data_quality: CompleteQuality;

  static from(view: CompleteView, query: CompleteQuery): Wire<CompleteResponse> {
    const { row } = view;
    const asOf = row.as_of === null ? null : closeInstant(row.as_of);
    const shown = view.holdings?.slice(0, COMPLETE_LIMITS.maxPositions) ?? null;
    const cut = cutParts(view, query);
    return {
      meta: metaOf(view, query, { asOf, rows: shown?.length ?? 0, cut }),
      portfolio: portfolioOf(view, asOf),
      positions_summary: {
        long_count: row.held.long_count,
        short_count: row.held.short_count,
        option_count: row.held.option_count,
        total_market_value: row.net_exposure,
      },
      ...(shown === null ? {} : { holdings: shown }),
      ...(query.include_timeseries ? { timeseries: TimeseriesResponse.from(row.timeseries, reasonOf(view)) } : {}),
      ...(query.include_attrib ? { attribution: AttributionResponse.from(row.attribution, reasonOf(view)) } : {}),
      data_quality: qualityOf(row, asOf),
    };
  }
}

/** Why there are no figures, when there are none. */
const reasonOf = ({ isUnvalued }: CompleteView): string =>
  isUnvalued ? 'not-computed-yet' : 'no-data-before-this-date';

function cutParts({ row }: CompleteView, query: CompleteQuery): string[] {
  const cut = [];
  if (query.include_holdings && row.held.position_count > COMPLETE_LIMITS.maxPositions) cut.push('holdings');
  if (row.timeseries?.truncated === true) cut.push('timeseries');
  return cut;
}

function metaOf(
  { row }: CompleteView,
  query: CompleteQuery,
  { asOf, rows, cut }: { asOf: string | null; rows: number; cut: readonly string[] },
): Wire<CompleteMeta> {
  const { include_holdings, include_position_tags, include_timeseries, include_attrib } = query;
  const included = { include_holdings, include_position_tags, include_timeseries, include_attrib };
  return {
    as_of: asOf,
    requested: { portfolio_id: row.id, ...included, as_of_date: query.as_of_date ?? null },
    applied: { ...included, as_of_date: asOf },
    limits: {
      max_positions: COMPLETE_LIMITS.maxPositions,
      max_days: COMPLETE_LIMITS.maxDays,
      max_symbols: include_attrib ? COMPLETE_LIMITS.maxSymbols : null,
    },
    rows_returned: rows,
    truncated: cut.length > 0,
    truncated_parts: cut,
    schema_version: '1.0',
  };
}

const VALUED = ['net_asset_value', 'cash_balance', 'daily_pnl', 'daily_return', 'total_pnl'];

function portfolioOf(view: CompleteView, asOf: string | null): Wire<CompletePortfolio> {
  const { row, isUnvalued } = view;
  // What was brought in is worth what was paid for it until the market says otherwise; an earlier day has no value.
  const netAssetValue = isUnvalued ? row.equity_balance : row.net_asset_value;
  const unknown = Object.fromEntries(VALUED.map((field) => [field, reasonOf(view)]));
  const noReturn = row.daily_return === null ? { daily_return: 'non-positive-equity' } : {};
  return {
    id: row.id,
    name: row.name,
    account_name: row.account_name,
    currency: row.currency,
    net_asset_value: netAssetValue,
    total_value: netAssetValue,
    equity_balance: row.equity_balance,
    cash_balance: row.cash,
    daily_pnl: row.daily_pnl,
    daily_return: row.daily_return,
    total_pnl: row.cumulative_pnl,
    position_count: row.held.position_count,
    as_of: asOf,
    snapshot_date: row.as_of,
    reasons: row.as_of === null ? unknown : noReturn,
  };
}

function qualityOf({ held, status, coverage, stale_from }: CompleteRow, asOf: string | null): Wire<CompleteQuality> {
  return {
    complete_data_positions: held.complete_count,
    partial_data_positions: held.position_count - held.complete_count,
    as_of: asOf,
    status,
    coverage,
    stale_from,
  };
}

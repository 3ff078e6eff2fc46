import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import {
  type AttributionRow,
  type HoldingRow,
  type HoldingTagRow,
  type SymbolPnlRow,
  type TimeseriesRow,
} from './complete-view.js';

const NUMBER = { type: Number, nullable: true } as const;
const DAY = { type: String, format: 'date', nullable: true } as const;

export class HoldingTagResponse implements HoldingTagRow {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String }) name: string;
  @ApiProperty({ type: String, example: '#4A90E2' }) color: string;
}

export class HoldingResponse implements HoldingRow {
  @ApiProperty({ type: String, format: 'uuid', description: 'Of the position, which is one lot' }) id: string;
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: String, nullable: true }) name: string | null;
  @ApiProperty({ type: Number, description: 'Shares or contracts, negative when short' }) quantity: number;
  @ApiProperty({ type: String, enum: ['LONG', 'SHORT', 'LC', 'LP', 'SC', 'SP'] }) position_type: string;
  @ApiProperty({ type: String, enum: ['PUBLIC', 'OPTIONS', 'PRIVATE'] }) investment_class: string;
  @ApiProperty({ type: Number }) entry_price: number;
  @ApiProperty({ type: Number, description: 'Negative when short' }) cost_basis: number;
  @ApiProperty({ ...NUMBER, description: 'Signed, contract multiplier included; null when unpriced' })
  market_value: number | null;

  @ApiProperty({ ...NUMBER, description: 'The newest there is, with its age; too old for a value when unpriced' })
  last_price: number | null;

  @ApiProperty({ ...NUMBER, description: 'The same as last_price' }) current_price: number | null;
  @ApiProperty({ ...DAY, description: 'Session of the price' }) price_date: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Sessions since the price' })
  price_age_sessions: number | null;

  @ApiProperty(NUMBER) unrealized_pnl: number | null;
  @ApiProperty({ ...NUMBER, description: 'Signed share of net asset value, a ratio' }) weight: number | null;
  @ApiProperty({ type: Boolean, description: 'All returns of the last 252 sessions are known' })
  has_complete_history: boolean;

  @ApiProperty({ type: String, nullable: true, enum: ['priced', 'stale', 'unpriced'] }) status: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why a figure is null, or the price not to be trusted' })
  reason: string | null;

  @ApiPropertyOptional({ type: [HoldingTagResponse], description: 'Active tags, unless they are not asked for' })
  tags?: readonly HoldingTagRow[];
}

const numbers = (description = ''): ApiPropertyOptions => ({ type: [Number], description });

export class TimeseriesResponse {
  @ApiProperty({
    type: [String],
    description: 'Sessions, oldest first; the other lists go with it',
    example: ['2024-11-29'],
  })
  dates: readonly string[];

  @ApiProperty(numbers('Net asset value')) values: readonly number[];
  @ApiProperty(numbers()) daily_pnl: readonly number[];
  @ApiProperty(numbers('Ratios; null where there was no equity')) daily_return: readonly (number | null)[];
  @ApiProperty(numbers('Deposits less withdrawals of the session')) capital_flow: readonly number[];
  @ApiProperty(numbers()) cash: readonly number[];
  @ApiProperty(numbers()) gross_exposure: readonly number[];
  @ApiProperty(numbers()) net_exposure: readonly number[];
  @ApiProperty({ type: String, nullable: true, description: 'Why it is empty' }) reason: string | null;

  static from(row: TimeseriesRow | null | undefined, reason: string): Wire<TimeseriesResponse> {
    if (row === null || row === undefined) return { ...EMPTY, reason };
    const { dates, values, daily_pnl, daily_return, capital_flow, cash, gross_exposure, net_exposure } = row;
    return { dates, values, daily_pnl, daily_return, capital_flow, cash, gross_exposure, net_exposure, reason: null };
  }
}

const EMPTY = {
  dates: [],
  values: [],
  daily_pnl: [],
  daily_return: [],
  capital_flow: [],
  cash: [],
  gross_exposure: [],
  net_exposure: [],
} as const;

export class SymbolPnlResponse {
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: Number }) pnl: number;
  @ApiProperty({ ...NUMBER, description: 'Of the net asset value at the start, a ratio' }) contribution: number | null;
}

export class AttributionResponse {
  @ApiProperty({ type: [SymbolPnlResponse], description: 'Gains, largest first; five at most' })
  contributors: readonly SymbolPnlRow[];

  @ApiProperty({ type: [SymbolPnlResponse], description: 'Losses, largest first; five at most' })
  detractors: readonly SymbolPnlRow[];

  @ApiProperty({ ...DAY, description: 'The P&L is that of the sessions after this one' }) start_date: string | null;
  @ApiProperty(DAY) end_date: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) sessions: number | null;
  @ApiProperty(NUMBER) starting_net_asset_value: number | null;
  @ApiProperty({ ...NUMBER, description: 'contributors + detractors + other_pnl + residual_pnl' })
  total_pnl: number | null;

  @ApiProperty({ ...NUMBER, description: 'Of all other symbols' }) other_pnl: number | null;
  @ApiProperty({ ...NUMBER, description: 'Of no symbol: dividends, interest, fees, taxes' })
  residual_pnl: number | null;

  @ApiProperty({ type: String }) method: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is none' }) reason: string | null;

  static from(row: AttributionRow | null | undefined, reason: string): Wire<AttributionResponse> {
    // One session alone has nothing before it to be compared with.
    if (row?.start_date != null) return { ...row, method: METHOD, reason: null };
    return {
      ...NO_ATTRIBUTION,
      end_date: row?.end_date ?? null,
      reason: row == null ? reason : 'too-few-observations',
    };
  }
}

const METHOD =
  'By symbol: change of unrealised P&L (market value less cost) plus realised P&L over the last 21 sessions, ' +
  'or since the first one.';

const NO_ATTRIBUTION = {
  contributors: [],
  detractors: [],
  start_date: null,
  sessions: null,
  starting_net_asset_value: null,
  total_pnl: null,
  other_pnl: null,
  residual_pnl: null,
  method: METHOD,
} as const;

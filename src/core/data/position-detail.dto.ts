import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { cursoredQuery } from '../../shared/http/page.js';
import { type Wire } from '../../shared/http/wire.js';
import { QueryFlag } from './complete-query.dto.js';
import { type WantedPositions } from './data.service.js';
import { type PositionDetail, type PositionDetailPage } from './portfolio-view.js';
import { POSITION_KEY } from './position-detail.repository.js';

const MAX_POSITION_IDS = 2000;

/** Older clients ask for the whole list and do not page. */
export class PositionDetailQuery extends cursoredQuery({ fallback: 5000, max: 5000 }, POSITION_KEY) {
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string;

  @ApiPropertyOptional({ type: String, description: 'Ids of positions, separated by commas', maxLength: 20_000 })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? idsIn(value) : value))
  @IsUUID('all', { each: true })
  @ArrayMaxSize(MAX_POSITION_IDS)
  position_ids?: string[];

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Closed lots of the portfolio too' })
  @QueryFlag()
  @IsBoolean()
  include_closed = false;

  static wanted(query: PositionDetailQuery): WantedPositions {
    const portfolioId = query.portfolio_id?.toLowerCase() ?? null;
    const { position_ids: positionIds = [], include_closed: includeClosed } = query;
    return { portfolioId, positionIds, includeClosed, page: query.bounds() };
  }
}

const idsIn = (text: string): string[] =>
  text
    .split(',')
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== '');

const NUMBER = { type: Number, nullable: true } as const;
const TEXT = { type: String, nullable: true } as const;
const DAY = { type: String, format: 'date', nullable: true } as const;

export class PositionTagResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String }) name: string;
  @ApiProperty({ type: String, example: '#4A90E2' }) color: string;
  @ApiProperty(TEXT) description: string | null;
}

export class PositionDetailResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty(TEXT) company_name: string | null;
  @ApiProperty(TEXT) sector: string | null;
  @ApiProperty(TEXT) industry: string | null;
  @ApiProperty({ type: String }) position_type: string;
  @ApiProperty({ type: String }) investment_class: string;
  @ApiProperty(TEXT) investment_subtype: string | null;
  @ApiProperty({ type: Number, description: 'Negative when short' }) quantity: number;
  @ApiProperty(DAY) entry_date: string;
  @ApiProperty({ type: Number }) entry_price: number;
  @ApiProperty(DAY) exit_date: string | null;
  @ApiProperty({ type: Number, description: 'Negative when short' }) cost_basis: number;
  @ApiProperty(NUMBER) current_price: number | null;
  @ApiProperty(DAY) price_date: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) price_age_sessions: number | null;
  @ApiProperty({ ...NUMBER, description: 'Signed, contract multiplier included' }) market_value: number | null;
  @ApiProperty(NUMBER) unrealized_pnl: number | null;
  @ApiProperty({ ...NUMBER, description: 'Of the size of the cost, 0 to 100' }) unrealized_pnl_percent: number | null;
  @ApiProperty({ type: Number }) realized_pnl: number;
  @ApiProperty(NUMBER) strike_price: number | null;
  @ApiProperty(DAY) expiration_date: string | null;
  @ApiProperty(TEXT) underlying_symbol: string | null;
  @ApiProperty({ ...DAY, description: 'Session of the valuation' }) as_of: string | null;
  @ApiProperty(TEXT) status: string | null;
  @ApiProperty({ ...TEXT, description: 'Why a figure is null, or the price not to be trusted' }) reason: string | null;
  @ApiProperty({ type: [PositionTagResponse], description: 'Active tags' }) tags: readonly PositionTagResponse[];

  static from(position: PositionDetail): Wire<PositionDetailResponse> {
    const { costBasis, unrealizedPnl } = position;
    return {
      id: position.id,
      portfolio_id: position.portfolioId,
      symbol: position.symbol,
      company_name: position.name,
      sector: position.sector,
      industry: position.industry,
      position_type: position.positionType,
      investment_class: position.investmentClass,
      investment_subtype: position.investmentSubtype,
      quantity: position.quantity,
      entry_date: position.entryDate,
      entry_price: position.entryPrice,
      exit_date: position.exitDate,
      cost_basis: costBasis,
      current_price: position.price,
      price_date: position.priceDate,
      price_age_sessions: position.priceAgeSessions,
      market_value: position.marketValue,
      unrealized_pnl: unrealizedPnl,
      unrealized_pnl_percent:
        unrealizedPnl === null || costBasis === 0 ? null : (unrealizedPnl / Math.abs(costBasis)) * 100,
      realized_pnl: position.realizedPnl,
      strike_price: position.strikePrice,
      expiration_date: position.expirationDate,
      underlying_symbol: position.underlyingSymbol,
      as_of: position.asOf,
      status: position.status,
      reason: position.reason,
      tags: position.tags,
    };
  }
}

/** Of all positions that were asked for, whatever page is shown. */
export class PositionDetailSummary {
  @ApiProperty({ type: 'integer' }) total_positions: number;
  @ApiProperty({ type: Number, description: 'Signed' }) total_cost_basis: number;
  @ApiProperty({ ...NUMBER, description: 'Signed, of those that have a price; null when none has' })
  total_market_value: number | null;

  @ApiProperty({ ...NUMBER, description: 'Of those that have a price; null when none has' })
  total_unrealized_pnl: number | null;

  @ApiProperty({ type: 'integer', description: 'Positions without a price' }) unpriced_positions: number;
}

export class PositionDetailsResponse {
  @ApiProperty({ type: [PositionDetailResponse], description: 'By symbol, then by position' })
  positions: PositionDetailResponse[];

  @ApiProperty({ type: PositionDetailSummary }) summary: PositionDetailSummary;

  static from({ items, sums }: PositionDetailPage): Wire<PositionDetailsResponse> {
    return {
      positions: items.map((position) => PositionDetailResponse.from(position)),
      summary: {
        total_positions: sums.positions,
        total_cost_basis: sums.costBasis,
        total_market_value: sums.marketValue,
        total_unrealized_pnl: sums.unrealizedPnl,
        unpriced_positions: sums.unpriced,
      },
    };
  }
}

import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { toCents } from '../analytics/rounding.kernel.js';
import type { Exposures } from '../calculations/concentration/concentration.kernel.js';
import type { BookedTrade, WhatIfGreeks, WhatIfResult, WhatIfSide, WhatIfView } from './what-if-view.js';

const MONEY = { type: Number, description: "In the portfolio's currency, two decimals", example: 124_500.25 } as const;
const FIGURE = { type: Number, nullable: true } as const;

export class WhatIfExposures {
  @ApiProperty(MONEY) long_exposure: number;
  @ApiProperty({ ...MONEY, description: 'Zero or negative', example: -12_000 }) short_exposure: number;
  @ApiProperty(MONEY) gross_exposure: number;
  @ApiProperty(MONEY) net_exposure: number;

  static from({ long, short, gross, net }: Exposures): Wire<WhatIfExposures> {
    return {
      ...{ long_exposure: toCents(long), short_exposure: toCents(short) },
      ...{ gross_exposure: toCents(gross), net_exposure: toCents(net) },
    };
  }
}

export class WhatIfConcentration {
  @ApiProperty({ ...FIGURE, description: '0 to 10,000', example: 1_240.5 }) hhi: number | null;
  @ApiProperty({ ...FIGURE, example: 8.1 }) effective_num_positions: number | null;
  @ApiProperty({ ...FIGURE, description: 'A ratio', example: 0.42 }) top_3_concentration: number | null;
  @ApiProperty({ ...FIGURE, description: 'A ratio', example: 0.91 }) top_10_concentration: number | null;
}

export class WhatIfFactorDto {
  @ApiProperty({ type: String, example: 'style' }) model: string;
  @ApiProperty({ type: String, example: 'Value' }) name: string;
  @ApiProperty({ ...FIGURE, example: -0.12 }) beta: number | null;
  @ApiProperty({ ...FIGURE, description: 'Beta times net asset value', example: -14_940.03 })
  exposure_dollar: number | null;

  @ApiProperty({ type: String, nullable: true, example: null }) reason: string | null;
}

export class WhatIfGreeksDto {
  @ApiProperty({ ...MONEY, description: 'Delta-adjusted net exposure' }) delta_dollars: number;
  @ApiProperty({ ...MONEY, description: 'Change of it per per cent that every underlying moves', example: -310.2 })
  gamma_dollars: number;

  @ApiProperty({ ...MONEY, description: 'Per point of every volatility', example: -61.5 }) vega: number;
  @ApiProperty({ ...MONEY, description: 'Per calendar day', example: 20.4 }) theta: number;
  @ApiProperty({ ...MONEY, description: 'Per point of rate', example: -24.1 }) rho: number;
  @ApiProperty({ type: 'integer', description: 'Symbols', example: 2 }) options: number;
  @ApiProperty({ type: 'integer', example: 2 }) options_with_greeks: number;

  static from(greeks: WhatIfGreeks): Wire<WhatIfGreeksDto> {
    return {
      ...{ delta_dollars: toCents(greeks.deltaDollars), gamma_dollars: toCents(greeks.gammaDollars) },
      ...{ vega: toCents(greeks.vega), theta: toCents(greeks.theta), rho: toCents(greeks.rho) },
      ...{ options: greeks.options, options_with_greeks: greeks.optionsWithGreeks },
    };
  }
}

export class WhatIfResultDto {
  @ApiProperty({ type: String, description: 'Name of the table that a batch run fills', example: 'factor_exposures' })
  name: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'Rows by column, 1,000 at most',
    example: [{ model: 'style', factor: 'Value', exposure: -0.12 }],
  })
  rows: Record<string, unknown>[];

  static from({ name, rows }: WhatIfResult): Wire<WhatIfResultDto> {
    return { name, rows: rows.map((row) => ({ ...row })) };
  }
}

export class WhatIfSideDto {
  @ApiProperty({
    type: String,
    enum: ['OK', 'PARTIAL', 'BLOCKED'],
    description: 'BLOCKED: a batch run would store nothing, too little has a price',
    example: 'OK',
  })
  status: string;

  @ApiProperty(MONEY) net_asset_value: number;
  @ApiProperty({ ...MONEY, description: 'Negative when the portfolio borrows' }) cash_balance: number;
  @ApiProperty({ type: WhatIfExposures, description: 'By market value' }) exposures: WhatIfExposures;
  @ApiProperty({ type: WhatIfExposures, description: 'Options by their deltas' })
  delta_adjusted_exposures: WhatIfExposures;

  @ApiProperty({ ...FIGURE, example: 1.08 }) beta_90d: number | null;
  @ApiProperty({ ...FIGURE, example: 1.02 }) beta_252d: number | null;
  @ApiProperty({ ...FIGURE, description: 'Annual, a ratio', example: 0.142 }) volatility_21d: number | null;
  @ApiProperty({ ...FIGURE, description: 'Annual, a ratio', example: 0.151 }) volatility_63d: number | null;
  @ApiProperty({ type: WhatIfConcentration }) concentration: WhatIfConcentration;
  @ApiProperty({ type: [WhatIfFactorDto] }) factors: WhatIfFactorDto[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'Sector to share of gross exposure; they sum to 1',
    example: { 'Information Technology': 0.6, Unclassified: 0.4 },
  })
  sectors: Record<string, number>;

  @ApiProperty({ type: WhatIfGreeksDto }) greeks: WhatIfGreeksDto;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number', nullable: true },
    description: 'Every figure of a snapshot that a calculation fills, not rounded',
    example: { hhi: 1_240.5, beta_calculated_90d: 1.08 },
  })
  figures: Record<string, number | null>;

  @ApiProperty({ type: [WhatIfResultDto], description: 'What else calculations find of a portfolio' })
  results: WhatIfResultDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Figure to why it is missing',
    example: {},
  })
  reasons: Record<string, string>;

  static from(side: WhatIfSide): Wire<WhatIfSideDto> {
    const { herfindahlIndex: hhi, effectivePositions, top3Share, top10Share } = side.concentration;
    return {
      ...{ status: side.status, net_asset_value: toCents(side.netAssetValue), cash_balance: toCents(side.cash) },
      exposures: WhatIfExposures.from(side.exposures),
      delta_adjusted_exposures: WhatIfExposures.from(side.deltaAdjusted),
      ...{ beta_90d: side.beta90d, beta_252d: side.beta252d },
      ...{ volatility_21d: side.volatility21d, volatility_63d: side.volatility63d },
      concentration: {
        ...{ hhi, effective_num_positions: effectivePositions },
        ...{ top_3_concentration: top3Share, top_10_concentration: top10Share },
      },
      factors: side.factors.map(({ model, factor: name, exposure: beta, dollars, reason }) => ({
        ...{ model, name, beta, exposure_dollar: toCents(dollars), reason },
      })),
      ...{ sectors: { ...side.sectors }, greeks: WhatIfGreeksDto.from(side.greeks), figures: { ...side.figures } },
      results: side.results.map((result) => WhatIfResultDto.from(result)),
      reasons: { ...side.reasons },
    };
  }
}

export class BookedTradeDto {
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: String, enum: ['buy', 'sell', 'short', 'cover'], example: 'buy' }) side: string;
  @ApiProperty({ type: String, example: '10' }) quantity: string;
  @ApiProperty({ type: String, description: 'Of one share', example: '187.5' }) price: string;
  @ApiProperty({ type: String, description: 'Signed effect on cash', example: '-1875' }) amount: string;

  static from({ symbol, side, quantity, price, amount }: BookedTrade): Wire<BookedTradeDto> {
    return { symbol, side, quantity, price, amount };
  }
}

export class WhatIfResponse {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', description: 'The session at whose close the trades are made' })
  as_of_date: string;

  @ApiProperty({ type: [BookedTradeDto] }) trades: BookedTradeDto[];
  @ApiProperty({ type: WhatIfSideDto }) before: WhatIfSideDto;
  @ApiProperty({ type: WhatIfSideDto }) after: WhatIfSideDto;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of the modelling session that it was kept as; null when nothing was stored',
  })
  session_id: string | null;

  static from(view: WhatIfView): Wire<WhatIfResponse> {
    return {
      ...{ portfolio_id: view.portfolioId, as_of_date: view.asOf },
      trades: view.trades.map((trade) => BookedTradeDto.from(trade)),
      ...{ before: WhatIfSideDto.from(view.before), after: WhatIfSideDto.from(view.after) },
      session_id: view.sessionId,
    };
  }
}

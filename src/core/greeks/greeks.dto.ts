import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo, toCents } from '../analytics/rounding.kernel.js';
import { ASSUMED_RATE } from '../calculations/option-pricing/assumed-rate.kernel.js';
import { FactorQuality } from '../factor-exposures/factor-quality.dto.js';
import type { GreekFigures, GreeksDay, GreeksView, GreekTotals, PositionGreeks } from './greeks-view.js';

const DIGITS = 6;
const METHOD =
  'implied volatility of the close: Black-Scholes-Merton for European options, Leisen-Reimer trees for American ones';

const ID = { type: String, format: 'uuid' } as const;
const DATE = { type: String, format: 'date', nullable: true, example: '2024-11-29' } as const;
const GREEK = { type: Number, nullable: true } as const;
const MONEY = { type: Number, description: "In the portfolio's currency, two decimals" } as const;

/** Per share of a contract: a holding that is no option has a delta of 1 and no other. */
export class UnitGreeksDto {
  @ApiProperty({ ...GREEK, description: 'Change of the price per unit of spot', example: 0.5321 }) delta: number | null;
  @ApiProperty({ ...GREEK, description: 'Change of delta per unit of spot', example: 0.0213 }) gamma: number | null;
  @ApiProperty({ ...GREEK, description: 'Per point of volatility', example: 0.2841 }) vega: number | null;
  @ApiProperty({ ...GREEK, description: 'Per calendar day', example: -0.0412 }) theta: number | null;
  @ApiProperty({ ...GREEK, description: 'Per point of rate', example: 0.1123 }) rho: number | null;

  static from({ delta, gamma, vega, theta, rho }: GreekFigures): Wire<UnitGreeksDto> {
    return {
      ...{ delta: roundTo(delta, DIGITS), gamma: roundTo(gamma, DIGITS), vega: roundTo(vega, DIGITS) },
      ...{ theta: roundTo(theta, DIGITS), rho: roundTo(rho, DIGITS) },
    };
  }
}

export class PositionGreeksDto {
  @ApiProperty(ID) position_id: string;
  @ApiProperty({ type: String, example: 'AAPL250620C00200000' }) symbol: string;
  @ApiProperty({ type: String, nullable: true, example: 'AAPL' }) underlying_symbol: string | null;
  @ApiProperty({ type: Boolean, example: true }) is_option: boolean;
  @ApiProperty({ type: Number, description: 'Signed: contracts, or shares', example: -2 }) quantity: number;
  @ApiProperty({ type: 'integer', description: 'Shares a unit stands for', example: 100 }) multiplier: number;
  @ApiProperty({ ...MONEY, description: 'Signed', example: -1250 }) market_value: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Close of the underlying', example: 198.5 })
  spot: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Annual, a ratio', example: 0.2712 })
  implied_volatility: number | null;

  @ApiProperty({ type: UnitGreeksDto, description: 'Of one share' }) per_share: UnitGreeksDto;
  @ApiProperty({ type: UnitGreeksDto, description: 'Times quantity and multiplier, signed' }) position: UnitGreeksDto;
  @ApiProperty({
    ...MONEY,
    nullable: true,
    description: 'Delta times spot: the value of the shares that move as the position does',
    example: -21_124.4,
  })
  delta_dollars: number | null;

  @ApiProperty({
    ...MONEY,
    nullable: true,
    description:
      'Change of delta_dollars when the underlying moves by one per cent: gamma times spot squared times 0.01',
    example: -168.05,
  })
  gamma_dollars: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why there are none', example: null })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'leisen-reimer; assumed-rate' }) method: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the calculation; null for no option', example: 1 })
  version: number | null;

  static from(one: PositionGreeks): Wire<PositionGreeksDto> {
    return {
      ...{ position_id: one.positionId, symbol: one.symbol, underlying_symbol: one.underlyingSymbol },
      ...{ is_option: one.isOption, quantity: one.quantity, multiplier: one.multiplier },
      ...{ market_value: toCents(one.marketValue), spot: roundTo(one.spot, DIGITS) },
      implied_volatility: roundTo(one.impliedVolatility, DIGITS),
      ...{ per_share: UnitGreeksDto.from(one.unit), position: UnitGreeksDto.from(one.position) },
      ...{ delta_dollars: toCents(one.deltaDollars), gamma_dollars: toCents(one.gammaDollars) },
      ...{ reason: one.reason, method: one.method, version: one.version },
    };
  }
}

/** Of all positions; an option without Greeks counts by its market value in delta_dollars, and in nothing else. */
export class GreekTotalsDto {
  @ApiProperty({ ...MONEY, description: 'Delta-adjusted net exposure', example: 812_340.12 }) delta_dollars: number;
  @ApiProperty({ ...MONEY, description: 'Change of it per per cent that every underlying moves', example: -1_204.5 })
  gamma_dollars: number;

  @ApiProperty({ ...MONEY, description: 'Per point of every volatility', example: -310.2 }) vega: number;
  @ApiProperty({ ...MONEY, description: 'Per calendar day', example: 95.4 }) theta: number;
  @ApiProperty({ ...MONEY, description: 'Per point of rate', example: -88.1 }) rho: number;
  @ApiProperty({ type: 'integer', description: 'Lots', example: 8 }) options: number;
  @ApiProperty({ type: 'integer', example: 8 }) options_with_greeks: number;

  static from(totals: GreekTotals): Wire<GreekTotalsDto> {
    return {
      ...{ delta_dollars: toCents(totals.deltaDollars), gamma_dollars: toCents(totals.gammaDollars) },
      ...{ vega: toCents(totals.vega), theta: toCents(totals.theta), rho: toCents(totals.rho) },
      ...{ options: totals.options, options_with_greeks: totals.optionsWithGreeks },
    };
  }
}

export class GreeksMetadata {
  @ApiProperty({ type: String, example: METHOD }) calculation_method: string;
  @ApiProperty({ type: Number, description: 'Continuously compounded, a year', example: ASSUMED_RATE }) rate: number;
  @ApiProperty({ type: String, enum: ['assumed'], description: 'No series of yields is kept', example: 'assumed' })
  rate_source: string;
}

export class GreeksResponse {
  @ApiProperty({ type: Boolean, example: true }) available: boolean;
  @ApiProperty(ID) portfolio_id: string;
  @ApiProperty({ ...DATE, description: 'Session of the figures' }) as_of_date: string | null;
  @ApiProperty({ type: FactorQuality, nullable: true }) data_quality: FactorQuality | null;
  @ApiProperty({ type: GreekTotalsDto, nullable: true, description: 'Null before the first session' })
  totals: GreekTotalsDto | null;

  @ApiProperty({ type: 'integer', description: 'Positions in all', example: 31 }) total: number;
  @ApiProperty({ type: 'integer', example: 200 }) limit: number;
  @ApiProperty({ type: 'integer', example: 0 }) offset: number;
  @ApiProperty({ type: [PositionGreeksDto], description: 'Options first, then by symbol' })
  positions: PositionGreeksDto[];

  @ApiProperty({ type: GreeksMetadata }) metadata: GreeksMetadata;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Symbol, or figure, to why it is missing',
    example: {},
  })
  reasons: Record<string, string>;

  static from(view: GreeksView, { limit, offset }: { limit: number; offset: number }): Wire<GreeksResponse> {
    const missing = view.positions.flatMap(({ symbol, reason }) =>
      reason === null ? [] : [[symbol, reason] as const],
    );
    const failed = view.reasons['option-greeks'];
    return {
      ...{ available: view.asOf !== null, portfolio_id: view.portfolioId, as_of_date: view.asOf },
      data_quality: FactorQuality.from(view.asOf, view.isStale),
      totals: view.asOf === null ? null : GreekTotalsDto.from(view.totals),
      ...{ total: view.total, limit, offset },
      positions: view.positions.map((position) => PositionGreeksDto.from(position)),
      metadata: { calculation_method: METHOD, rate: ASSUMED_RATE, rate_source: 'assumed' },
      reasons: {
        ...(view.asOf === null ? { totals: 'not-computed-yet' } : {}),
        ...(failed === undefined ? {} : { 'option-greeks': failed }),
        ...Object.fromEntries(missing),
      },
    };
  }
}

export class GreeksDayDto extends GreekTotalsDto {
  @ApiProperty({ type: String, format: 'date', example: '2024-11-29' }) date: string;
}

export class GreeksHistoryResponse {
  @ApiProperty(ID) portfolio_id: string;
  @ApiProperty({ type: [GreeksDayDto], description: 'By session, ascending; the newest 366 of the span' })
  sessions: GreeksDayDto[];

  static from(portfolioId: string, days: readonly GreeksDay[]): Wire<GreeksHistoryResponse> {
    return {
      portfolio_id: portfolioId,
      sessions: days.map(({ date, ...totals }) => ({ date, ...GreekTotalsDto.from(totals) })),
    };
  }
}

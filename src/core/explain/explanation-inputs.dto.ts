import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import type {
  ExplainedHolding,
  ExplainedInputs,
  ExplainedOption,
  ExplainedSeries,
  PriceOrigin,
} from './explanation-view.js';

const NUMBER = { type: Number, nullable: true } as const;
const TEXT = { type: String, nullable: true } as const;
const ID = { type: String, format: 'uuid' } as const;
const DATE = { type: String, format: 'date', example: '2024-11-29' } as const;
const MONEY = { type: Number, description: "In the portfolio's currency", example: 124_500.25 } as const;

export class ExplainedHoldingDto {
  @ApiProperty(ID) instrument_id: string;
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: 'integer', example: 1 }) lots: number;
  @ApiProperty({ type: Number, description: 'Signed, of all lots', example: 100 }) quantity: number;
  @ApiProperty({ ...NUMBER, example: 187.5 }) price: number | null;
  @ApiProperty({ ...DATE, nullable: true }) price_date: string | null;
  @ApiProperty({ type: String, enum: ['priced', 'stale', 'unpriced'], example: 'priced' }) price_status: string;
  @ApiProperty({ ...TEXT, description: 'What is in the prices already', example: 'raw' }) basis: string | null;
  @ApiProperty({ ...MONEY, description: 'Signed', example: 18_750 }) market_value: number;
  @ApiProperty({ ...NUMBER, description: 'Market value over net asset value', example: 0.15 }) weight: number | null;
  @ApiProperty({ ...ID, description: 'Whose returns count: the underlying of an option with Greeks' })
  bearer_id: string;
  @ApiProperty({ ...MONEY, description: 'For how much: delta-adjusted', example: 18_750 }) exposure: number;
  @ApiProperty({ ...NUMBER, description: 'Exposure over net asset value', example: 0.15 }) exposure_weight:
    number | null;
  @ApiProperty({ ...NUMBER, description: 'Signed shares that an option is about', example: null }) shares:
    number | null;
  @ApiProperty({ ...NUMBER, description: 'Annual, of an asset without returns', example: null })
  own_volatility: number | null;

  @ApiProperty({ ...ID, nullable: true, description: 'Index that stands for a private asset' }) index_id: string | null;
  @ApiProperty({ ...NUMBER, description: 'Its returns count times this', example: null }) index_beta: number | null;

  static from(one: ExplainedHolding): Wire<ExplainedHoldingDto> {
    return {
      ...{ instrument_id: one.instrumentId, symbol: one.symbol, lots: one.lots, quantity: one.quantity },
      ...{ price: one.price, price_date: one.priceDate, price_status: one.priceStatus, basis: one.basis },
      ...{ market_value: one.marketValue, weight: one.weight, bearer_id: one.bearerId, exposure: one.exposure },
      ...{ exposure_weight: one.exposureWeight, shares: one.shares, own_volatility: one.ownVolatility },
      ...{ index_id: one.indexId, index_beta: one.indexBeta },
    };
  }
}

export class ExplainedOptionDto {
  @ApiProperty(ID) instrument_id: string;
  @ApiProperty({ type: String, example: 'AAPL250620C00150000' }) symbol: string;
  @ApiProperty({ type: String, enum: ['CALL', 'PUT'], example: 'CALL' }) type: string;
  @ApiProperty({ type: String, enum: ['AMERICAN', 'EUROPEAN'], example: 'AMERICAN' }) style: string;
  @ApiProperty({ type: Number, example: 150 }) strike: number;
  @ApiProperty({ ...DATE, example: '2025-06-20' }) expiration_date: string;
  @ApiProperty({ type: Number, description: 'Years of 365 days', example: 0.556 }) time_to_expiry: number;
  @ApiProperty({ ...ID, nullable: true }) underlying_id: string | null;
  @ApiProperty({ ...NUMBER, description: 'Close of the session', example: 12.5 }) price: number | null;
  @ApiProperty({ ...NUMBER, description: 'Close of the session, in shares as a strike counts them', example: 155 })
  spot: number | null;

  @ApiProperty({ type: Number, description: 'Of 252 sessions, per share', example: 0.96 }) dividends: number;
  @ApiProperty({ type: Number, description: 'Continuous, a year; assumed', example: 0.04 }) rate: number;

  static from(one: ExplainedOption): Wire<ExplainedOptionDto> {
    return {
      ...{ instrument_id: one.instrumentId, symbol: one.symbol, type: one.type, style: one.style, strike: one.strike },
      ...{ expiration_date: one.expirationDate, time_to_expiry: one.timeToExpiry, underlying_id: one.underlyingId },
      ...{ price: one.price, spot: one.spot, dividends: one.dividends, rate: one.rate },
    };
  }
}

export class ExplainedSeriesDto {
  @ApiProperty({ type: String, enum: ['instrument', 'benchmark', 'factor'], example: 'instrument' }) role: string;
  @ApiProperty({ ...ID, nullable: true }) instrument_id: string | null;
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({
    ...{ type: 'array', items: { type: 'number', nullable: true }, example: [0.0123, null], maxItems: 756 },
    description: 'Simple total returns, one a session, the last of the as-of date; null where there is none',
  })
  returns: (number | null)[];

  static from({ role, instrumentId, symbol, returns }: ExplainedSeries): Wire<ExplainedSeriesDto> {
    return { role, instrument_id: instrumentId, symbol, returns: [...returns] };
  }
}

export class PriceOriginDto {
  @ApiProperty(ID) instrument_id: string;
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: String, example: 'raw' }) basis: string;
  @ApiProperty({ type: 'integer', description: 'Closes of the sessions below', example: 252 }) closes: number;
  @ApiProperty({ ...DATE, example: '2023-11-30' }) from: string;
  @ApiProperty(DATE) to: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When the newest was stored or changed' })
  updated_at: string;

  static from({ instrumentId, symbol, basis, closes, from, to, updatedAt }: PriceOrigin): Wire<PriceOriginDto> {
    return { instrument_id: instrumentId, symbol, basis, closes, from, to, updated_at: updatedAt };
  }
}

export class ExplainedInputsDto {
  @ApiProperty({ type: String, description: 'Of all prices', example: 'csv' }) dataset: string;
  @ApiProperty(MONEY) net_asset_value: number;
  @ApiProperty({ ...MONEY, nullable: true, description: 'Of the session before; null at the first' })
  previous_net_asset_value: number | null;

  @ApiProperty(MONEY) cash: number;
  @ApiProperty({ ...MONEY, description: 'Deposits less withdrawals since the session before', example: 0 })
  daily_flow: number;

  @ApiProperty({ type: [String], description: 'Ascending, one a return', example: ['2024-11-29'], maxItems: 756 })
  sessions: string[];

  @ApiProperty({ type: [ExplainedHoldingDto] }) holdings: ExplainedHoldingDto[];
  @ApiProperty({ type: [ExplainedOptionDto] }) options: ExplainedOptionDto[];
  @ApiProperty({ type: [ExplainedSeriesDto], description: 'What has no return is left out' })
  series: ExplainedSeriesDto[];

  @ApiProperty({ type: [PriceOriginDto], description: 'Where the returns come from: rows of market_data_cache' })
  prices: PriceOriginDto[];

  static from(inputs: ExplainedInputs): Wire<ExplainedInputsDto> {
    return {
      ...{ dataset: inputs.dataset, net_asset_value: inputs.netAssetValue, cash: inputs.cash },
      ...{ previous_net_asset_value: inputs.previousNetAssetValue, daily_flow: inputs.dailyFlow },
      sessions: [...inputs.sessions],
      holdings: inputs.holdings.map((one) => ExplainedHoldingDto.from(one)),
      options: inputs.options.map((one) => ExplainedOptionDto.from(one)),
      series: inputs.series.map((one) => ExplainedSeriesDto.from(one)),
      prices: inputs.prices.map((one) => PriceOriginDto.from(one)),
    };
  }
}

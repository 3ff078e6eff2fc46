import { ApiProperty } from '@nestjs/swagger';
import { mapOutcome, reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { type Wire } from '../../shared/http/wire.js';
import { toCents } from '../analytics/rounding.kernel.js';
import { aggregateBeta, weightOf } from './aggregate.kernel.js';
import type { Aggregate, AggregateVolatility } from './aggregate.service.js';
import { REASONS, reasonsOf, totals } from './aggregate-totals.dto.js';
import type { AggregatePortfolio } from './aggregate-view.js';

const RATIO = { type: Number, nullable: true, example: 0.94 } as const;
const MONEY = { type: Number, nullable: true, example: 485_120.37 } as const;

export class RiskShare {
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, example: 'Individual Investor' }) account_name: string;
  @ApiProperty({ type: String, example: 'taxable' }) account_type: string;
  @ApiProperty(MONEY) value: number | null;
  @ApiProperty({ ...RATIO, description: 'Share of the sum, 0 to 1' }) weight: number | null;
}

export class BetaShare extends RiskShare {
  @ApiProperty({ ...RATIO, description: 'Over 90 sessions, raw' }) beta: number | null;
  @ApiProperty({ ...RATIO, description: 'Weight times beta' }) contribution: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is no beta', example: null })
  reason: string | null;
}

export class AggregateBetaResponse {
  @ApiProperty(RATIO) aggregate_beta: number | null;
  @ApiProperty({ ...RATIO, description: 'Share of gross value that it rests on' }) coverage: number | null;
  @ApiProperty(MONEY) net_asset_value: number | null;
  @ApiProperty(MONEY) total_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: [BetaShare] }) portfolios: BetaShare[];
  @ApiProperty({ type: String, format: 'date', nullable: true }) as_of: string | null;
  @ApiProperty({ type: String, example: 'Sum of market value times beta over the sum of net asset values' })
  calculation_method: string;

  @ApiProperty({ type: String, example: 'Σ NAVᵢ βᵢ ÷ Σ NAVᵢ' }) formula: string;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(aggregate: Aggregate): Wire<AggregateBetaResponse> {
    const outcome = aggregateBeta(aggregate.portfolios);
    const reason = reasonOrNull(outcome);
    return {
      aggregate_beta: valueOrNull(mapOutcome(outcome, ({ value }) => value)),
      coverage: valueOrNull(mapOutcome(outcome, ({ coverage }) => coverage)),
      ...totals(aggregate),
      portfolios: aggregate.portfolios.map((portfolio) => {
        const share = shareOf(portfolio, aggregate);
        const { beta90d: beta, betaReason } = portfolio;
        const contribution = share.weight === null || beta === null ? null : share.weight * beta;
        return { ...share, beta, contribution, reason: beta === null ? (betaReason ?? 'not-computed-yet') : null };
      }),
      as_of: aggregate.asOf,
      calculation_method: 'Sum of market value times beta over the sum of net asset values',
      formula: 'Σ NAVᵢ βᵢ ÷ Σ NAVᵢ',
      reasons: { ...reasonsOf(aggregate), ...(reason === null ? {} : { aggregate_beta: reason }) },
    };
  }
}

export class VolatilityShare extends RiskShare {
  @ApiProperty({ ...RATIO, description: 'Over 21 sessions, annualised' }) volatility: number | null;
  @ApiProperty({ ...RATIO, description: 'Over 63 sessions, annualised' }) volatility_63d: number | null;
}

export class AggregateVolatilityResponse {
  @ApiProperty({ ...RATIO, description: 'Over 21 sessions, annualised, a ratio' }) aggregate_volatility: number | null;
  @ApiProperty({ ...RATIO, description: 'The same as aggregate_volatility' }) volatility: number | null;
  @ApiProperty(RATIO) realized_volatility_21d: number | null;
  @ApiProperty(RATIO) realized_volatility_63d: number | null;
  @ApiProperty({ ...RATIO, description: 'Share of gross value whose returns are known' }) coverage: number | null;
  @ApiProperty(MONEY) net_asset_value: number | null;
  @ApiProperty(MONEY) total_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: [VolatilityShare] }) portfolios: VolatilityShare[];
  @ApiProperty({ type: String, format: 'date', nullable: true }) as_of: string | null;
  @ApiProperty({ type: String, example: "Sample standard deviation of the returns of today's positions together" })
  calculation_method: string;

  @ApiProperty({ type: String, example: 'Positions of different accounts offset each other: it is no average.' })
  note: string;

  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(aggregate: AggregateVolatility): Wire<AggregateVolatilityResponse> {
    const { volatility21, volatility63, asOf } = aggregate;
    const short = valueOrNull(mapOutcome(volatility21, ({ value }) => value));
    const why = {
      realized_volatility_21d: reasonOrNull(volatility21),
      realized_volatility_63d: reasonOrNull(volatility63),
    };
    return {
      ...{ aggregate_volatility: short, volatility: short, realized_volatility_21d: short },
      realized_volatility_63d: valueOrNull(mapOutcome(volatility63, ({ value }) => value)),
      coverage: valueOrNull(mapOutcome(volatility63.ok ? volatility63 : volatility21, ({ coverage }) => coverage)),
      ...totals(aggregate),
      portfolios: aggregate.portfolios.map((portfolio) => ({
        ...shareOf(portfolio, aggregate),
        volatility: portfolio.realizedVolatility21d,
        volatility_63d: portfolio.realizedVolatility63d,
      })),
      as_of: asOf,
      calculation_method: "Sample standard deviation of the returns of today's positions together, × √252",
      note: 'Positions of different accounts offset each other: it is no average of their volatilities.',
      reasons: {
        ...reasonsOf(aggregate),
        ...Object.fromEntries(Object.entries(why).filter((entry): entry is [string, never] => entry[1] !== null)),
      },
    };
  }
}

function shareOf(portfolio: AggregatePortfolio, { netAssetValue }: Aggregate): Wire<RiskShare> {
  return {
    portfolio_id: portfolio.id,
    account_name: portfolio.accountName,
    account_type: portfolio.accountType,
    value: toCents(portfolio.netAssetValue),
    weight: weightOf(portfolio.netAssetValue, netAssetValue),
  };
}

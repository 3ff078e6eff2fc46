import { ApiProperty } from '@nestjs/swagger';
import { reasonOrNull, valueOrNull } from '../../shared/outcome.js';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo, toCents } from '../analytics/rounding.kernel.js';
import { returnOnContributions, weightOf } from './aggregate.kernel.js';
import type { Aggregate, AggregateHoldings } from './aggregate.service.js';
import type { AggregatePortfolio } from './aggregate-view.js';

const MONEY = { type: Number, nullable: true, example: 485_120.37 } as const;
export const REASONS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Field to why it is null',
  example: {},
} as const;

export class AggregateShare {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, example: 'Individual Investor' }) account_name: string;
  @ApiProperty({ type: String, example: 'taxable' }) account_type: string;
  @ApiProperty({ ...MONEY, description: 'Net asset value' }) value: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Share of the sum, 0 to 1', example: 0.42 })
  weight: number | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) as_of: string | null;

  static from(portfolio: AggregatePortfolio, { netAssetValue }: Aggregate): Wire<AggregateShare> {
    const { id, accountName, accountType, asOf } = portfolio;
    return {
      ...{ id, account_name: accountName, account_type: accountType, as_of: asOf },
      value: toCents(portfolio.netAssetValue),
      weight: weightOf(portfolio.netAssetValue, netAssetValue),
    };
  }
}

export class AggregateMetrics {
  @ApiProperty(MONEY) cash_balance: number | null;
  @ApiProperty(MONEY) long_exposure: number | null;
  @ApiProperty({ ...MONEY, description: 'Zero or negative', example: -12_000 }) short_exposure: number | null;
  @ApiProperty(MONEY) gross_exposure: number | null;
  @ApiProperty(MONEY) net_exposure: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Gross exposure over net asset value', example: 0.98 })
  leverage: number | null;

  @ApiProperty(MONEY) daily_pnl: number | null;
}

export class AggregateOverviewResponse {
  @ApiProperty({ ...MONEY, description: 'Sum over the portfolios that are valued' }) net_asset_value: number | null;
  @ApiProperty({ ...MONEY, description: 'The same as net_asset_value' }) total_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: [AggregateShare] }) portfolios: AggregateShare[];
  @ApiProperty({ type: AggregateMetrics }) aggregate_metrics: AggregateMetrics;
  @ApiProperty(MONEY) total_pnl: number | null;
  @ApiProperty(MONEY) total_realized_pnl: number | null;
  @ApiProperty(MONEY) total_unrealized_pnl: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'P&L over what was paid in net, 0 to 100', example: 4.2 })
  overall_return_pct: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'USD' }) currency: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The oldest session among them' })
  as_of: string | null;

  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(aggregate: AggregateHoldings): Wire<AggregateOverviewResponse> {
    const { portfolios, netAssetValue, asOf, holdings } = aggregate;
    const value = valueOrNull(netAssetValue);
    const pnl = sumOf(portfolios, 'cumulativePnl');
    const unrealized = holdings.length === 0 && value !== null ? 0 : sumOf(holdings, 'unrealizedPnl');
    const gross = sumOf(portfolios, 'grossExposure');
    const [long, short] = [sumOf(portfolios, 'longValue'), sumOf(portfolios, 'shortValue')];
    const share = value === null || pnl === null ? null : returnOnContributions(value, pnl);
    return {
      ...totals(aggregate),
      portfolios: portfolios.map((portfolio) => AggregateShare.from(portfolio, aggregate)),
      aggregate_metrics: {
        cash_balance: toCents(sumOf(portfolios, 'cash')),
        long_exposure: toCents(long),
        short_exposure: toCents(short),
        gross_exposure: toCents(gross),
        net_exposure: toCents(long === null || short === null ? null : long + short),
        leverage: gross === null || value === null || value <= 0 ? null : roundTo(gross / value, 4),
        daily_pnl: toCents(sumOf(portfolios, 'dailyPnl')),
      },
      total_pnl: toCents(pnl),
      total_realized_pnl: toCents(sumOf(portfolios, 'cumulativeRealizedPnl')),
      total_unrealized_pnl: toCents(unrealized),
      overall_return_pct: roundTo(share === null ? null : share * 100, 2),
      currency: portfolios[0]?.currency ?? null,
      as_of: asOf,
      reasons: {
        ...reasonsOf(aggregate),
        ...(unrealized === null && value !== null ? { total_unrealized_pnl: 'no-price' } : {}),
        ...(share === null && value !== null ? { overall_return_pct: 'non-positive-equity' } : {}),
      },
    };
  }
}

export class BreakdownShare extends AggregateShare {
  @ApiProperty({ type: Number, nullable: true, description: '0 to 100', example: 42 }) weight_pct: number | null;
  @ApiProperty({ ...MONEY, description: 'What it adds to the sum' }) contribution_dollars: number | null;
}

export class BreakdownSummary {
  @ApiProperty({ type: Number, nullable: true, description: 'Sum of the weights: 1, or null', example: 1 })
  total_weight: number | null;

  @ApiProperty(MONEY) average_value: number | null;
}

export class AggregateBreakdownResponse {
  @ApiProperty(MONEY) net_asset_value: number | null;
  @ApiProperty(MONEY) total_value: number | null;
  @ApiProperty({ type: 'integer', example: 2 }) portfolio_count: number;
  @ApiProperty({ type: [BreakdownShare] }) portfolios: BreakdownShare[];
  @ApiProperty({ type: BreakdownSummary }) summary: BreakdownSummary;
  @ApiProperty(REASONS) reasons: Record<string, string>;

  static from(aggregate: Aggregate): Wire<AggregateBreakdownResponse> {
    const { portfolios, netAssetValue } = aggregate;
    const value = valueOrNull(netAssetValue);
    const valued = portfolios.filter((portfolio) => portfolio.netAssetValue !== null).length;
    const weights = portfolios.map((portfolio) => weightOf(portfolio.netAssetValue, netAssetValue));
    const known = weights.filter((weight) => weight !== null);
    return {
      ...totals(aggregate),
      portfolios: portfolios.map((portfolio, index) => ({
        ...AggregateShare.from(portfolio, aggregate),
        weight_pct: roundTo(percent(weights[index] ?? null), 2),
        contribution_dollars: toCents(portfolio.netAssetValue),
      })),
      summary: {
        total_weight:
          known.length === 0
            ? null
            : roundTo(
                known.reduce((sum, weight) => sum + weight, 0),
                6,
              ),
        average_value: toCents(value === null || valued === 0 ? null : value / valued),
      },
      reasons: reasonsOf(aggregate),
    };
  }
}

const percent = (ratio: number | null): number | null => (ratio === null ? null : ratio * 100);

/** The head that all aggregates share. */
export function totals({ netAssetValue, portfolios }: Aggregate): {
  net_asset_value: number | null;
  total_value: number | null;
  portfolio_count: number;
} {
  const value = toCents(valueOrNull(netAssetValue));
  return { net_asset_value: value, total_value: value, portfolio_count: portfolios.length };
}

/** Why the sum is missing, or lacks a part: by the field, and by the account that is not valued yet. */
export function reasonsOf({ netAssetValue, portfolios }: Aggregate): Record<string, string> {
  const reason = reasonOrNull(netAssetValue);
  if (reason !== null) return { net_asset_value: portfolios.length === 0 ? 'no-positions' : reason };
  const waiting = portfolios.filter((portfolio) => portfolio.netAssetValue === null);
  return Object.fromEntries(waiting.map(({ id }) => [`portfolios.${id}.value`, 'not-computed-yet']));
}

/** Null when it is known of none. */
function sumOf<Name extends string>(rows: readonly Readonly<Record<Name, number | null>>[], name: Name): number | null {
  const known = rows.flatMap((row) => row[name] ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

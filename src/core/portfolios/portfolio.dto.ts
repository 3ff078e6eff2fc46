import { ApiProperty } from '@nestjs/swagger';
import { moneyText, nullable } from '../ledger/decimal-field.dto.js';
import { Exact } from '../ledger/decimal.kernel.js';
import { LOT_METHODS } from '../ledger/lot-book.kernel.js';
import { ACCOUNT_TYPES } from './portfolio-input.dto.js';
import { type PortfolioSummary } from './portfolio.repository.js';
import { type DeletedPortfolio } from './portfolio.service.js';

export class PortfolioResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  user_id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String })
  account_name: string;

  @ApiProperty({ enum: ACCOUNT_TYPES })
  account_type: string;

  @ApiProperty({ type: String, nullable: true })
  description: string | null;

  @ApiProperty({ type: String, example: 'USD' })
  currency: string;

  @ApiProperty({ type: String, nullable: true, description: 'The opening deposit', example: '100000.00' })
  equity_balance: string | null;

  @ApiProperty({ type: Boolean })
  is_active: boolean;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deleted_at: string | null;

  @ApiProperty({ type: Number, description: 'Open positions' })
  position_count: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the latest snapshot; before the first, the opening deposit',
  })
  net_asset_value: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The same as net_asset_value' })
  total_value: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'Session of the snapshot; null before the first',
  })
  as_of: string | null;

  @ApiProperty({ enum: LOT_METHODS })
  lot_method: string;

  @ApiProperty({ type: String, description: 'What its return is compared with' })
  benchmark_symbol: string;

  @ApiProperty({ type: String, description: 'The dataset whose prices value it' })
  price_dataset: string;

  static from({ portfolio, positionCount, netAssetValue, asOf }: PortfolioSummary): PortfolioResponse {
    const value = nullable(netAssetValue ?? portfolio.equityBalance, moneyText);
    return Object.assign(new PortfolioResponse(), {
      id: portfolio.id,
      user_id: portfolio.userId,
      name: portfolio.name,
      account_name: portfolio.accountName,
      account_type: portfolio.accountType,
      description: portfolio.description,
      currency: portfolio.currency,
      equity_balance: nullable(portfolio.equityBalance, moneyText),
      is_active: portfolio.isActive,
      created_at: portfolio.createdAt.toISOString(),
      updated_at: portfolio.updatedAt.toISOString(),
      deleted_at: null,
      position_count: positionCount,
      net_asset_value: value,
      total_value: value,
      as_of: asOf,
      lot_method: portfolio.lotMethod,
      benchmark_symbol: portfolio.benchmarkSymbol,
      price_dataset: portfolio.priceDataset,
    });
  }
}

export class PortfolioListResponse {
  @ApiProperty({ type: [PortfolioResponse] })
  portfolios: PortfolioResponse[];

  @ApiProperty({ type: Number })
  total_count: number;

  @ApiProperty({ type: Number })
  active_count: number;

  @ApiProperty({ type: String, description: 'Sum over the active ones whose value is known' })
  net_asset_value: string;

  @ApiProperty({ type: String, description: 'The same as net_asset_value' })
  total_value: string;

  static from(summaries: readonly PortfolioSummary[]): PortfolioListResponse {
    const portfolios = summaries.map((summary) => PortfolioResponse.from(summary));
    const active = portfolios.filter(({ is_active }) => is_active);
    const sum = active.reduce((total, { net_asset_value }) => total.plus(net_asset_value ?? 0), new Exact(0));
    const value = moneyText(sum.toFixed());
    return Object.assign(new PortfolioListResponse(), {
      portfolios,
      total_count: portfolios.length,
      active_count: active.length,
      net_asset_value: value,
      total_value: value,
    });
  }
}

export class DeletedPortfolioResponse {
  @ApiProperty({ type: Boolean })
  success: boolean;

  @ApiProperty({ type: String })
  message: string;

  @ApiProperty({ type: String, format: 'uuid' })
  portfolio_id: string;

  @ApiProperty({ type: String, format: 'date-time' })
  deleted_at: string;

  static from({ id, name, deletedAt }: DeletedPortfolio): DeletedPortfolioResponse {
    return Object.assign(new DeletedPortfolioResponse(), {
      success: true,
      message: `The portfolio "${name}" is deleted.`,
      portfolio_id: id,
      deleted_at: deletedAt.toISOString(),
    });
  }
}

import { ApiProperty } from '@nestjs/swagger';
import type { CursorPage } from '../../shared/http/cursor.js';
import { cursoredQuery } from '../../shared/http/page.js';
import { type Wire } from '../../shared/http/wire.js';
import { LISTING_KEY } from './portfolio-listing.repository.js';
import { type ListedPortfolio } from './portfolio-view.js';

/** Older clients ask for the whole list and do not page. */
export class PortfolioListingQuery extends cursoredQuery({ fallback: 500, max: 500 }, LISTING_KEY) {}

const MONEY = { type: Number, nullable: true } as const;

export class ListedPortfolioResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String }) name: string;
  @ApiProperty({ type: String }) account_name: string;
  @ApiProperty({ type: String }) account_type: string;
  @ApiProperty({ type: Boolean }) is_active: boolean;
  @ApiProperty({ type: String }) currency: string;
  @ApiProperty({ ...MONEY, description: 'Before the first valuation the opening deposit, and `reasons` says so' })
  net_asset_value: number | null;

  @ApiProperty({ ...MONEY, description: 'The same as net_asset_value' }) total_value: number | null;
  @ApiProperty({ ...MONEY, description: 'The opening deposit' }) equity_balance: number | null;
  @ApiProperty({ ...MONEY, description: 'Signed sum over the positions' }) total_market_value: number | null;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;
  @ApiProperty({ type: 'integer', description: 'Open lots' }) position_count: number;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Session of the values' })
  as_of: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) reasons: Record<string, string>;

  static list({ items }: CursorPage<ListedPortfolio>): Wire<ListedPortfolioResponse[]> {
    return items.map((portfolio) => ListedPortfolioResponse.from(portfolio));
  }

  static from(portfolio: ListedPortfolio): Wire<ListedPortfolioResponse> {
    const netAssetValue = portfolio.netAssetValue ?? portfolio.equityBalance;
    return {
      id: portfolio.id,
      name: portfolio.name,
      account_name: portfolio.accountName,
      account_type: portfolio.accountType,
      is_active: portfolio.isActive,
      currency: portfolio.currency,
      net_asset_value: netAssetValue,
      total_value: netAssetValue,
      equity_balance: portfolio.equityBalance,
      total_market_value: portfolio.totalMarketValue,
      created_at: portfolio.createdAt.toISOString(),
      updated_at: portfolio.updatedAt.toISOString(),
      position_count: portfolio.positionCount,
      as_of: portfolio.asOf,
      reasons:
        portfolio.asOf === null ? { net_asset_value: 'not-computed-yet', total_market_value: 'not-computed-yet' } : {},
    };
  }
}

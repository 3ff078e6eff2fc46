import { Injectable } from '@nestjs/common';
import {
  type HoldingView,
  type PortfolioListItem,
  type PortfolioReader,
  type PortfolioView,
} from '../../contracts/portfolio-reader.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { type HoldingRow } from './complete-view.js';
import { CompleteService, type CompleteView } from './complete.service.js';
import { DataService } from './data.service.js';

const MAX_PORTFOLIOS = 500;
const PARTS = { holdings: true, tags: false, timeseries: false, attribution: false };

@Injectable()
export class PortfolioReaderAdapter implements PortfolioReader {
  constructor(
    private readonly data: DataService,
    private readonly complete: CompleteService,
  ) {}

  async listForUser(userId: string): Promise<readonly PortfolioListItem[]> {
    const portfolios = await this.data.listPortfolios(userId, { limit: MAX_PORTFOLIOS, offset: 0, after: null });
    return portfolios.items.map(({ id, name, accountName, currency, asOf, netAssetValue, positionCount }) => ({
      ...{ id, name, accountName, currency, asOf, netAssetValue, positionCount },
    }));
  }

  async findForUser(userId: string, portfolioId: string): Promise<PortfolioView | null> {
    try {
      return viewOf(await this.complete.get(userId, portfolioId, null, PARTS));
    } catch (error) {
      if (error instanceof PortfolioNotFound) return null;
      throw error;
    }
  }
}

function viewOf({ row, holdings }: CompleteView): PortfolioView {
  return {
    id: row.id,
    name: row.name,
    accountName: row.account_name,
    currency: row.currency,
    asOf: row.as_of,
    netAssetValue: row.net_asset_value,
    positionCount: row.held.position_count,
    cash: row.cash,
    dailyPnl: row.daily_pnl,
    dailyReturn: row.daily_return,
    cumulativePnl: row.cumulative_pnl,
    holdings: (holdings ?? []).map(holdingOf).sort(bySize),
  };
}

const holdingOf = (holding: HoldingRow): HoldingView => ({
  positionId: holding.id,
  symbol: holding.symbol,
  name: holding.name,
  investmentClass: holding.investment_class,
  quantity: holding.quantity,
  entryPrice: holding.entry_price,
  price: holding.last_price,
  priceDate: holding.price_date,
  marketValue: holding.market_value,
  unrealizedPnl: holding.unrealized_pnl,
  weight: holding.weight,
});

/** Stable, so that equal sizes stay in the order of their symbols. */
const bySize = (a: HoldingView, b: HoldingView): number => Math.abs(b.marketValue ?? 0) - Math.abs(a.marketValue ?? 0);

import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { type Aggregate, AggregateService } from '../aggregate-analytics/aggregate.service.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { FactorExposuresView, PositionExposuresView } from './factor-exposure-view.js';
import { FactorExposureRepository } from './factor-exposure.repository.js';

export interface AggregateFactors {
  readonly aggregate: Aggregate;
  readonly views: ReadonlyMap<string, FactorExposuresView>;
}

/** Factor exposures of the newest session. Another user's portfolio is reported as missing. */
@Injectable()
export class FactorExposureService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: FactorExposureRepository,
    private readonly aggregates: AggregateService,
  ) {}

  /** @throws PortfolioNotFound */
  async find(userId: string, portfolioId: string): Promise<FactorExposuresView> {
    const [view] = await this.tx.run(asUser(userId), () => this.repository.listNewest(userId, [portfolioId]));
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
  }

  /** @throws PortfolioNotFound, MixedCurrencies */
  async aggregate(userId: string, portfolioIds: readonly string[] | null): Promise<AggregateFactors> {
    const aggregate = await this.aggregates.getTotals(userId, portfolioIds);
    const ids = aggregate.portfolios.map(({ id }) => id);
    const views = await this.tx.run(asUser(userId), () => this.repository.listNewest(userId, ids));
    return { aggregate, views: new Map(views.map((view) => [view.portfolioId, view])) };
  }

  /** @throws PortfolioNotFound */
  async findPositions(
    userId: string,
    portfolioId: string,
    page: { readonly limit: number; readonly offset: number; readonly symbols: readonly string[] | null },
  ): Promise<PositionExposuresView> {
    const view = await this.tx.run(asUser(userId), () => this.repository.findPositions(userId, portfolioId, page));
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
  }
}

import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { ClustersView, CorrelationsView } from './correlation-view.js';
import { CorrelationRepository } from './correlation.repository.js';

/** Correlations of the newest session. Another user's portfolio is reported as missing. */
@Injectable()
export class CorrelationService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: CorrelationRepository,
  ) {}

  /** @throws PortfolioNotFound */
  async find(userId: string, portfolioId: string): Promise<CorrelationsView> {
    const view = await this.tx.run(asUser(userId), () => this.repository.findNewest(userId, portfolioId));
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
  }

  /** @throws PortfolioNotFound */
  async findClusters(userId: string, portfolioId: string): Promise<ClustersView> {
    const view = await this.tx.run(asUser(userId), () => this.repository.findClusters(userId, portfolioId));
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
  }
}

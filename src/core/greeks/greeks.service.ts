import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { GreeksDay, GreeksView } from './greeks-view.js';
import { GreeksRepository } from './greeks.repository.js';

/** Greeks of positions and portfolios. Another user's portfolio is reported as missing. */
@Injectable()
export class GreeksService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: GreeksRepository,
  ) {}

  /** @throws PortfolioNotFound */
  async find(userId: string, portfolioId: string, page: { limit: number; offset: number }): Promise<GreeksView> {
    const view = await this.tx.run(asUser(userId), () => this.repository.findNewest(userId, portfolioId, page));
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
  }

  /** @throws PortfolioNotFound */
  async listDays(
    userId: string,
    portfolioId: string,
    span: { readonly from: string; readonly to: string; readonly limit: number },
  ): Promise<GreeksDay[]> {
    const days = await this.tx.run(asUser(userId), () => this.repository.listDays(userId, portfolioId, span));
    if (!days) throw new PortfolioNotFound(portfolioId);
    return days;
  }
}

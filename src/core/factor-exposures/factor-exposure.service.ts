import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { FactorExposuresView, PositionExposuresView } from './factor-exposure-view.js';
import { FactorExposureRepository } from './factor-exposure.repository.js';

/** Factor exposures of the newest session. Another user's portfolio is reported as missing. */
@Injectable()
export class FactorExposureService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: FactorExposureRepository,
  ) {}

  /** @throws PortfolioNotFound */
  async find(userId: string, portfolioId: string): Promise<FactorExposuresView> {
    const view = await this.tx.run(asUser(userId), () => this.repository.findNewest(userId, portfolioId));
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
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

import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import type { CursorPage } from '../../shared/http/cursor.js';
import { type CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { PositionMissing } from './data.errors.js';
import { PortfolioListingRepository } from './portfolio-listing.repository.js';
import { type ListedPortfolio, type PositionDetailPage, type TopPositions } from './portfolio-view.js';
import { PositionDetailRepository } from './position-detail.repository.js';
import { TopPositionRepository } from './top-position.repository.js';

export interface WantedPositions {
  readonly portfolioId: string | null;
  readonly positionIds: readonly string[];
  readonly includeClosed: boolean;
  readonly page: CursoredPage;
}

/** What the pages read of portfolios and lots. Another user's is reported as missing. */
@Injectable()
export class DataService {
  constructor(
    private readonly transactions: CoreTransactions,
    private readonly listing: PortfolioListingRepository,
    private readonly details: PositionDetailRepository,
    private readonly top: TopPositionRepository,
  ) {}

  listPortfolios(userId: string, page: CursoredPage): Promise<CursorPage<ListedPortfolio>> {
    return this.transactions.run(asUser(userId), () => this.listing.listOwned(userId, page));
  }

  /** @param asOf a calendar day, or null for the newest session. */
  async getTopPositions(userId: string, id: string, asOf: string | null, limit: number): Promise<TopPositions> {
    const found = await this.transactions.run(asUser(userId), () => this.top.find(userId, id, asOf, limit));
    if (found === null) throw new PortfolioNotFound(id);
    return found;
  }

  /** Of a portfolio, or those that are named; with both, those of the portfolio that are named. */
  async listPositions(userId: string, wanted: WantedPositions): Promise<PositionDetailPage> {
    const { portfolioId, positionIds } = wanted;
    if (portfolioId === null && positionIds.length === 0) throw nothingWanted();
    return this.transactions.run(asUser(userId), async () => {
      if (portfolioId !== null && !(await this.details.isOwned(userId, portfolioId))) {
        throw new PortfolioNotFound(portfolioId);
      }
      const missing = await this.details.findMissing(userId, positionIds);
      if (missing !== null) throw new PositionMissing(missing);
      return this.details.listPage(userId, wanted);
    });
  }
}

const nothingWanted = (): InvalidInput =>
  new InvalidInput([
    { field: 'portfolio_id', code: 'required', message: 'Give a portfolio_id, or position_ids separated by commas.' },
  ]);

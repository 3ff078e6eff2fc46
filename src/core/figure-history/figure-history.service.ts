import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { HistoryView, SessionSpan } from '../risk-measures/risk-measure-view.js';
import { MOST_SESSIONS } from '../risk-measures/session-limit.kernel.js';
import { FigureHistoryRepository } from './figure-history.repository.js';
import { type FigureSource, nameOf } from './figure-source.kernel.js';

/** One reader for the figures that are rows of tables of their own, session by session. */
@Injectable()
export class FigureHistoryService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: FigureHistoryRepository,
  ) {}

  /** @throws PortfolioNotFound */
  find(
    userId: string,
    portfolioId: string,
    source: FigureSource,
    span: SessionSpan,
  ): Promise<{ readonly view: HistoryView; readonly name: string }> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.repository.isOwned(userId, portfolioId))) throw new PortfolioNotFound(portfolioId);
      const newestFirst = await this.repository.list(portfolioId, span, source);
      const points = newestFirst.slice(0, MOST_SESSIONS).reverse();
      const view = { portfolioId, points, isCut: newestFirst.length > MOST_SESSIONS };
      return { view, name: nameOf(source) };
    });
  }
}

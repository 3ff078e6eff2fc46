import { Inject, Injectable } from '@nestjs/common';
import { type InsightStore, type InsightView, type NewInsight } from '../../contracts/insight-store.js';
import { asUser } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { InsightNotFound } from './insight.errors.js';
import { InsightRepository } from './insight.repository.js';

const FRESH_MS = 86_400_000;

@Injectable()
export class InsightStoreAdapter implements InsightStore {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly insights: InsightRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  findFresh(userId: string, portfolioId: string, cacheKey: string): Promise<InsightView | null> {
    const since = new Date(this.clock.now().getTime() - FRESH_MS);
    return this.tx.run(asUser(userId), () => this.insights.findByKey(userId, portfolioId, cacheKey, since));
  }

  add(userId: string, insight: NewInsight): Promise<InsightView> {
    return this.tx.run(asUser(userId), async () => {
      const { portfolioId } = insight;
      if (!(await this.insights.isOwned(userId, portfolioId))) throw new PortfolioNotFound(portfolioId);
      const id = await this.insights.insert(insight, this.clock.now());
      const stored = await this.insights.find(userId, id);
      if (!stored) throw new InsightNotFound();
      return stored;
    });
  }
}

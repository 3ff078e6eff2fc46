import { Inject, Injectable } from '@nestjs/common';
import { type InsightView } from '../../contracts/insight-store.js';
import { asUser } from '../../shared/database/transactions.js';
import type { CursorKey } from '../../shared/http/cursor.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { InsightNotFound } from './insight.errors.js';
import { type InsightChanges, type InsightPage, InsightRepository } from './insight.repository.js';

export interface WantedInsights {
  readonly type: string | null;
  readonly daysBack: number;
  readonly limit: number;
  readonly offset: number;
  readonly after: CursorKey | null;
}

const DAY_MS = 86_400_000;

@Injectable()
export class InsightService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly insights: InsightRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(userId: string, portfolioId: string, wanted: WantedInsights): Promise<InsightPage> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.insights.isOwned(userId, portfolioId))) throw new PortfolioNotFound(portfolioId);
      const since = new Date(this.clock.now().getTime() - wanted.daysBack * DAY_MS);
      return this.insights.list(userId, portfolioId, { ...wanted, since });
    });
  }

  get(userId: string, id: string): Promise<InsightView> {
    return this.tx.run(asUser(userId), async () => {
      const insight = await this.insights.find(userId, id);
      if (!insight) throw new InsightNotFound();
      return insight;
    });
  }

  change(userId: string, id: string, changes: InsightChanges): Promise<InsightView> {
    return this.tx.run(asUser(userId), async () => {
      await this.get(userId, id);
      await this.insights.update(id, changes);
      return this.get(userId, id);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import type { CursorKey, CursorPage } from '../../shared/http/cursor.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import {
  type ModelingSessionHead,
  ModelingSessionRepository,
  type ModelingSessionView,
} from './modeling-session.repository.js';
import type { WhatIfView } from './what-if-view.js';
import { ModelingSessionNotFound, TooManySessions } from './what-if.errors.js';

/** Of one portfolio. */
const MOST_SESSIONS = 200;

/** What-ifs that were kept. Another user's portfolio is reported as missing. */
@Injectable()
export class ModelingSessionService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly sessions: ModelingSessionRepository,
  ) {}

  /** @throws TooManySessions */
  async save(userId: string, name: string, view: Omit<WhatIfView, 'sessionId'>): Promise<string> {
    const id = await this.tx.run(asUser(userId), () => this.sessions.insert(userId, name, view, MOST_SESSIONS));
    if (id === null) throw new TooManySessions(MOST_SESSIONS);
    return id;
  }

  /** @throws PortfolioNotFound */
  list(
    userId: string,
    portfolioId: string,
    page: { readonly limit: number; readonly after: CursorKey | null },
  ): Promise<CursorPage<ModelingSessionHead>> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      return this.sessions.list(portfolioId, page);
    });
  }

  /** @throws PortfolioNotFound, ModelingSessionNotFound */
  get(userId: string, portfolioId: string, id: string): Promise<ModelingSessionView> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      const found = await this.sessions.find(portfolioId, id);
      if (!found) throw new ModelingSessionNotFound(id);
      return found;
    });
  }

  /** @throws PortfolioNotFound, ModelingSessionNotFound */
  remove(userId: string, portfolioId: string, id: string): Promise<void> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      if (!(await this.sessions.remove(portfolioId, id))) throw new ModelingSessionNotFound(id);
    });
  }
}

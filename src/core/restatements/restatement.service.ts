import { Injectable } from '@nestjs/common';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import type { Restatement } from './restatement.entity.js';
import { RestatementRepository } from './restatement.repository.js';

export interface RestatementPage {
  readonly items: readonly Restatement[];
  /** Where the next page begins; null on the last one. */
  readonly nextCursor: string | null;
}

export interface RestatementsOfRun {
  readonly items: readonly Restatement[];
  readonly total: number;
}

const IDENTITY = asSystem('batch');

/** Tells which figures moved since prices were corrected. */
@Injectable()
export class RestatementService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly restatements: RestatementRepository,
  ) {}

  /** Newest first. @throws PortfolioNotFound */
  list(userId: string, portfolioId: string, limit: number, cursor: string | null): Promise<RestatementPage> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      const rows = await this.restatements.list(portfolioId, limit + 1, cursor);
      const items = rows.slice(0, limit);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    });
  }

  /** For administrators. */
  listOfRun(runId: string, limit: number): Promise<RestatementsOfRun> {
    return this.tx.run(IDENTITY, () => this.restatements.listOfRun(runId, limit));
  }
}

import { Injectable } from '@nestjs/common';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import type { Restatement } from './restatement.entity.js';
import { RestatementRepository } from './restatement.repository.js';

export const RESTATEMENT_KEY: readonly CursorPart[] = ['integer'];
export type RestatementPage = CursorPage<Restatement>;

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
  list(userId: string, portfolioId: string, limit: number, after: string | null): Promise<RestatementPage> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      const rows = await this.restatements.list(portfolioId, limit + 1, after);
      return cursorPage(rows, limit, ({ id }) => [id]);
    });
  }

  /** For administrators. */
  listOfRun(runId: string, limit: number): Promise<RestatementsOfRun> {
    return this.tx.run(IDENTITY, () => this.restatements.listOfRun(runId, limit));
  }
}

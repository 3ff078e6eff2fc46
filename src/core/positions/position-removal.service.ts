import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { removalOf } from './position-removal.kernel.js';
import { ClosedTogether, FreshWindowOver, PositionNotFound } from './position.errors.js';
import { PositionRepository } from './position.repository.js';
import { type PositionView } from './position-view.js';

export interface RemovedPosition {
  readonly id: string;
  readonly symbol: string;
  /** Within the minutes after it was made, and asked for. */
  readonly isHard: boolean;
  readonly deletedAt: Date;
}

/**
 * Deletes positions: their openings and closes are reversed, so that the ledger reads as if they had never been. Its
 * lines stay, whoever asks.
 */
@Injectable()
export class PositionRemovalService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly ledger: LedgerService,
    private readonly positions: PositionRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async removeOne(userId: string, id: string, isHard: boolean): Promise<RemovedPosition> {
    const [removed] = await this.remove(userId, [id], isHard);
    if (!removed) throw new PositionNotFound(id);
    return removed;
  }

  /** All of them or none, in the order in which they were named. */
  remove(userId: string, named: readonly string[], isHard: boolean): Promise<RemovedPosition[]> {
    const ids = [...new Set(named)];
    return this.tx.run(asUser(userId), async () => {
      const portfolioIds = new Set((await this.find(userId, ids)).map(({ portfolioId }) => portfolioId));
      // In one order, so that two who delete in the same portfolios do not wait for each other.
      for (const portfolioId of [...portfolioIds].sort()) await this.portfolios.lock(userId, portfolioId);
      const found = await this.find(userId, ids);
      if (isHard && found.some(({ isFresh }) => !isFresh)) throw new FreshWindowOver('hard_delete');
      for (const portfolioId of [...portfolioIds].sort()) {
        const lots = found.filter((position) => position.portfolioId === portfolioId);
        await this.reverse(
          userId,
          portfolioId,
          lots.map(({ id }) => id),
        );
      }
      const deletedAt = this.clock.now();
      const byId = new Map(found.map((position) => [position.id, position]));
      return ids.map((id) => ({ id, symbol: byId.get(id)?.symbol ?? '', isHard, deletedAt }));
    });
  }

  private async find(userId: string, ids: readonly string[]): Promise<PositionView[]> {
    const found = await this.positions.listByIds(userId, ids);
    const known = new Set(found.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw new PositionNotFound(missing);
    return found;
  }

  private async reverse(userId: string, portfolioId: string, lotIds: readonly string[]): Promise<void> {
    const { reversedIds, shared } = removalOf(lotIds, await this.positions.listClosings(portfolioId, lotIds));
    if (shared.length > 0) throw new ClosedTogether(shared);
    const openings = await this.positions.listOpenings(portfolioId, lotIds);
    const opened = openings.flatMap(({ id, markId }) => (markId === null ? [id] : [id, markId]));
    const all = [...new Set([...reversedIds, ...opened])];
    await this.ledger.correct({ userId, portfolioId, author: userId, reversedIds: all, drafts: [] });
  }
}

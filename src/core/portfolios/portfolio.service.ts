import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ENV, type Env } from '../../shared/config/env.js';
import { asUser } from '../../shared/database/transactions.js';
import { type Precondition, unconditional } from '../../shared/http/precondition.js';
import { CoreTransactions } from '../core.transactions.js';
import { OutboxService } from '../events/outbox.service.js';
import { limitsOf } from '../users/user-tier.kernel.js';
import { BookkeepingService } from './bookkeeping.service.js';
import { type LotMethod, type Portfolio, type PriceDataset } from './portfolio.entity.js';
import { CurrencyFixed, LastActivePortfolio, PortfolioLimitReached, PortfolioNotFound } from './portfolio.errors.js';
import { type PortfolioChanges, PortfolioRepository, type PortfolioSummary } from './portfolio.repository.js';

export type { PortfolioSummary };

export interface PortfolioInput {
  readonly name: string;
  readonly accountName: string;
  readonly accountType: string;
  readonly description: string | null;
  readonly currency: string;
  /** Becomes the opening deposit; null or zero for none. */
  readonly equityBalance: string | null;
  readonly lotMethod: LotMethod;
  readonly isActive: boolean;
  /** Day of the opening deposit; the latest session when null. */
  readonly openingDate: string | null;
  /** Whose prices value it; the installation's when omitted. */
  readonly priceDataset?: PriceDataset;
  /** What its return is compared with; SPY when omitted. */
  readonly benchmarkSymbol?: string;
}

export interface DeletedPortfolio {
  readonly id: string;
  readonly name: string;
  readonly deletedAt: Date;
}

@Injectable()
export class PortfolioService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioRepository,
    private readonly books: BookkeepingService,
    private readonly outbox: OutboxService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** A portfolio of another user is reported as missing, not as forbidden; so is a deleted one. */
  async get(userId: string, id: string): Promise<Portfolio> {
    const portfolio = await this.find(userId, id);
    if (!portfolio) throw new PortfolioNotFound(id);
    return portfolio;
  }

  find(userId: string, id: string): Promise<Portfolio | null> {
    return this.tx.run(asUser(userId), () => this.portfolios.findOwned(userId, id));
  }

  /** As `find`; from then on the caller's unit of work is the only one that writes to it. What depends on it is read afterwards. */
  findLocked(userId: string, id: string): Promise<Portfolio | null> {
    return this.tx.run(asUser(userId), () => this.portfolios.findLocked(userId, id));
  }

  /** As `findLocked`. @throws PortfolioNotFound */
  async lock(userId: string, id: string): Promise<Portfolio> {
    const portfolio = await this.findLocked(userId, id);
    if (!portfolio) throw new PortfolioNotFound(id);
    return portfolio;
  }

  list(userId: string, includeInactive: boolean): Promise<PortfolioSummary[]> {
    return this.tx.run(asUser(userId), () => this.portfolios.listSummaries(userId, { activeOnly: !includeInactive }));
  }

  getSummary(userId: string, id: string): Promise<PortfolioSummary> {
    return this.tx.run(asUser(userId), async () => {
      const [summary] = await this.portfolios.listSummaries(userId, { id, activeOnly: false });
      if (!summary) throw new PortfolioNotFound(id);
      return summary;
    });
  }

  /** @throws PortfolioLimitReached, AccountNameTaken */
  create(userId: string, input: PortfolioInput): Promise<PortfolioSummary> {
    return this.tx.run(asUser(userId), async () => {
      const { openingDate, ...given } = input;
      if (input.isActive) {
        await this.portfolios.lockOwner(userId);
        await this.refuseBeyondPlan(userId);
      }
      const id = randomUUID();
      await this.portfolios.insert({
        ...given,
        id,
        userId,
        priceDataset: input.priceDataset ?? this.env.PRICE_DATASET,
      });
      await this.books.bookOpening(userId, id, input.equityBalance, openingDate);
      return this.getSummary(userId, id);
    });
  }

  /** Only what is given changes. A changed opening deposit is reversed and booked anew on its day. */
  change(
    userId: string,
    id: string,
    changes: PortfolioChanges,
    unchanged: Precondition<PortfolioSummary> = unconditional,
  ): Promise<PortfolioSummary> {
    return this.tx.run(asUser(userId), async () => {
      // The user before the portfolio, everywhere: two that wait for each other would end in an error.
      if (changes.isActive === true) await this.portfolios.lockOwner(userId);
      const portfolio = await this.lock(userId, id);
      await unchanged(() => this.getSummary(userId, id));
      if (changes.isActive === true && !portfolio.isActive) await this.refuseBeyondPlan(userId);
      if (changes.currency !== undefined && changes.currency !== portfolio.currency)
        await this.refuseOtherCurrency(portfolio);
      if (Object.keys(changes).length > 0) await this.portfolios.update(userId, id, changes);
      if (changes.equityBalance !== undefined)
        await this.books.correctOpening(userId, portfolio, changes.equityBalance);
      if (changes.lotMethod !== undefined && changes.lotMethod !== portfolio.lotMethod) {
        await this.books.applyLotMethod(userId, id);
      }
      return this.getSummary(userId, id);
    });
  }

  /** Keeps the rows, for a time; nobody sees them. @throws LastActivePortfolio */
  delete(
    userId: string,
    id: string,
    unchanged: Precondition<PortfolioSummary> = unconditional,
  ): Promise<DeletedPortfolio> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.lockOwner(userId);
      const portfolio = await this.lock(userId, id);
      await unchanged(() => this.getSummary(userId, id));
      if (portfolio.isActive && (await this.portfolios.countOtherActive(userId, id)) === 0)
        throw new LastActivePortfolio();
      const deletedAt = await this.portfolios.markDeleted(userId, id);
      if (deletedAt === null) throw new PortfolioNotFound(id);
      await this.outbox.add({ type: 'portfolio.deleted', aggregateId: id, userId, payload: {} });
      return { id, name: portfolio.name, deletedAt };
    });
  }

  private async refuseBeyondPlan(userId: string): Promise<void> {
    const allowance = await this.portfolios.findAllowance(userId);
    if (allowance === null || allowance.isUnlimited) return;
    const limit = limitsOf(allowance.tier).maxPortfolios;
    if (allowance.activePortfolios >= limit) throw new PortfolioLimitReached(allowance.tier, limit);
  }

  private async refuseOtherCurrency({ id, currency }: Portfolio): Promise<void> {
    if (await this.portfolios.hasTransactions(id)) throw new CurrencyFixed(currency);
  }
}

import { Injectable } from '@nestjs/common';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { SectorTagService } from '../tags/sector-tag.service.js';
import { TagPlanService } from '../tags/tag-plan.service.js';
import { TagService } from '../tags/tag.service.js';
import { TargetPriceService } from '../target-prices/target-price.service.js';
import { TargetPriceWriter } from '../target-prices/target-price-writer.service.js';
import { type BareBook, DemoBookRepository } from './demo-book.repository.js';
import type { DemoPortfolioBook } from './demo-portfolios.kernel.js';
import { demoTagsOf } from './demo-tags.kernel.js';
import { demoTargets } from './demo-targets.kernel.js';

/** The tags and target prices of the demo's books. Given once: what its user takes away does not come back. */
@Injectable()
export class DemoExtrasService {
  // eslint-disable-next-line max-params -- tags and targets are two features of several services; each is used by itself
  constructor(
    private readonly tx: CoreTransactions,
    private readonly seeded: DemoBookRepository,
    private readonly portfolios: PortfolioService,
    private readonly tags: TagService,
    private readonly sectors: SectorTagService,
    private readonly plans: TagPlanService,
    private readonly targets: TargetPriceService,
    private readonly writer: TargetPriceWriter,
  ) {}

  /** Books that have not been given theirs. One statement, whoever there is. */
  listDue(): Promise<BareBook[]> {
    return this.tx.run(asSystem('demo'), () => this.seeded.listBare());
  }

  /**
   * All of it or nothing. A target that the user has set before stays.
   * @param closeOf the newest simulated close of a symbol
   */
  async give(
    { userId, portfolioId }: BareBook,
    book: DemoPortfolioBook,
    closeOf: (symbol: string) => number | null,
  ): Promise<void> {
    await this.tx.run(asUser(userId), async () => {
      await this.plans.lockOwner(userId);
      await this.portfolios.lock(userId, portfolioId);
      if (await this.seeded.hasExtras(userId, book.accountName)) return;
      await this.tags.addDefaults(userId);
      await this.plans.applyBySymbol(userId, portfolioId, (symbol) => demoTagsOf(book.accountName, symbol));
      await this.sectors.restore(userId, portfolioId);
      await this.targets.asOnlyWriter(userId, portfolioId, (_, day) =>
        this.writer.create(userId, day, demoTargets(book.lots, closeOf)),
      );
      await this.seeded.rememberExtras(userId, book.accountName, portfolioId);
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import type { CursorPage } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { type TargetDraft } from './target-draft.kernel.js';
import { TargetPriceNotFound, TargetPriceRefused } from './target-price.errors.js';
import {
  type TargetBook,
  type TargetFilter,
  TargetPriceRepository,
  type ValuationDay,
  type ValuedTarget,
} from './target-price.repository.js';
import { TargetPriceWriter } from './target-price-writer.service.js';
import { type TargetSummary, summarizeTargets } from './target-return.kernel.js';

export interface TargetView {
  readonly target: ValuedTarget;
  /** Net asset value, decimal text. */
  readonly equity: string | null;
}

export interface TargetOverview {
  readonly book: TargetBook;
  readonly summary: TargetSummary;
  readonly targets: readonly ValuedTarget[];
}

export type TargetEdit = Pick<TargetDraft, 'eoy' | 'nextYear' | 'downside' | 'currentPrice'>;

/** Target prices of a portfolio, measured against its newest valuation. */
@Injectable()
export class TargetPriceService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly targets: TargetPriceRepository,
    private readonly writer: TargetPriceWriter,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(userId: string, portfolioId: string, filter: TargetFilter, page: CursoredPage): Promise<CursorPage<TargetView>> {
    return this.inBook(userId, portfolioId, async (book, day) => {
      const { items, nextCursor } = await this.targets.listPage(day, filter, page);
      return { items: items.map((target) => ({ target, equity: book.netAssetValue })), nextCursor };
    });
  }

  listAll(userId: string, portfolioId: string): Promise<TargetView[]> {
    return this.inBook(userId, portfolioId, (book, day) => this.views(book, day));
  }

  get(userId: string, id: string): Promise<TargetView> {
    return this.tx.run(asUser(userId), async () => {
      const portfolioId = await this.targets.findPortfolioOf(userId, id);
      if (portfolioId === null) throw new TargetPriceNotFound();
      return this.view(userId, portfolioId, id);
    });
  }

  /** @throws TargetPriceRefused */
  create(userId: string, portfolioId: string, draft: TargetDraft): Promise<TargetView> {
    return this.asOnlyWriter(userId, portfolioId, async (_, day) => {
      const [result] = await this.writer.create(userId, day, [draft]);
      if (result?.ok !== true) throw result ? new TargetPriceRefused(result.fault) : new TargetPriceNotFound();
      return this.view(userId, portfolioId, result.id);
    });
  }

  edit(userId: string, id: string, edit: TargetEdit): Promise<TargetView> {
    return this.tx.run(asUser(userId), async () => {
      const portfolioId = await this.targets.findPortfolioOf(userId, id);
      if (portfolioId === null) throw new TargetPriceNotFound();
      return this.asOnlyWriter(userId, portfolioId, async (_, day) => {
        const [target] = await this.targets.list(day, { id });
        if (!target) throw new TargetPriceNotFound();
        const { symbol, positionType } = target;
        const [result] = await this.writer.update(userId, day, [{ ...edit, symbol, positionType }]);
        if (result && !result.ok) throw new TargetPriceRefused(result.fault);
        return this.view(userId, portfolioId, id);
      });
    });
  }

  delete(userId: string, id: string): Promise<number> {
    return this.tx.run(asUser(userId), async () => {
      const portfolioId = await this.targets.findPortfolioOf(userId, id);
      if (portfolioId === null) throw new TargetPriceNotFound();
      return this.asOnlyWriter(userId, portfolioId, () => this.targets.delete(portfolioId, id));
    });
  }

  summarize(userId: string, portfolioId: string): Promise<TargetOverview> {
    return this.inBook(userId, portfolioId, async (book, day) => {
      const lots = (await this.targets.lotsWithTargets(day)).map(({ shares, price, targetId, ...levels }) => ({
        ...{ shares, price },
        levels: targetId === null ? null : levels,
      }));
      return { book, summary: summarizeTargets(lots, book.netAssetValue), targets: await this.targets.list(day) };
    });
  }

  /** Reads as one unit of work. */
  inBook<T>(
    userId: string,
    portfolioId: string,
    work: (book: TargetBook, day: ValuationDay) => Promise<T>,
  ): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      const book = await this.targets.findBook(userId, portfolioId);
      if (!book) throw new PortfolioNotFound(portfolioId);
      return work(book, { portfolioId, asOf: book.asOf, today: isoDay(this.clock.now()) });
    });
  }

  /** The portfolio is locked first: two that create the same target at once are told so, not mixed. */
  asOnlyWriter<T>(
    userId: string,
    portfolioId: string,
    work: (book: TargetBook, day: ValuationDay) => Promise<T>,
  ): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.lock(userId, portfolioId);
      return this.inBook(userId, portfolioId, work);
    });
  }

  async views(book: TargetBook, day: ValuationDay, filter: TargetFilter = {}): Promise<TargetView[]> {
    const targets = await this.targets.list(day, filter);
    return targets.map((target) => ({ target, equity: book.netAssetValue }));
  }

  private view(userId: string, portfolioId: string, id: string): Promise<TargetView> {
    return this.inBook(userId, portfolioId, async (book, day) => {
      const [view] = await this.views(book, day, { id });
      if (!view) throw new TargetPriceNotFound();
      return view;
    });
  }
}

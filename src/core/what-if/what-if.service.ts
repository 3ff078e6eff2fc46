import { Injectable } from '@nestjs/common';
import { type ComputedBook, HypotheticalBooks, type LoadedPortfolio } from '../batch/hypothetical-book.service.js';
import { MixedBasis } from '../batch/portfolio-replay.kernel.js';
import type { LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { SectorExposureService } from '../sector-exposure/sector-exposure.service.js';
import { ModelingSessionService } from './modeling-session.service.js';
import { lotsOf, sideOf } from './what-if-figures.js';
import { WhatIfTradeService } from './what-if-trade.service.js';
import type { WhatIfSide, WhatIfTrade, WhatIfView } from './what-if-view.js';
import { NothingToCompareWith, PricesOfTwoKinds } from './what-if.errors.js';

/** What trades at the close of the newest session would make of a portfolio. Nothing is booked. */
@Injectable()
export class WhatIfService {
  constructor(
    private readonly books: HypotheticalBooks,
    private readonly trades: WhatIfTradeService,
    private readonly sectors: SectorExposureService,
    private readonly sessions: ModelingSessionService,
  ) {}

  /**
   * @param saveAs the name of a modelling session to keep the answer under
   * @throws PortfolioNotFound, NothingToCompareWith, InvalidInput, and what booking the trades would throw
   */
  async ask(
    userId: string,
    portfolioId: string,
    trades: readonly WhatIfTrade[],
    saveAs: string | null,
  ): Promise<WhatIfView> {
    const portfolio = await this.books.find(userId, portfolioId);
    if (!portfolio) throw new PortfolioNotFound(portfolioId);
    const { session } = portfolio;
    if (session === null) throw new NothingToCompareWith(portfolioId);
    const traded = await this.trades.instrumentsOf(userId, trades);
    const added = traded.map(({ id }) => id);
    const loaded = await this.books.load(userId, { ...portfolio, session }, added);
    const { prices, entries } = await this.trades.draft(userId, trades, traded, loaded);
    const [before, after] = this.compute(loaded, entries);
    if (before === null) throw new NothingToCompareWith(portfolioId);
    const view = {
      ...{ portfolioId, asOf: session },
      trades: trades.map(({ symbol, side, quantity }, i) => ({
        ...{ symbol, side, quantity, price: prices[i] ?? '' },
        amount: entries[i]?.amount ?? '0',
      })),
      before: await this.sideWithSectors(userId, portfolioId, before),
      after: await this.sideWithSectors(userId, portfolioId, after),
    };
    return { ...view, sessionId: saveAs === null ? null : await this.sessions.save(userId, saveAs, view) };
  }

  private compute(
    loaded: LoadedPortfolio,
    entries: readonly LedgerEntry[],
  ): readonly [before: ComputedBook | null, after: ComputedBook] {
    try {
      return this.books.compute(loaded, entries);
    } catch (error) {
      if (error instanceof MixedBasis) throw new PricesOfTwoKinds();
      throw error;
    }
  }

  private async sideWithSectors(userId: string, portfolioId: string, one: ComputedBook): Promise<WhatIfSide> {
    const found = await this.sectors.findFor(userId, portfolioId, one.book.netAssetValue, lotsOf(one));
    const weights = found?.exposure.ok ? Object.fromEntries(found.exposure.value.weights) : {};
    return { ...sideOf(one), sectors: weights };
  }
}

import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { LedgerService, type PostingDraft } from '../ledger/ledger.service.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { demoMarks } from './demo-marks.kernel.js';
import { type DemoLot, type DemoPortfolioBook } from './demo-portfolios.kernel.js';

/** Puts a demo book into the ledger of a user. */
@Injectable()
export class DemoBookService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly instruments: InstrumentService,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * All of it or nothing. @returns false when the user has this account already.
   * @param sessions from the entry date on
   */
  async seed(userId: string, book: DemoPortfolioBook, sessions: readonly string[]): Promise<boolean> {
    return this.tx.run(asUser(userId), async () => {
      const present = await this.portfolios.list(userId, true);
      if (present.some(({ portfolio }) => portfolio.accountName === book.accountName)) return false;
      const { name, accountName, accountType, description, equityBalance } = book;
      const { portfolio } = await this.portfolios.create(userId, {
        ...{ name, accountName, accountType, description, equityBalance },
        ...{
          currency: 'USD',
          lotMethod: 'fifo',
          isActive: true,
          openingDate: sessions[0] ?? null,
          priceDataset: 'simulated',
        },
      });
      const drafts = await this.drafts(userId, book, sessions);
      await this.ledger.post({ userId, portfolioId: portfolio.id, author: userId, drafts });
      return true;
    });
  }

  private async drafts(
    userId: string,
    { lots }: DemoPortfolioBook,
    sessions: readonly string[],
  ): Promise<PostingDraft[]> {
    const found = await this.instruments.ensure(userId, 'USD', lots.map(wish));
    return lots.flatMap((lot, index): PostingDraft[] => {
      const instrumentId = found[index]?.id ?? null;
      const { entryDate: tradeDate, quantity, entryPrice: price } = lot;
      const buy = {
        ...draftOf({ kind: 'buy', tradeDate, instrumentId, quantity, price }),
        id: randomUUID(),
        source: 'seed' as const,
      };
      if (lot.investmentClass === 'PUBLIC') return [buy];
      const marks = demoMarks(lot.symbol, price, sessions).map((mark) => ({
        ...draftOf({ kind: 'mark', tradeDate: mark.date, instrumentId, price: mark.price }),
        source: 'seed' as const,
      }));
      return [buy, ...marks];
    });
  }
}

const wish = ({ symbol, name, investmentClass, subtype }: DemoLot) => ({
  ...{ symbol, name, investmentClass, investmentSubtype: subtype },
  ...{ underlyingSymbol: null, strikePrice: null, expirationDate: null, optionType: null },
});

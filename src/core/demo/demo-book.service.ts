import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { type LedgerDraft, type LedgerEntry } from '../ledger/ledger-entry.kernel.js';
import { LedgerService, type PostingDraft } from '../ledger/ledger.service.js';
import { deriveLots } from '../ledger/lot.kernel.js';
import { CONTRACT_SIZE } from '../market-data/instrument.kernel.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { DemoBookRepository } from './demo-book.repository.js';
import { demoMarks } from './demo-marks.kernel.js';
import { type DemoContract } from './demo-options.kernel.js';
import { type DemoLot, type DemoPortfolioBook } from './demo-portfolios.kernel.js';

/** Puts a demo book into the ledger of a user, and keeps the marks of its private assets coming. */
@Injectable()
export class DemoBookService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly instruments: InstrumentService,
    private readonly ledger: LedgerService,
    private readonly seeded: DemoBookRepository,
  ) {}

  /**
   * All of it or nothing. @returns false when the user has been given this book before: they may have renamed or deleted
   * it since.
   * @param sessions from the entry date on
   */
  async seed(userId: string, book: DemoPortfolioBook, sessions: readonly string[]): Promise<boolean> {
    return this.tx.run(asUser(userId), async () => {
      if (await this.seeded.find(userId, book.accountName)) return false;
      const present = await this.portfolios.list(userId, true);
      const own = present.find(({ portfolio }) => portfolio.accountName === book.accountName);
      if (own) {
        await this.seeded.remember(userId, book.accountName, own.portfolio.id);
        return false;
      }
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
      await this.seeded.remember(userId, book.accountName, portfolio.id);
      return true;
    });
  }

  /**
   * Marks what is still held of the book's private assets, after the newest mark that it has, whoever entered that.
   * @param sessions from the entry date on
   */
  async extendMarks(userId: string, book: DemoPortfolioBook, sessions: readonly string[]): Promise<void> {
    await this.tx.run(asUser(userId), async () => {
      const known = await this.seeded.find(userId, book.accountName);
      const portfolio = known?.portfolioId ? await this.portfolios.find(userId, known.portfolioId) : null;
      if (!portfolio) return;
      const entries = (await this.ledger.listForPortfolios([portfolio.id])).get(portfolio.id) ?? [];
      const open = deriveLots(entries, portfolio.lotMethod).lots.filter(({ closedOn }) => closedOn === null);
      const held = new Set(open.map(({ instrumentId }) => instrumentId));
      const assets = book.lots.filter(({ investmentClass }) => investmentClass === 'PRIVATE');
      const instruments = await this.instruments.listBySymbols(
        userId,
        assets.map(({ symbol }) => symbol),
      );
      const drafts = assets.flatMap(({ symbol, entryPrice }) => {
        const own = instruments.get(symbol)?.find(({ ownerUserId }) => ownerUserId === userId);
        if (!own || !held.has(own.id)) return [];
        const newest = newestMark(entries, own.id);
        return marksOf({ symbol, entryPrice }, own.id, sessions).filter(({ tradeDate }) => tradeDate > newest);
      });
      await this.ledger.post({ userId, portfolioId: portfolio.id, author: null, drafts });
    });
  }

  /**
   * Trades the contracts of the book's overlay that have been opened by now, each once: what its user has reversed does not
   * come back.
   * @param instrumentIds of the contracts, by symbol
   */
  async tradeOptions(
    userId: string,
    book: DemoPortfolioBook,
    contracts: readonly DemoContract[],
    instrumentIds: ReadonlyMap<string, string>,
  ): Promise<void> {
    await this.tx.run(asUser(userId), async () => {
      const known = await this.seeded.find(userId, book.accountName);
      const portfolio = known?.portfolioId ? await this.portfolios.find(userId, known.portfolioId) : null;
      if (!portfolio) return;
      const entries = (await this.ledger.listForPortfolios([portfolio.id])).get(portfolio.id) ?? [];
      const traded = new Set(entries.map(({ instrumentId }) => instrumentId));
      const drafts = contracts.flatMap(({ symbol, contracts: signed, openedOn: tradeDate, closes }): PostingDraft[] => {
        const instrumentId = instrumentIds.get(symbol);
        const price = closes[0]?.close;
        if (instrumentId === undefined || price === undefined || traded.has(instrumentId)) return [];
        const trade = { tradeDate, instrumentId, price, multiplier: CONTRACT_SIZE, ...sideOf(String(signed)) };
        return [{ ...draftOf(trade), source: 'seed' }];
      });
      await this.ledger.post({ userId, portfolioId: portfolio.id, author: null, drafts });
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
      const opening = {
        ...draftOf({ tradeDate, instrumentId, price, ...sideOf(quantity) }),
        id: randomUUID(),
        source: 'seed' as const,
      };
      if (lot.investmentClass === 'PUBLIC') return [opening];
      return [opening, ...marksOf(lot, instrumentId, sessions)];
    });
  }
}

/** Bought, or sold short. @param signed negative when short */
const sideOf = (signed: string): Pick<LedgerDraft, 'kind' | 'quantity'> =>
  signed.startsWith('-') ? { kind: 'short', quantity: signed.slice(1) } : { kind: 'buy', quantity: signed };

const marksOf = (
  { symbol, entryPrice }: Pick<DemoLot, 'symbol' | 'entryPrice'>,
  instrumentId: string | null,
  sessions: readonly string[],
): PostingDraft[] =>
  demoMarks(symbol, entryPrice, sessions).map(({ date, price }) => ({
    ...draftOf({ kind: 'mark', tradeDate: date, instrumentId, price }),
    source: 'seed' as const,
  }));

/** Day of the newest mark, reversed ones too: what was taken back is not marked again. '' when there is none. */
const newestMark = (entries: readonly LedgerEntry[], of: string): string =>
  entries.reduce(
    (newest, { kind, instrumentId, tradeDate }) =>
      kind === 'mark' && instrumentId === of && tradeDate > newest ? tradeDate : newest,
    '',
  );

const wish = ({ symbol, name, investmentClass, subtype }: DemoLot) => ({
  ...{ symbol, name, investmentClass, investmentSubtype: subtype },
  ...{ underlyingSymbol: null, strikePrice: null, expirationDate: null, optionType: null },
});

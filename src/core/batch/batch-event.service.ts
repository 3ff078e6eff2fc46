import { Injectable, Logger } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { sessionOnOrBefore } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { Exact } from '../ledger/decimal.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import type { LedgerDraft } from '../ledger/ledger-entry.kernel.js';
import { LedgerRejected } from '../ledger/ledger.errors.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { readSplits } from '../ledger/split-reading.kernel.js';
import { BatchEventRepository, type EventPortfolio, type OpenExpired } from './batch-event.repository.js';
import type { BatchProblem } from './batch-run.entity.js';
import { isFaultOfOne } from './batch.errors.js';
import { settleExpired } from './option-expiry.kernel.js';

const IDENTITY = asSystem('batch');

type Ledger = Pick<EventPortfolio, 'id' | 'userId'>;

/**
 * Books what happens to instruments into the ledgers that hold them: splits that the prices tell of, and the end of
 * options. Each is decided under the lock of its ledger and is one transaction, so that it is booked once, however often
 * a run is killed or repeated; the ledger then marks what has to be restated. Whoever knows better reverses the entry,
 * and it is not booked again.
 */
@Injectable()
export class BatchEventService {
  private readonly log = new Logger('Batch');

  constructor(
    private readonly tx: CoreTransactions,
    private readonly events: BatchEventRepository,
    private readonly ledger: LedgerService,
  ) {}

  /** Up to a session, of all active portfolios or of one. @returns what is left to the users. */
  async book(portfolioId: string | null, to: string): Promise<BatchProblem[]> {
    const problems: BatchProblem[] = [];
    for (const portfolio of await this.tx.run(IDENTITY, () => this.events.listWithSplits(to, portfolioId))) {
      problems.push(...(await this.guarded(portfolio, to, () => this.bookSplits(portfolio, to))));
    }
    for (const option of await this.tx.run(IDENTITY, () => this.events.listExpired(to, portfolioId))) {
      const portfolio = { id: option.portfolioId, userId: option.userId };
      problems.push(
        ...(await this.guarded(portfolio, option.expirationDate, () => this.settle(portfolio, option, to))),
      );
    }
    return problems;
  }

  /** In one unit of work, and only while the portfolio is there. */
  private async guarded(
    { id: portfolioId }: Ledger,
    date: string,
    work: () => Promise<BatchProblem[]>,
  ): Promise<BatchProblem[]> {
    try {
      return await this.tx.run(IDENTITY, async () => ((await this.events.lock(portfolioId)) ? work() : []));
    } catch (error) {
      if (!isFaultOfOne(error)) throw error;
      if (!(error instanceof LedgerRejected)) this.log.error(`an event of portfolio ${portfolioId} failed`, error);
      const detail = error instanceof LedgerRejected ? error.message : 'The program failed; see its log.';
      return [{ portfolioId, date, reason: 'event-not-booked', detail }];
    }
  }

  private async bookSplits(portfolio: EventPortfolio, to: string): Promise<BatchProblem[]> {
    const { id: portfolioId } = portfolio;
    const splits = await this.events.listSplits(portfolioId);
    const ledgers = await this.ledger.listForPortfolios([portfolioId]);
    const { due, unclear } = readSplits(ledgers.get(portfolioId) ?? [], splits, portfolio.lotMethod);
    const drafts = due
      .filter(({ date }) => date <= to)
      .map(({ instrumentId, date: tradeDate, ratio }) => draftOf({ kind: 'split', tradeDate, instrumentId, ratio }));
    await this.post(portfolio, drafts, 'Split, as the prices say');
    const symbols = new Map(splits.map(({ instrumentId, symbol }) => [instrumentId, symbol]));
    return unclear
      .filter(({ date }) => date <= to)
      .map(({ instrumentId, date, ratio }) => {
        const name = symbols.get(instrumentId) ?? instrumentId;
        const detail =
          `${name} was split ${new Exact(ratio).toFixed()} for 1, but the ledger has other shares: ` +
          'book the split on its day, or book and reverse it if the quantities are those of after it';
        return { portfolioId, date, reason: 'split-not-booked', detail };
      });
  }

  private async settle(portfolio: Ledger, { instrumentId }: OpenExpired, to: string): Promise<BatchProblem[]> {
    const [option] = await this.events.listExpired(to, portfolio.id, instrumentId);
    if (!option) return [];
    const { symbol, expirationDate: date } = option;
    const settlement = settleExpired({ ...option, lastSession: sessionOnOrBefore(date) });
    if (settlement.kind === 'left') {
      const detail = `${symbol} is held past its last day: ${settlement.why}. Book its expiry, exercise or assignment`;
      return [{ portfolioId: portfolio.id, date, reason: 'option-not-settled', detail }];
    }
    await this.post(portfolio, settlement.drafts, settlement.notes);
    return [];
  }

  private async post({ id, userId }: Ledger, drafts: readonly LedgerDraft[], notes: string): Promise<void> {
    if (drafts.length === 0) return;
    const own = drafts.map((draft) => ({ ...draft, source: 'batch' as const, notes }));
    await this.ledger.post({ userId, portfolioId: id, author: null, drafts: own });
    const what = drafts.map(({ kind, tradeDate }) => `${kind} of ${tradeDate}`).join(', ');
    // The ledger itself is the record of it; a first start would say it some dozen times.
    this.log.debug(`booked for portfolio ${id}: ${what}`);
  }
}

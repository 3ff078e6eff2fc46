import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import { type Precondition, unconditional } from '../../shared/http/precondition.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { futureDay } from '../ledger/booking-day.kernel.js';
import { Exact } from '../ledger/decimal.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { type EquityChange } from './equity-change.entity.js';
import { EquityChangeRefused } from './equity-change.errors.js';
import {
  type EquityChangeBounds,
  type EquityChangePage,
  EquityChangeRepository,
  type FlowSums,
  type Span,
} from './equity-change.repository.js';

export type { EquityChange, EquityChangePage };

export interface EquityChangeInput {
  readonly changeType: 'CONTRIBUTION' | 'WITHDRAWAL';
  readonly amount: string;
  readonly changeDate: string;
  readonly notes: string | null;
}

export interface EquityChangeEdit {
  readonly amount?: string;
  readonly changeDate?: string;
  readonly notes?: string;
}

export interface EquitySummary {
  readonly portfolioId: string;
  readonly total: FlowSums;
  readonly last30Days: FlowSums;
  readonly last90Days: FlowSums;
  readonly lastChange: EquityChange | null;
}

const DAY_MS = 86_400_000;
export const EDIT_WINDOW_MS = 7 * DAY_MS;
export const DELETE_WINDOW_MS = 30 * DAY_MS;
const NO_FLOWS: FlowSums = { contributions: '0', withdrawals: '0' };

/** Contributions and withdrawals. Each has a line in the ledger, which is what counts. */
@Injectable()
export class EquityChangeService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly ledger: LedgerService,
    private readonly changes: EquityChangeRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(userId: string, portfolioId: string, span: Span, page: EquityChangeBounds): Promise<EquityChangePage> {
    return this.inPortfolio(userId, portfolioId, () => this.changes.listPage(portfolioId, span, page));
  }

  listAll(userId: string, portfolioId: string, span: Span): Promise<EquityChange[]> {
    return this.inPortfolio(userId, portfolioId, () => this.changes.listAll(portfolioId, span));
  }

  get(userId: string, portfolioId: string, id: string, includeDeleted: boolean): Promise<EquityChange> {
    return this.inPortfolio(userId, portfolioId, () => this.getChange(portfolioId, id, includeDeleted));
  }

  create(userId: string, portfolioId: string, input: EquityChangeInput): Promise<EquityChange> {
    return this.asOnlyWriter(userId, portfolioId, async () => {
      this.refuseFuture('invalid', input.changeDate);
      const transactionId = await this.book(userId, portfolioId, input);
      const id = randomUUID();
      const author = { createdByUserId: userId, createdAt: this.clock.now() };
      await this.changes.insert({ ...input, ...author, id, portfolioId, transactionId });
      return this.getChange(portfolioId, id, false);
    });
  }

  /** A changed amount or day is a reversal and a new line in the ledger. */
  edit(
    userId: string,
    portfolioId: string,
    id: string,
    edit: EquityChangeEdit,
    unchanged: Precondition<EquityChange> = unconditional,
  ): Promise<EquityChange> {
    return this.asOnlyWriter(userId, portfolioId, async () => {
      const change = await this.getChange(portfolioId, id, false);
      await unchanged(() => Promise.resolve(change));
      if (this.isPast(change, EDIT_WINDOW_MS)) throw new EquityChangeRefused('refused', 'EQUITY_006');
      const { amount = change.amount, changeDate = change.changeDate, notes = change.notes } = edit;
      if (new Exact(amount).lte(0)) throw new EquityChangeRefused('refused', 'EQUITY_001', 'amount');
      this.refuseFuture('refused', changeDate);
      if (!new Exact(amount).eq(change.amount) || changeDate !== change.changeDate) {
        await this.ledger.reverse(userId, portfolioId, change.transactionId, userId);
        const { changeType } = change;
        const transactionId = await this.book(userId, portfolioId, { changeType, amount, changeDate, notes });
        await this.changes.update(portfolioId, id, { ...edit, transactionId });
      } else if (edit.notes !== undefined) {
        await this.changes.update(portfolioId, id, { notes: edit.notes });
      }
      return this.getChange(portfolioId, id, false);
    });
  }

  delete(
    userId: string,
    portfolioId: string,
    id: string,
    unchanged: Precondition<EquityChange> = unconditional,
  ): Promise<void> {
    return this.asOnlyWriter(userId, portfolioId, async () => {
      const change = await this.getChange(portfolioId, id, true);
      await unchanged(() => Promise.resolve(change));
      if (change.deletedAt !== null) throw new EquityChangeRefused('refused', 'EQUITY_009');
      if (this.isPast(change, DELETE_WINDOW_MS)) throw new EquityChangeRefused('refused', 'EQUITY_007');
      await this.ledger.reverse(userId, portfolioId, change.transactionId, userId);
      await this.changes.update(portfolioId, id, { deletedAt: this.clock.now() });
    });
  }

  summarize(userId: string, portfolioId: string, span: Span): Promise<EquitySummary> {
    return this.inPortfolio(userId, portfolioId, async () => {
      const spans = [span, this.lastDays(30), this.lastDays(90)];
      const [total = NO_FLOWS, last30Days = NO_FLOWS, last90Days = NO_FLOWS] = await this.changes.sum(
        portfolioId,
        spans,
      );
      const lastChange = await this.changes.findLast(portfolioId);
      return { portfolioId, total, last30Days, last90Days, lastChange };
    });
  }

  /** Books first and looks then, as the only writer: two withdrawals at once cannot both be covered. */
  private async book(userId: string, portfolioId: string, input: EquityChangeInput): Promise<string> {
    const { changeType, amount, changeDate: tradeDate, notes } = input;
    const kind = changeType === 'CONTRIBUTION' ? ('deposit' as const) : ('withdrawal' as const);
    const draft = { ...draftOf({ kind, tradeDate, amount }), source: 'equity_change' as const, notes };
    const { entries } = await this.ledger.post({ userId, portfolioId, author: userId, drafts: [draft] });
    if (changeType === 'WITHDRAWAL') await this.refuseUncovered(portfolioId, tradeDate, amount);
    return entries[0]?.id ?? '';
  }

  private async refuseUncovered(portfolioId: string, day: string, amount: string): Promise<void> {
    const left = new Exact(await this.changes.equityOn(portfolioId, day));
    if (left.gte(0)) return;
    const equity = left.plus(amount).toFixed(2);
    const message = `The withdrawal of ${amount} is larger than the equity on ${day}, ${equity}: withdraw that at most.`;
    throw new EquityChangeRefused('refused', 'EQUITY_003', 'amount', message);
  }

  private inPortfolio<T>(userId: string, portfolioId: string, work: () => Promise<T>): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.portfolios.find(userId, portfolioId))) throw new EquityChangeRefused('missing', 'EQUITY_004');
      return work();
    });
  }

  /** The portfolio is locked before the change is read: what another writer has just done to it is seen. */
  private asOnlyWriter<T>(userId: string, portfolioId: string, work: () => Promise<T>): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.portfolios.findLocked(userId, portfolioId)))
        throw new EquityChangeRefused('missing', 'EQUITY_004');
      return work();
    });
  }

  private async getChange(portfolioId: string, id: string, includeDeleted: boolean): Promise<EquityChange> {
    const change = await this.changes.find(portfolioId, id);
    if (!change || (change.deletedAt !== null && !includeDeleted))
      throw new EquityChangeRefused('missing', 'EQUITY_008');
    return change;
  }

  private refuseFuture(kind: 'invalid' | 'refused', day: string): void {
    const field = 'change_date';
    const message = futureDay(field, day, isoDay(this.clock.now()));
    if (message !== null) throw new EquityChangeRefused(kind, 'EQUITY_002', field, message);
  }

  private isPast({ createdAt }: EquityChange, window: number): boolean {
    return this.clock.now().getTime() > createdAt.getTime() + window;
  }

  private lastDays(days: number): Span {
    return { from: isoDay(new Date(this.clock.now().getTime() - days * DAY_MS)), to: null };
  }
}

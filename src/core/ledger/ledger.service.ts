import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { sessionOnOrAfter } from '../../shared/time/trading-calendar.kernel.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { FIRST_BOOKING_DAY } from './booking-day.kernel.js';
import { Exact } from './decimal.kernel.js';
import { entryOf, storedEvent } from './ledger-booking.kernel.js';
import { derive, problemsOf, refuse } from './ledger-derivation.js';
import { type LedgerDraft, type LedgerEntry, reversalOf } from './ledger-entry.kernel.js';
import { type Locate, NotReversible, TransactionNotFound } from './ledger.errors.js';
import { type Lot, type RealizedEvent } from './lot.kernel.js';
import { LotRepository } from './lot.repository.js';
import {
  type LedgerHead,
  type NewTransaction,
  type TransactionFilter,
  type TransactionPage,
  type TransactionRecord,
  TransactionRepository,
  type TransactionSource,
} from './transaction.repository.js';

export interface PostingDraft extends LedgerDraft {
  /** Chosen by the caller when another draft of the same posting names this lot. */
  readonly id?: string;
  readonly source: TransactionSource;
  readonly notes?: string | null;
}

/** Entries that are cancelled, and what is booked instead. */
export interface Correction extends Omit<Posting, 'drafts'> {
  readonly reversedIds: readonly string[];
  readonly drafts: readonly (PostingDraft & {
    /** The lot that a buy or short goes on with, in place of the reversed entry that opened it. */
    readonly reopens?: string;
  })[];
}

export interface Posting {
  /** Owner of the portfolio. */
  readonly userId: string;
  readonly portfolioId: string;
  /** Who wrote it; null for a job. */
  readonly author: string | null;
  readonly drafts: readonly PostingDraft[];
  /** Says where in the caller's input a draft stands, for the errors. */
  readonly locate?: Locate;
}

/** What a posting did. */
export interface Posted {
  readonly entries: readonly LedgerEntry[];
  /** Every lot that is new or no longer what it was. */
  readonly changedLots: readonly Lot[];
  /** Lots whose opening was reversed. */
  readonly removedLotIds: readonly string[];
}

export interface Preview {
  readonly entries: readonly LedgerEntry[];
  /** Closes that the drafts would make. */
  readonly realized: readonly RealizedEvent[];
  /** The lots that would be new or closed, wholly or in part, as they would stand afterwards. */
  readonly lots: readonly Lot[];
  readonly realizedPnl: string;
  readonly cashEffect: string;
}

const asRow: Locate = (index, field) => ({ row: index + 1, field });

/**
 * The one writer of the ledger and of what is derived from it. Works inside the caller's unit of work, whoever it
 * acts as; one writer a portfolio at a time.
 */
@Injectable()
export class LedgerService {
  constructor(
    private readonly transactions: TransactionRepository,
    private readonly lots: LotRepository,
  ) {}

  /**
   * Books all drafts or none, and rebuilds the lots of the instruments they touch.
   * @throws PortfolioNotFound, LedgerRejected
   */
  async post(posting: Posting): Promise<Posted> {
    const { drafts, locate = asRow } = posting;
    refuse(problemsOf(drafts), locate);
    const head = await this.head(posting.userId, posting.portfolioId, true);
    return this.append(head, posting.author, drafts.map(newTransaction), locate);
  }

  /** What posting the drafts would do; nothing is stored. */
  async preview({ userId, portfolioId, drafts, locate = asRow }: Posting): Promise<Preview> {
    refuse(problemsOf(drafts), locate);
    const head = await this.head(userId, portfolioId, false);
    const touched = await this.linkedTo(portfolioId, drafts);
    const booked = touched.length === 0 ? [] : await this.transactions.listEntries(portfolioId, touched);
    const last = booked.at(-1)?.sequence ?? 0;
    const entries = drafts.map((draft, index) => entryOf(draft, draft.id ?? randomUUID(), last + index + 1));
    const derived = derive([...booked, ...entries], head, indexOf(entries), locate);
    const ids = new Set(entries.map(({ id }) => id));
    const realized = derived.realized.filter(({ entryId }) => ids.has(entryId));
    const closed = new Set(realized.map(({ lotId }) => lotId));
    return {
      entries,
      realized,
      lots: derived.lots.filter(({ id }) => ids.has(id) || closed.has(id)),
      realizedPnl: totalOf(realized.map((event) => event.realizedPnl)),
      cashEffect: totalOf(entries.map(({ amount }) => amount)),
    };
  }

  /**
   * Cancels an entry as if it had never been booked; of an exercise or assignment both legs, whichever is named.
   * @throws LedgerRejected when later entries need it
   */
  reverse(userId: string, portfolioId: string, transactionId: string, author: string | null): Promise<Posted> {
    return this.correct({ userId, portfolioId, author, reversedIds: [transactionId], drafts: [] });
  }

  /**
   * Cancels entries and books others instead, all or nothing; lots are derived once, after both.
   * @throws LedgerRejected when later entries need what was cancelled
   */
  async correct(correction: Correction): Promise<Posted> {
    const { userId, portfolioId, author, reversedIds, drafts, locate = asRow } = correction;
    refuse(problemsOf(drafts), locate);
    const head = await this.head(userId, portfolioId, true);
    const named = new Map((await this.transactions.listRecords(portfolioId, reversedIds)).map((one) => [one.id, one]));
    const reversed = new Map(reversedIds.map((id) => [id, reversibleIn(named, id)]));
    for (const leg of await this.transactions.listOtherLegs(portfolioId, reversedIds)) reversed.set(leg.id, leg);
    const reversals = [...reversed.values()].map((record): NewTransaction => {
      return { ...reversalOf(record), id: randomUUID(), source: 'reversal', notes: null };
    });
    const entries = drafts.map((draft): NewTransaction => {
      const entry = newTransaction(draft);
      return { ...entry, lotId: draft.reopens ?? entry.lotId };
    });
    const ofDraft: Locate = (index, field) => (index < reversals.length ? {} : locate(index - reversals.length, field));
    return this.append(head, author, [...reversals, ...entries], ofDraft);
  }

  /**
   * Cancels all of these entries at once, but for those that are reversed already and for reversals themselves.
   * @throws LedgerRejected when later entries need them
   */
  async reverseAll(
    userId: string,
    portfolioId: string,
    transactionIds: readonly string[],
    author: string | null,
  ): Promise<Posted> {
    await this.head(userId, portfolioId, true);
    const records = await this.transactions.listRecords(portfolioId, transactionIds);
    const inForce = records.filter(({ reversesId, reversedById }) => reversesId === null && reversedById === null);
    return this.correct({ userId, portfolioId, author, reversedIds: inForce.map(({ id }) => id), drafts: [] });
  }

  /** Derives every lot anew, after the portfolio's lot method has changed. */
  async rederive(userId: string, portfolioId: string): Promise<void> {
    const head = await this.head(userId, portfolioId, true);
    const entries = await this.transactions.listEntries(portfolioId, null);
    const first = entries.reduce(
      (earliest, { tradeDate }) => (tradeDate < earliest ? tradeDate : earliest),
      '9999-12-31',
    );
    const touched = instrumentsOf(entries);
    if (touched.length === 0) return;
    const { rows, realized } = derive(entries, head, new Map(), asRow);
    await this.lots.replace(portfolioId, touched, rows, realized.map(storedEvent));
    await this.transactions.markStale(portfolioId, staleFrom(first));
  }

  /** Newest first. The portfolio is the caller's to check. */
  list(portfolioId: string, filter: TransactionFilter): Promise<TransactionPage> {
    return this.transactions.listPage(portfolioId, filter);
  }

  listRecords(portfolioId: string, ids: readonly string[]): Promise<TransactionRecord[]> {
    return this.transactions.listRecords(portfolioId, ids);
  }

  findRecord(portfolioId: string, id: string): Promise<TransactionRecord | null> {
    return this.transactions.findRecord(portfolioId, id);
  }

  /** Entries that the lots of an instrument follow from: its own, and those of options exercised into it. */
  async listLinkedEntries(portfolioId: string, instrumentId: string): Promise<LedgerEntry[]> {
    const linked = await this.transactions.listLinked(portfolioId, [instrumentId], []);
    return this.transactions.listEntries(portfolioId, linked);
  }

  /** Whole ledgers for the batch, in one query, each in order of trade date and booking. */
  listForPortfolios(portfolioIds: readonly string[]): Promise<Map<string, LedgerEntry[]>> {
    return this.transactions.listForPortfolios(portfolioIds);
  }

  /** The one that was booked last, in force or reversed. */
  findOpeningDeposit(portfolioId: string): Promise<TransactionRecord | null> {
    return this.transactions.findOpeningDeposit(portfolioId);
  }

  /** The instruments of these entries, and those whose lots depend on theirs. */
  private async linkedTo(
    portfolioId: string,
    entries: readonly (Pick<LedgerEntry, 'instrumentId' | 'legId'> & { readonly id?: string })[],
  ): Promise<string[]> {
    const touched = instrumentsOf(entries);
    if (touched.length === 0) return [];
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const drafted = entries.flatMap(({ instrumentId, legId }): [string, string][] => {
      const other = legId ? (byId.get(legId)?.instrumentId ?? null) : null;
      return instrumentId !== null && other !== null ? [[instrumentId, other]] : [];
    });
    return this.transactions.listLinked(portfolioId, touched, drafted);
  }

  private async head(userId: string, portfolioId: string, lock: boolean): Promise<LedgerHead> {
    const head = await this.transactions.findHead(userId, portfolioId, lock);
    if (!head) throw new PortfolioNotFound(portfolioId);
    return head;
  }

  private async append(
    head: LedgerHead,
    author: string | null,
    added: readonly NewTransaction[],
    locate: Locate,
  ): Promise<Posted> {
    if (added.length === 0) return { entries: [], changedLots: [], removedLotIds: [] };
    const { portfolioId } = head;
    const touched = await this.linkedTo(portfolioId, added);
    const booked = touched.length === 0 ? [] : await this.transactions.listEntries(portfolioId, touched);
    const sequences = await this.transactions.append(portfolioId, author, added);
    const entries = added.map((entry): LedgerEntry => ({ ...entry, sequence: sequences.get(entry.id) ?? 0 }));
    const changes = await this.rebuild(head, touched, [...booked, ...entries], indexOf(entries), locate);
    await this.transactions.markStale(portfolioId, staleFrom(firstDayOf(added, booked)));
    return { entries, ...changes };
  }

  /** Lots of instruments that are linked by exercises follow from the entries of those instruments alone. */
  private async rebuild(
    head: LedgerHead,
    touched: readonly string[],
    entries: readonly LedgerEntry[],
    indexes: ReadonlyMap<string, number>,
    locate: Locate,
  ): Promise<Pick<Posted, 'changedLots' | 'removedLotIds'>> {
    if (touched.length === 0) return { changedLots: [], removedLotIds: [] };
    // What a line about cash reverses was not read, and has no lots.
    const traded = entries.filter(({ instrumentId }) => instrumentId !== null);
    const { lots, rows, realized } = derive(traded, head, indexes, locate);
    const changes = await this.lots.replace(head.portfolioId, touched, rows, realized.map(storedEvent));
    return { changedLots: lots.filter(({ id }) => changes.changed.has(id)), removedLotIds: changes.removed };
  }
}

const newTransaction = (draft: PostingDraft): NewTransaction => {
  return { ...entryOf(draft, draft.id ?? randomUUID(), 0), source: draft.source, notes: draft.notes ?? null };
};

function reversibleIn(records: ReadonlyMap<string, TransactionRecord>, id: string): TransactionRecord {
  const record = records.get(id);
  if (!record) throw new TransactionNotFound(id);
  if (record.reversesId !== null) {
    throw new NotReversible('transaction.is_reversal', 'A reversal cannot be reversed: book the entry anew.');
  }
  if (record.reversedById !== null) {
    throw new NotReversible('transaction.already_reversed', 'This entry is reversed already.');
  }
  return record;
}

const totalOf = (amounts: readonly string[]): string =>
  amounts.reduce((sum, amount) => sum.plus(amount), new Exact(0)).toFixed();

const instrumentsOf = (entries: readonly { readonly instrumentId: string | null }[]): string[] =>
  [...new Set(entries.flatMap(({ instrumentId }) => (instrumentId === null ? [] : [instrumentId])))].sort();

const indexOf = (entries: readonly { readonly id: string }[]): Map<string, number> =>
  new Map(entries.map(({ id }, index) => [id, index]));

/** First day whose value may change: with split-adjusted prices a split is read into all days since its lots were opened. */
function firstDayOf(added: readonly NewTransaction[], booked: readonly LedgerEntry[]): string {
  const split = new Set(added.flatMap(({ kind, instrumentId }) => (kind === 'split' ? [instrumentId] : [])));
  const concerned = [...added, ...booked.filter(({ instrumentId }) => split.has(instrumentId))];
  return concerned.reduce((day, { tradeDate }) => (tradeDate < day ? tradeDate : day), '9999-12-31');
}

/** The first session that no longer follows from the ledger. Before the calendar begins there are none. */
const staleFrom = (day: string): string => sessionOnOrAfter(day < FIRST_BOOKING_DAY ? FIRST_BOOKING_DAY : day);

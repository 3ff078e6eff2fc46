import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../../shared/time/clock.js';
import { LedgerRejected } from '../ledger/ledger.errors.js';
import { LedgerService, type Posted } from '../ledger/ledger.service.js';
import { type InstrumentView } from '../market-data/instrument.kernel.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import { CurrencyJustChanged } from '../portfolios/portfolio.errors.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { type ImportFile } from './brokers/import-file.kernel.js';
import { FileAlreadyImported, ImportIsNeeded, MAX_LISTED } from './holding-import.errors.js';
import { HoldingImportRepository } from './holding-import.repository.js';
import {
  cashDraft,
  type CashReport,
  cashReport,
  countByKind,
  type ImportPlan,
  type PlannedDraft,
  plannedDrafts,
  plannedHoldings,
  wishesOf,
} from './import-plan.kernel.js';
import { type ImportProblem, importWarning } from './import-problem.kernel.js';
import { type ImportRequest } from './import-request.kernel.js';

/** What a file became, or would become. */
export interface ImportOutcome {
  readonly isDryRun: boolean;
  /** Null of a dry run. */
  readonly importId: string | null;
  readonly fileName: string;
  readonly file: ImportFile;
  readonly problems: readonly ImportProblem[];
  /** Null when errors keep the file out. */
  readonly plan: ImportPlan | null;
}

export interface Booking {
  readonly userId: string;
  readonly portfolioId: string;
  readonly currency: string;
  readonly request: ImportRequest;
  readonly file: ImportFile;
  readonly hash: string;
}

/** Rolls back the unit of work of a dry run, which has booked everything to see what comes of it. */
export class DryRunDone extends Error {
  constructor(
    readonly plan: ImportPlan,
    readonly problems: readonly ImportProblem[],
  ) {
    super('a dry run is rolled back');
  }
}

/** What an import writes. Works inside the caller's unit of work. */
@Injectable()
export class HoldingBookingService {
  constructor(
    private readonly portfolios: PortfolioService,
    private readonly instruments: InstrumentService,
    private readonly ledger: LedgerService,
    private readonly imports: HoldingImportRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Everything that an import does; a dry run does it too, and is rolled back. */
  async book(booking: Booking): Promise<ImportOutcome> {
    const { userId, portfolioId, currency, file, request, hash } = booking;
    // New instruments come before the lock, as with transactions: in the other order two writers could wait for each other.
    const instruments = await this.instruments.ensure(userId, currency, wishesOf(file));
    const locked = await this.portfolios.lock(userId, portfolioId);
    if (locked.currency !== currency) throw new CurrencyJustChanged(locked.currency);
    const first = await this.imports.findBooked(portfolioId, hash, file.account ?? '');
    if (first) throw new FileAlreadyImported(first.id);
    const before = await this.imports.cashOn(portfolioId, file.asOf);
    const drafts = plannedDrafts(file, instruments, randomUUID);
    const { entries, changedLots } = await this.post(booking, drafts);
    const cash = cashReport(file, before, entries);
    const adjustment = cashDraft(cash, file, entries, randomUUID());
    if (adjustment) await this.post(booking, [adjustment]);
    const all = adjustment ? [...drafts, adjustment] : drafts;
    const holdings = plannedHoldings(drafts, changedLots, byIdOf(instruments));
    const plan = { holdings, cash, lines: countByKind(all), lineCount: all.length };
    const problems = withCashWarning(file.problems, cash);
    if (request.isDryRun) throw new DryRunDone(plan, problems);
    const importId = await this.store(booking, plan, problems, all);
    return { isDryRun: false, importId, fileName: request.fileName, file, problems, plan };
  }

  private post({ userId, portfolioId }: Booking, drafts: readonly PlannedDraft[]): Promise<Posted> {
    const locate = (index: number, field: string): { row?: number; field: string } => {
      const row = drafts[index]?.row ?? null;
      return row === null ? { field: 'cash' } : { row, field };
    };
    return this.ledger.post({ userId, portfolioId, author: userId, drafts, locate });
  }

  private async store(
    { userId, portfolioId, request, file, hash }: Booking,
    { holdings, cash, lines, lineCount }: ImportPlan,
    problems: readonly ImportProblem[],
    drafts: readonly PlannedDraft[],
  ): Promise<string> {
    const id = randomUUID();
    const report = { cash, lines, problems: problems.slice(0, MAX_LISTED) };
    await this.imports.insert(
      {
        ...{ id, portfolioId, fileName: request.fileName, contentHash: hash, account: file.account ?? '', report },
        ...{ preset: file.preset ?? 'generic', asOfDate: file.asOf, rowCount: file.rows },
        ...{ holdingCount: holdings.length, transactionCount: lineCount, warningCount: problems.length },
        ...{ createdBy: userId, createdAt: this.clock.now() },
      },
      drafts.map((draft) => ({ transactionId: draft.id, row: draft.row })),
    );
    return id;
  }

  /** @throws ImportIsNeeded */
  async reverse(userId: string, portfolioId: string, ids: readonly string[]): Promise<void> {
    try {
      await this.ledger.reverseAll(userId, portfolioId, ids, userId);
    } catch (error) {
      if (!(error instanceof LedgerRejected) || error.entryIds.length === 0) throw error;
      throw new ImportIsNeeded(await this.ledger.listRecords(portfolioId, error.entryIds));
    }
  }
}

const byIdOf = (instruments: readonly InstrumentView[]): Map<string, InstrumentView> =>
  new Map(instruments.map((instrument) => [instrument.id, instrument]));

function withCashWarning(problems: readonly ImportProblem[], cash: CashReport): readonly ImportProblem[] {
  if (cash.inFile !== null || !cash.after.startsWith('-')) return problems;
  const message = `The file says nothing of cash, and the purchases leave ${cash.after} in the portfolio.`;
  const fix = 'Book a contribution for what the holdings cost, so that the net asset value is theirs.';
  return [importWarning('cash_negative', message, fix, { field: 'cash', value: cash.after }), ...problems];
}

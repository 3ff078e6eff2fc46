import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { asSystem, asUser } from '../../shared/database/transactions.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { LedgerRejected } from '../ledger/ledger.errors.js';
import { InstrumentsRefused } from '../market-data/instrument.errors.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { type ImportFile } from './brokers/import-file.kernel.js';
import { readImportFile } from './brokers/import-file.loader.js';
import { type Booking, DryRunDone, HoldingBookingService, type ImportOutcome } from './holding-booking.service.js';
import { type HoldingImport } from './holding-import.entity.js';
import {
  FileAlreadyImported,
  HoldingImportNotFound,
  ImportAlreadyUndone,
  ImportFileRefused,
} from './holding-import.errors.js';
import { type HoldingImportPage, HoldingImportRepository, type ImportedEntry } from './holding-import.repository.js';
import { wishesOf } from './import-plan.kernel.js';
import { importError, type ImportProblem, isError } from './import-problem.kernel.js';
import { readImportRequest, type SentImport } from './import-request.kernel.js';

export interface HoldingImportView {
  readonly holdingImport: HoldingImport;
  readonly entries: readonly ImportedEntry[];
  /** Where the next page of entries begins. */
  readonly nextCursor: string | null;
}

const OPERATOR = asSystem('holding-import');

/** Holdings from the files of brokers: everything, or nothing and the reasons; and back again. */
@Injectable()
export class HoldingImportService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly imports: HoldingImportRepository,
    private readonly bookings: HoldingBookingService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @param receive reads the upload; it is asked only once the portfolio is known to be the user's */
  async importFile(userId: string, portfolioId: string, receive: () => Promise<SentImport>): Promise<ImportOutcome> {
    const { currency } = await this.portfolios.get(userId, portfolioId);
    const request = readImportRequest(await receive());
    if (!('bytes' in request)) throw new InvalidInput(request);
    const { fileName, bytes, isDryRun, preset, mapping, asOf, account } = request;
    const today = isoDay(this.clock.now());
    const file = readImportFile(fileName, bytes, { preset, mapping, asOf, account, currency, today });
    const outcome = { isDryRun, importId: null, fileName, file };
    if (file.problems.some(isError)) return refusedOrTold({ ...outcome, problems: file.problems, plan: null });
    const hash = createHash('sha256').update(bytes).digest('hex');
    const booking: Booking = { userId, portfolioId, currency, request, file, hash };
    try {
      return await this.tx.run(asUser(userId), () => this.bookings.book(booking));
    } catch (error) {
      if (error instanceof DryRunDone) {
        return { ...outcome, problems: error.problems, plan: error.plan };
      }
      const problems = problemsOf(error, file);
      if (problems === null || (error instanceof FileAlreadyImported && !isDryRun)) throw error;
      return refusedOrTold({ ...outcome, problems: [...problems, ...file.problems], plan: null });
    }
  }

  /** As `importFile`, on the machine of the operator, who acts as the owner. */
  async importAsOwner(portfolioId: string, sent: SentImport): Promise<ImportOutcome> {
    const owner = await this.tx.run(OPERATOR, () => this.imports.findOwner(portfolioId));
    if (owner === null) throw new PortfolioNotFound(portfolioId);
    return this.importFile(owner, portfolioId, () => Promise.resolve(sent));
  }

  list(userId: string, portfolioId: string, page: CursoredPage): Promise<HoldingImportPage> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      return this.imports.listPage(portfolioId, page);
    });
  }

  get(userId: string, portfolioId: string, importId: string, page: CursoredPage): Promise<HoldingImportView> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      return this.view(portfolioId, importId, page);
    });
  }

  /** Reverses the ledger lines of the import that are still in force, and no other. */
  undo(userId: string, portfolioId: string, importId: string, page: CursoredPage): Promise<HoldingImportView> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.lock(userId, portfolioId);
      const holdingImport = await this.imports.find(portfolioId, importId);
      if (!holdingImport) throw new HoldingImportNotFound(importId);
      if (holdingImport.status === 'undone') throw new ImportAlreadyUndone(importId);
      const ids = await this.imports.listTransactionIds(portfolioId, importId);
      await this.bookings.reverse(userId, portfolioId, ids);
      await this.imports.markUndone(portfolioId, importId, this.clock.now());
      return this.view(portfolioId, importId, page);
    });
  }

  private async view(portfolioId: string, importId: string, page: CursoredPage): Promise<HoldingImportView> {
    const holdingImport = await this.imports.find(portfolioId, importId);
    if (!holdingImport) throw new HoldingImportNotFound(importId);
    const { items: entries, nextCursor } = await this.imports.listEntries(portfolioId, importId, page);
    return { holdingImport, entries, nextCursor };
  }
}

/** A dry run answers what would keep the file out; an import is refused for it. */
function refusedOrTold(outcome: ImportOutcome): ImportOutcome {
  if (outcome.isDryRun) return outcome;
  throw new ImportFileRefused(outcome.problems, { preset: outcome.file.preset, accounts: outcome.file.accounts });
}

/** What a file cannot show by itself; null for what is no problem of the file. */
function problemsOf(error: unknown, file: ImportFile): ImportProblem[] | null {
  if (error instanceof FileAlreadyImported) {
    const fix = 'Undo that import first if the file is to be imported anew.';
    const place = { field: 'file', value: error.importId };
    return [importError('already_imported', 'This file is in the portfolio already.', fix, place)];
  }
  if (error instanceof InstrumentsRefused) {
    const rows = wishesOf(file).map(({ row }) => row);
    return error.refusals.map(({ index, symbol, code, field, message }) =>
      importError(code, message, '', { row: rows[index] ?? null, field, value: symbol }),
    );
  }
  if (!(error instanceof LedgerRejected)) return null;
  return error.errors.map(({ row = null, field = null, code, message }) =>
    importError(code, message, '', { row, field }),
  );
}

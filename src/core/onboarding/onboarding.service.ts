import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { LedgerRejected } from '../ledger/ledger.errors.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { InstrumentsRefused } from '../market-data/instrument.errors.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import { AccountNameTaken } from '../portfolios/portfolio.errors.js';
import { type Portfolio } from '../portfolios/portfolio.entity.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { type CsvCode, type CsvProblem } from '../positions/import/csv-problem.kernel.js';
import { type Holding } from '../positions/import/holding.kernel.js';
import { parseHoldingsCsv } from '../positions/import/holdings-csv.loader.js';
import { type ImportForm, readImportForm, type SentForm } from './import-form.kernel.js';
import { CsvRefused, FormRefused, ImportedAccountNameTaken } from './onboarding.errors.js';
import { expiredSymbols, firstDay, openingDrafts } from './opening-ledger.kernel.js';

export interface ImportedPortfolio {
  readonly portfolioId: string;
  readonly form: ImportForm;
  readonly imported: number;
  readonly totalRows: number;
  /** Symbols of contracts that are held past their last day; the batch settles them. */
  readonly expired: readonly string[];
}

const CURRENCY = 'USD';

/** A portfolio from a form and a file of holdings: everything, or nothing and the reasons. */
@Injectable()
export class OnboardingService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly instruments: InstrumentService,
    private readonly ledger: LedgerService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The file is read before the unit of work opens, so that nobody waits for it. */
  async importPortfolio(
    userId: string,
    sent: SentForm,
    alongside?: (portfolioId: string) => Promise<void>,
  ): Promise<ImportedPortfolio> {
    const form = readImportForm(sent);
    if ('code' in form) throw new FormRefused(form.code, form.message);
    const today = isoDay(this.clock.now());
    const file = parseHoldingsCsv(form.file.name, form.file.bytes, today);
    if (!file.ok) throw new CsvRefused(file.problems);
    return this.tx.run(asUser(userId), async () => {
      const { id: portfolioId } = await this.open(userId, form, firstDay(file.holdings));
      const expired = await this.book(userId, portfolioId, file.holdings, today);
      await alongside?.(portfolioId);
      return { portfolioId, form, imported: file.holdings.length, totalRows: file.totalRows, expired };
    });
  }

  private async open(userId: string, form: ImportForm, openingDate: string | null): Promise<Portfolio> {
    const { name, accountName, accountType, description, equityBalance } = form;
    const given = { name, accountName, accountType, description, equityBalance, openingDate };
    try {
      const { portfolio } = await this.portfolios.create(userId, {
        ...given,
        currency: CURRENCY,
        lotMethod: 'fifo',
        isActive: true,
      });
      return portfolio;
    } catch (error) {
      throw error instanceof AccountNameTaken ? new ImportedAccountNameTaken(accountName) : error;
    }
  }

  /** @returns symbols of the contracts that are held past their last day */
  private async book(
    userId: string,
    portfolioId: string,
    holdings: readonly Holding[],
    today: string,
  ): Promise<readonly string[]> {
    try {
      const instruments = await this.instruments.ensure(userId, CURRENCY, holdings);
      const drafts = openingDrafts(holdings, instruments, randomUUID);
      const locate = (index: number, field: string): { row: number; field: string } => ({
        row: drafts[index]?.row ?? 0,
        field,
      });
      await this.ledger.post({ userId, portfolioId, author: userId, drafts, locate });
      return expiredSymbols(holdings, instruments, today);
    } catch (error) {
      throw refusalOf(error, holdings);
    }
  }
}

/** What a file cannot show by itself: symbols that are known as something else, figures beyond what is stored. */
function refusalOf(error: unknown, holdings: readonly Holding[]): unknown {
  const problem = (row: number, symbol: string | null, code: CsvCode, message: string, field: string): CsvProblem => {
    return { row, symbol, code, message, field, value: null, fix: '' };
  };
  if (error instanceof InstrumentsRefused) {
    return new CsvRefused(
      error.refusals.map(({ index, symbol, message, field }) => {
        const column = field === 'symbol' ? 'Symbol' : 'Investment Class';
        return problem(holdings[index]?.row ?? 0, symbol, 'ERR_POS_016', message, column);
      }),
    );
  }
  if (error instanceof LedgerRejected) {
    const symbols = new Map(holdings.map(({ row, symbol }) => [row, symbol]));
    return new CsvRefused(
      error.errors.map(({ row = 0, message }) =>
        problem(row, symbols.get(row) ?? null, 'ERR_POS_005', message, 'Quantity'),
      ),
    );
  }
  return error;
}

import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { AppError, type InputFault } from '../../shared/errors/app-error.js';
import type { CursorPage } from '../../shared/http/cursor.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CALENDAR_START, sessionIndex, sessionOnOrBefore } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { FIRST_BOOKING_DAY } from '../ledger/booking-day.kernel.js';
import { type BookedTransactions, type TransactionInput, TransactionService } from '../ledger/transaction.service.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { MAX_MARK_AGE_SESSIONS } from '../valuation/valuation.kernel.js';
import { MarksRefused } from './mark.errors.js';
import { type MarkFilter, type MarkRecord, MarkRepository } from './mark.repository.js';
import { readMarks } from './marks-csv.loader.js';

export interface NewMark {
  readonly symbol: string;
  readonly date: string;
  readonly price: string;
  readonly notes: string | null;
}

export interface AgedMark extends MarkRecord {
  /** Of the latest session. */
  readonly ageSessions: number;
  /** It values the asset, and is older than the limit. */
  readonly isStale: boolean;
}

export interface MarkPage extends CursorPage<AgedMark> {
  readonly total: number;
  readonly asOf: string;
}

const inputOf = ({ symbol, date, price, notes }: NewMark): TransactionInput => ({
  kind: 'mark',
  tradeDate: date,
  instrument: {
    ...{ symbol, investmentClass: null, investmentSubtype: null, underlyingSymbol: null },
    ...{ strikePrice: null, expirationDate: null, optionType: null },
  },
  ...{ quantity: null, price, fees: '0', amount: null, ratio: null, lotId: null, notes, crossesZero: false },
});

const WIRE: Readonly<Record<string, string>> = { trade_date: 'date' };

/** Values that a user gives private assets. They are entries of the ledger, so they can be reversed there. */
@Injectable()
export class MarkService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly transactions: TransactionService,
    private readonly repository: MarkRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(userId: string, portfolioId: string, filter: MarkFilter): Promise<MarkPage> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      const asOf = sessionOnOrBefore(isoDay(this.clock.now()));
      const page = await this.repository.listPage(portfolioId, filter);
      return { ...page, items: page.items.map((mark) => aged(mark, asOf)), asOf };
    });
  }

  add(userId: string, portfolioId: string, mark: NewMark): Promise<BookedTransactions> {
    const pointer = (_: number, field: string): string => `/${WIRE[field] ?? field}`;
    return this.transactions.post(userId, portfolioId, { inputs: [inputOf(mark)], pointer });
  }

  /** All marks of a file or none, and every problem by row. @throws MarksRefused */
  async importFile(userId: string, portfolioId: string, file: Uint8Array | null): Promise<BookedTransactions> {
    await this.portfolios.get(userId, portfolioId);
    if (file === null) {
      const message = 'csv_file is missing: send the marks as a file of the form.';
      throw new MarksRefused([{ field: 'csv_file', code: 'required', message }]);
    }
    const { lines, problems } = readMarks(file);
    const early = lines.flatMap(({ row, date }): InputFault[] =>
      date < FIRST_BOOKING_DAY
        ? [{ row, field: 'date', code: 'date_too_early', message: `date must be ${FIRST_BOOKING_DAY} or later.` }]
        : [],
    );
    if (problems.length + early.length > 0) throw new MarksRefused([...problems, ...early]);
    const pointer = (index: number, field: string): string => `/${lines[index]?.row ?? 0}/${WIRE[field] ?? field}`;
    const inputs = lines.map((line) => inputOf({ ...line, notes: null }));
    try {
      return await this.transactions.post(userId, portfolioId, { inputs, pointer });
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
      throw new MarksRefused(error.errors.map(asRow));
    }
  }
}

function aged(mark: MarkRecord, asOf: string): AgedMark {
  const session = mark.date < CALENDAR_START ? CALENDAR_START : sessionOnOrBefore(mark.date);
  const ageSessions = Math.max(0, sessionIndex(asOf) - sessionIndex(session));
  return { ...mark, ageSessions, isStale: mark.isNewest && ageSessions > MAX_MARK_AGE_SESSIONS };
}

function asRow({ pointer = '', code, message }: InputFault): InputFault {
  const [, row = '', field = ''] = pointer.split('/');
  return { row: Number(row), field: WIRE[field] ?? field, code, message };
}

import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { type InputFault } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { type LedgerKind } from '../ledger/ledger-entry.kernel.js';
import { type TransactionInput, type TransactionInputs, TransactionService } from '../ledger/transaction.service.js';
import { canonicalSymbol, type InstrumentDescription, readInstrument } from '../market-data/instrument.kernel.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { checkNewPosition, namingSymbol, type NewPosition, openingOf } from './new-position.kernel.js';
import { optionSideOf } from './position-correction.kernel.js';
import { PositionNotFound } from './position.errors.js';
import { ENTRY_MARK, PositionRepository } from './position.repository.js';
import { type PositionView } from './position-view.js';

/** JSON pointer to a field of the position at this index of the request. */
export type PositionPointer = (index: number, field: string) => string;

export interface Duplicates {
  /** Open positions of the symbol. */
  readonly positions: readonly PositionView[];
  readonly tagIds: readonly string[];
}

export interface SymbolVerdict {
  readonly symbol: string;
  readonly isValid: boolean;
  readonly message: string | null;
}

const MAX_DUPLICATES = 200;
/** What the ledger calls otherwise. */
const FIELD_NAMES = {
  trade_date: 'entry_date',
  price: 'avg_cost',
  kind: 'position_type',
  option_type: 'position_type',
};

/** Positions: made, read and looked for. Each is a lot of the ledger, which is what counts. */
@Injectable()
export class PositionService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly transactions: TransactionService,
    private readonly positions: PositionRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  get(userId: string, id: string): Promise<PositionView> {
    return this.tx.run(asUser(userId), async () => {
      const [position] = await this.positions.listByIds(userId, [id]);
      if (!position) throw new PositionNotFound(id);
      return position;
    });
  }

  /** All of them or none, in the order in which they were sent. Each is a purchase or short sale of the ledger. */
  create(
    userId: string,
    portfolioId: string,
    given: readonly NewPosition[],
    pointer: PositionPointer,
  ): Promise<PositionView[]> {
    const faults = given.flatMap((one, index): InputFault[] =>
      checkNewPosition(one).map((fault) => ({ ...fault, pointer: pointer(index, fault.field) })),
    );
    return this.tx.run(asUser(userId), async () => {
      // Who may not see the portfolio is not told what else is wrong.
      await this.portfolios.get(userId, portfolioId);
      if (faults.length > 0) throw new InvalidInput(faults);
      const sent = inputsOf(given, isoDay(this.clock.now()), pointer);
      const { records } = await this.transactions.post(userId, portfolioId, sent);
      const ids = records.slice(0, given.length).map(({ id }) => id);
      const made = new Map((await this.positions.listByIds(userId, ids)).map((one) => [one.id, one]));
      return ids.flatMap((id) => made.get(id) ?? []);
    });
  }

  /** Open positions of a symbol, and the tags that they bear. */
  findDuplicates(userId: string, portfolioId: string, symbol: string): Promise<Duplicates> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      const name = canonicalSymbol(symbol);
      const positions = await this.positions.listOpen(userId, portfolioId, name, MAX_DUPLICATES);
      return { positions, tagIds: await this.positions.listTagIds(userId, portfolioId, name) };
    });
  }

  listTagIds(userId: string, portfolioId: string, symbol: string): Promise<string[]> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      return this.positions.listTagIds(userId, portfolioId, canonicalSymbol(symbol));
    });
  }

  /** Whether a position could be held under this symbol, and whether it would have a price. */
  async validateSymbol(userId: string, given: string): Promise<SymbolVerdict> {
    const symbol = canonicalSymbol(given);
    const read = readInstrument({ ...NOTHING_ELSE, symbol });
    if ('faults' in read) return { symbol, isValid: false, message: read.faults[0].message };
    const hasPrices = await this.tx.run(asUser(userId), () => this.positions.hasPrices(symbol));
    const message = `No prices of ${symbol} are known here yet: the position is unpriced until some are imported.`;
    return { symbol, isValid: true, message: hasPrices ? null : message };
  }
}

const NOTHING_ELSE: Omit<InstrumentDescription, 'symbol'> = {
  investmentClass: null,
  investmentSubtype: null,
  underlyingSymbol: null,
  strikePrice: null,
  expirationDate: null,
  optionType: null,
};

/** The openings in their order, then the marks that private assets begin with. */
function inputsOf(given: readonly NewPosition[], today: string, pointer: PositionPointer): TransactionInputs {
  const openings = given.map((one) => entryOf(one, today, openingOf(one).kind, one.notes));
  const marked = given.flatMap((one, index) => (one.investmentClass === 'PRIVATE' ? [{ one, index }] : []));
  const marks = marked.map(({ one }) => entryOf(one, today, 'mark', ENTRY_MARK));
  const indexOf = (index: number): number => marked[index - given.length]?.index ?? index;
  return {
    inputs: [...openings, ...marks],
    pointer: (index, field) => pointer(indexOf(index), field),
    rename: FIELD_NAMES,
  };
}

function entryOf(one: NewPosition, today: string, kind: LedgerKind, notes: string | null): TransactionInput {
  return {
    kind,
    tradeDate: one.entryDate ?? today,
    instrument: describe(one),
    quantity: kind === 'mark' ? null : openingOf(one).quantity,
    price: one.entryPrice,
    fees: '0',
    amount: null,
    ratio: null,
    lotId: null,
    crossesZero: false,
    notes,
  };
}

function describe(one: NewPosition): InstrumentDescription {
  const { investmentClass, investmentSubtype, underlyingSymbol, strikePrice, expirationDate } = one;
  const contract = { underlyingSymbol, strikePrice, expirationDate, optionType: optionSideOf(one.positionType) };
  return { symbol: namingSymbol(one), investmentClass, investmentSubtype, ...contract };
}

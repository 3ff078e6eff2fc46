import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import { type InputFault } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import {
  type InstrumentDescription,
  type InstrumentView,
  type InstrumentWish,
} from '../market-data/instrument.kernel.js';
import { InstrumentsRefused } from '../market-data/instrument.errors.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import { CurrencyJustChanged } from '../portfolios/portfolio.errors.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { futureDay } from './booking-day.kernel.js';
import { type LedgerKind } from './ledger-entry.kernel.js';
import { draftOf } from './ledger-booking.kernel.js';
import { refuseOwnedElsewhere, TransactionNotFound } from './ledger.errors.js';
import { LedgerService, type Posting, type PostingDraft, type Preview } from './ledger.service.js';
import { type Lot } from './lot.kernel.js';
import { hasStockLeg, stockLegOf } from './option-leg.kernel.js';
import { expiredBefore, listedWish, symbolOf, tradedInstruments } from './traded-instrument.kernel.js';
import { type TransactionFilter, type TransactionPage, type TransactionRecord } from './transaction.repository.js';

/** An entry as a client sends it. */
export interface TransactionInput {
  readonly kind: LedgerKind;
  readonly tradeDate: string;
  /** Null for entries about cash. */
  readonly instrument: InstrumentDescription | null;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly fees: string;
  readonly amount: string | null;
  readonly ratio: string | null;
  readonly lotId: string | null;
  readonly notes: string | null;
  /** A trade may close the other side and open its own. */
  readonly crossesZero: boolean;
}

export interface TransactionInputs {
  readonly inputs: readonly TransactionInput[];
  /** JSON pointer to a field of the input at this index. */
  readonly pointer: (index: number, field: string) => string;
  /** Names of fields in the words of a caller that calls them otherwise. */
  readonly rename?: Readonly<Record<string, string>>;
}

export interface LotView {
  readonly lot: Lot;
  readonly instrument: InstrumentView | null;
}

export interface BookedTransactions {
  readonly records: readonly TransactionRecord[];
  readonly lots: readonly LotView[];
  readonly removedLotIds: readonly string[];
}

export interface PreviewedTransactions extends Omit<Preview, 'lots'> {
  readonly lots: readonly LotView[];
}

const WIRE_FIELDS: Readonly<Record<string, string>> = {
  instrumentId: 'symbol',
  tradeDate: 'trade_date',
  lotId: 'lot_id',
  crossesZero: 'allow_reversal_of_side',
};

/** The ledger as a resource of its own: list, book, preview, reverse. */
@Injectable()
export class TransactionService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly instruments: InstrumentService,
    private readonly ledger: LedgerService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(userId: string, portfolioId: string, filter: TransactionFilter): Promise<TransactionPage> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      return this.ledger.list(portfolioId, filter);
    });
  }

  /** All or none. A purchase or short sale of a symbol that is new to us makes its instrument. */
  post(userId: string, portfolioId: string, sent: TransactionInputs): Promise<BookedTransactions> {
    return this.tx.run(asUser(userId), async () => {
      const { currency } = await this.portfolios.get(userId, portfolioId);
      const posting = await this.prepare(userId, portfolioId, currency, sent);
      // New instruments come before the lock, as in an import of prices: in the other order the two could wait for each other.
      const locked = await this.portfolios.lock(userId, portfolioId);
      if (locked.currency !== currency) throw new CurrencyJustChanged(locked.currency);
      const { entries, changedLots, removedLotIds } = await this.ledger.post(posting);
      const records = await this.ledger.listRecords(
        portfolioId,
        entries.map(({ id }) => id),
      );
      return { records, lots: await this.viewsOf(changedLots), removedLotIds };
    });
  }

  /** Which lots would be opened or closed, and what would be realised. Nothing is stored. */
  preview(userId: string, portfolioId: string, sent: TransactionInputs): Promise<PreviewedTransactions> {
    return this.tx.run(asUser(userId), async () => {
      const { currency } = await this.portfolios.get(userId, portfolioId);
      const preview = await this.ledger.preview(await this.prepare(userId, portfolioId, currency, sent));
      return { ...preview, lots: await this.viewsOf(preview.lots) };
    });
  }

  reverse(userId: string, portfolioId: string, transactionId: string): Promise<BookedTransactions> {
    return this.tx.run(asUser(userId), async () => {
      await this.portfolios.get(userId, portfolioId);
      const record = await this.ledger.findRecord(portfolioId, transactionId);
      if (!record) throw new TransactionNotFound(transactionId);
      refuseOwnedElsewhere(record);
      const { entries, changedLots, removedLotIds } = await this.ledger.reverse(
        userId,
        portfolioId,
        transactionId,
        userId,
      );
      const records = await this.ledger.listRecords(
        portfolioId,
        entries.map(({ id }) => id),
      );
      return { records, lots: await this.viewsOf(changedLots), removedLotIds };
    });
  }

  private async prepare(
    userId: string,
    portfolioId: string,
    currency: string,
    sent: TransactionInputs,
  ): Promise<Posting> {
    this.refuseFutureDays(sent);
    const resolved = await this.resolve(userId, currency, sent);
    refuseLateTrades(sent, resolved);
    const underlyings = await this.underlyingsOf(userId, currency, sent, resolved);
    const drafts: PostingDraft[] = [];
    const origins: number[] = [];
    for (const [index, input] of sent.inputs.entries()) {
      for (const draft of draftsOf(input, resolved[index] ?? null, underlyings.get(index) ?? null)) {
        drafts.push(draft);
        origins.push(index);
      }
    }
    const locate: Posting['locate'] = (index, field) => {
      return placeOf(sent, origins[index] ?? 0, WIRE_FIELDS[field] ?? field);
    };
    return { userId, portfolioId, author: userId, drafts, locate };
  }

  /** By input, what an exercise or assignment delivers. */
  private async underlyingsOf(
    userId: string,
    currency: string,
    { inputs, pointer }: TransactionInputs,
    resolved: readonly (InstrumentView | null)[],
  ): Promise<Map<number, InstrumentView>> {
    const faults: InputFault[] = [];
    const wishes: { readonly index: number; readonly wish: InstrumentWish }[] = [];
    for (const [index, { kind, quantity }] of inputs.entries()) {
      const option = resolved[index] ?? null;
      if (!hasStockLeg(kind) || option === null) continue;
      const fault = (field: string, code: string, message: string): void => {
        faults.push({ pointer: pointer(index, field), field, code, message });
      };
      if (option.underlyingSymbol === null) {
        fault('symbol', 'not_an_option', `${option.symbol} is no option: only options have an ${kind}.`);
      } else if (quantity === null) {
        fault('quantity', 'ledger.required', `An ${kind} needs quantity: say how many contracts.`);
      } else wishes.push({ index, wish: listedWish(option.underlyingSymbol) });
    }
    if (faults.length > 0) throw new InvalidInput(faults);
    const made = await this.ensure(userId, currency, wishes, pointer);
    return new Map(wishes.flatMap(({ index }, place) => (made[place] ? [[index, made[place]]] : [])));
  }

  private async viewsOf(lots: readonly Lot[]): Promise<LotView[]> {
    const instruments = await this.instruments.findByIds(lots.map(({ instrumentId }) => instrumentId));
    return lots.map((lot) => ({ lot, instrument: instruments.get(lot.instrumentId) ?? null }));
  }

  private refuseFutureDays(sent: TransactionInputs): void {
    const today = isoDay(this.clock.now());
    const faults = sent.inputs.flatMap(({ tradeDate }, index): InputFault[] => {
      const place = placeOf(sent, index, 'trade_date');
      const message = futureDay(place.field, tradeDate, today);
      return message === null ? [] : [{ ...place, code: 'future_date', message }];
    });
    if (faults.length > 0) throw new InvalidInput(faults);
  }

  /** The instrument of each input, null for cash. */
  private async resolve(
    userId: string,
    currency: string,
    { inputs, pointer }: TransactionInputs,
  ): Promise<(InstrumentView | null)[]> {
    const symbols = inputs.flatMap(({ instrument }) => (instrument && symbolOf(instrument)) ?? []);
    const known = await this.instruments.listBySymbols(userId, symbols);
    const faults: InputFault[] = [];
    const resolved = new Map<number, InstrumentView>();
    const wishes: { readonly index: number; readonly wish: InstrumentWish }[] = [];
    for (const [index, traded] of tradedInstruments(inputs, known).entries()) {
      if (traded === null) continue;
      if ('known' in traded) resolved.set(index, traded.known);
      else if ('wish' in traded) wishes.push({ index, wish: traded.wish });
      else {
        for (const { field, message } of traded.faults)
          faults.push({ pointer: pointer(index, field), field, code: 'instrument', message });
      }
    }
    if (faults.length > 0) throw new InvalidInput(faults);
    const made = await this.ensure(userId, currency, wishes, pointer);
    for (const [place, { index }] of wishes.entries()) {
      const instrument = made[place];
      if (instrument) resolved.set(index, instrument);
    }
    this.instruments.refuseOtherCurrency(currency, resolved, ({ index, field }) => ({
      pointer: pointer(index, field),
    }));
    return inputs.map((_, index) => resolved.get(index) ?? null);
  }

  private async ensure(
    userId: string,
    currency: string,
    wishes: readonly { readonly index: number; readonly wish: InstrumentWish }[],
    pointer: TransactionInputs['pointer'],
  ): Promise<InstrumentView[]> {
    if (wishes.length === 0) return [];
    try {
      return await this.instruments.ensure(
        userId,
        currency,
        wishes.map(({ wish }) => wish),
      );
    } catch (error) {
      if (!(error instanceof InstrumentsRefused)) throw error;
      throw new InstrumentsRefused(error.refusals, ({ index, field }) => ({
        pointer: pointer(wishes[index]?.index ?? 0, field),
      }));
    }
  }
}

function placeOf(
  { pointer, rename = {} }: TransactionInputs,
  index: number,
  field: string,
): { pointer: string; field: string } {
  const name = rename[field] ?? field;
  return { pointer: pointer(index, name), field: name };
}

/** A contract is not traded after its last day; such a purchase would open a lot that nothing ever closes. */
function refuseLateTrades(sent: TransactionInputs, resolved: readonly (InstrumentView | null)[]): void {
  const faults = sent.inputs.flatMap((input, index): InputFault[] => {
    const instrument = resolved[index] ?? null;
    const lastDay = expiredBefore(input, instrument);
    if (lastDay === null) return [];
    const message = `${instrument?.symbol ?? ''} expired on ${lastDay}, before it was traded: correct the day or the contract.`;
    return [{ ...placeOf(sent, index, 'trade_date'), code: 'contract_expired', message }];
  });
  if (faults.length > 0) throw new InvalidInput(faults);
}

/** The entry, and with an exercise or assignment its stock leg. */
function draftsOf(
  input: TransactionInput,
  instrument: InstrumentView | null,
  underlying: InstrumentView | null,
): PostingDraft[] {
  const { kind, tradeDate, quantity, price, fees, amount, ratio, lotId, notes, crossesZero } = input;
  const about = { instrumentId: instrument?.id ?? null, multiplier: instrument?.multiplier ?? 1 };
  const figures = { quantity, price, fees, amount, ratio, lotId, crossesZero };
  const draft = draftOf({ kind, tradeDate, ...about, ...figures });
  const leg = instrument && underlying ? stockLegOf(draft, instrument, underlying.id) : null;
  if (leg === null || instrument === null) return [{ ...draft, source: 'api', notes }];
  const legId = randomUUID();
  const legNotes = notes ?? `Stock leg of the ${kind} of ${instrument.symbol}`;
  return [
    { ...draft, legId, source: 'api', notes },
    { ...leg, id: legId, source: 'api', notes: legNotes },
  ];
}

import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { futureDay } from '../ledger/booking-day.kernel.js';
import { Exact, toPlainString } from '../ledger/decimal.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { type Locate } from '../ledger/ledger.errors.js';
import { type Correction, LedgerService } from '../ledger/ledger.service.js';
import { type InstrumentView, readInstrument } from '../market-data/instrument.kernel.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { correctOpening, isSameOpening, isShortType, type OpeningTrade } from './position-correction.kernel.js';
import { closingSize, type Exit } from './position-exit.kernel.js';
import { FreshWindowOver, PositionClosed, positionFault, PositionNotFound } from './position.errors.js';
import { ENTRY_MARK, type OpeningEntry, PositionRepository } from './position.repository.js';
import { PositionService } from './position.service.js';
import { type PositionView } from './position-view.js';

/** Only what is there changes. */
export interface PositionChange {
  /** What shall be open; with an exit, what is left after it. */
  readonly quantity?: string;
  readonly entryPrice?: string;
  readonly positionType?: PositionView['positionType'];
  readonly notes?: string | null;
  readonly symbol?: string;
  readonly mayChangeSymbol: boolean;
  readonly exit: Exit | null;
}

/** Corrects and closes positions. A correction is a reversal and a new entry, which goes on with the same lot. */
@Injectable()
export class PositionChangeService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly instruments: InstrumentService,
    private readonly ledger: LedgerService,
    private readonly views: PositionService,
    private readonly positions: PositionRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  change(userId: string, id: string, change: PositionChange): Promise<PositionView> {
    return this.tx.run(asUser(userId), async () => {
      const unlocked = await this.views.get(userId, id);
      // A new instrument comes before the lock, as wherever one is made.
      const instrument = await this.otherInstrument(userId, unlocked, change);
      await this.portfolios.lock(userId, unlocked.portfolioId);
      const before = await this.views.get(userId, id);
      const corrected = await this.correct(userId, before, change, instrument);
      if (change.exit !== null) await this.close(userId, corrected, change, change.exit);
      if (change.notes !== undefined) await this.positions.updateNotes(before.portfolioId, id, change.notes);
      return this.views.get(userId, id);
    });
  }

  /** The instrument of another symbol; null when the symbol stays. */
  private async otherInstrument(
    userId: string,
    position: PositionView,
    { symbol, mayChangeSymbol }: PositionChange,
  ): Promise<InstrumentView | null> {
    const { investmentClass, investmentSubtype } = position;
    if (symbol === undefined) return null;
    const terms = { underlyingSymbol: null, strikePrice: null, expirationDate: null, optionType: null };
    const subtype = investmentClass === 'OPTIONS' ? null : investmentSubtype;
    const read = readInstrument({ symbol, investmentClass, investmentSubtype: subtype, ...terms });
    if ('faults' in read) throw positionFault('symbol', 'instrument', read.faults[0].message);
    if (read.wish.symbol === position.symbol) return null;
    if (!mayChangeSymbol) throw positionFault('symbol', 'position.symbol_edit', SAY_SO);
    if (!position.isFresh) throw new FreshWindowOver('symbol');
    if (read.wish.optionType !== position.optionType) {
      throw positionFault('symbol', 'position.other_instrument', 'The symbol is not of the same kind of contract.');
    }
    const { currency } = await this.portfolios.get(userId, position.portfolioId);
    const [instrument] = await this.instruments.ensure(userId, currency, [read.wish]);
    return instrument ?? null;
  }

  private async correct(
    userId: string,
    position: PositionView,
    { quantity, entryPrice, positionType, exit }: PositionChange,
    instrument: InstrumentView | null,
  ): Promise<PositionView> {
    const [opening] = await this.positions.listOpenings(position.portfolioId, [position.id]);
    if (!opening) throw new PositionNotFound(position.id);
    const wanted = {
      ...(quantity === undefined || exit !== null ? {} : { quantity }),
      ...(entryPrice === undefined ? {} : { entryPrice }),
      ...(positionType === undefined ? {} : { positionType }),
    };
    const result = correctOpening(position, opening, wanted);
    if ('fault' in result) throw positionFault(result.fault.field, result.fault.code, result.fault.message);
    if (instrument === null && isSameOpening(result.opening, opening)) return position;
    const resizes = !new Exact(result.opening.quantity).eq(opening.quantity);
    if (resizes && position.exitDate !== null) throw new PositionClosed(position.exitDate);
    const about = instrument ?? { id: position.instrumentId, multiplier: position.multiplier };
    const { portfolioId } = position;
    const rebooked = rebook(position.id, opening, result.opening, about);
    await this.ledger.correct({ userId, portfolioId, author: userId, locate, ...rebooked });
    return this.views.get(userId, position.id);
  }

  private async close(userId: string, position: PositionView, change: PositionChange, exit: Exit): Promise<void> {
    if (position.exitDate !== null) throw new PositionClosed(position.exitDate);
    const size = closingSize(position.quantity, exit.quantity, change.quantity ?? null);
    if ('fault' in size) throw positionFault(size.fault.field, size.fault.code, size.fault.message);
    const tradeDate = exit.date ?? isoDay(this.clock.now());
    this.refuseExitDay(position, tradeDate);
    const { portfolioId, instrumentId, multiplier, id: lotId } = position;
    const kind = isShortType(position.positionType) ? 'cover' : 'sell';
    const trade = { instrumentId, multiplier, quantity: size.quantity, price: exit.price, lotId };
    const draft = { ...draftOf({ kind, tradeDate, ...trade }), source: 'api' as const };
    await this.ledger.post({ userId, portfolioId, author: userId, drafts: [draft], locate: locateExit });
  }

  private refuseExitDay({ entryDate, expirationDate, symbol }: PositionView, day: string): void {
    const field = 'exit_date';
    const future = futureDay(field, day, isoDay(this.clock.now()));
    if (future !== null) throw positionFault(field, 'future_date', future);
    if (day < entryDate) {
      throw positionFault(field, 'exit_before_entry', `exit_date must not be before the entry, ${entryDate}.`);
    }
    if (expirationDate !== null && day > expirationDate) {
      throw positionFault(field, 'contract_expired', `${symbol} expired on ${expirationDate}: exit_date is later.`);
    }
  }
}

const SAY_SO = 'Send allow_symbol_edit: true with another symbol, so that it does not change by mistake.';

const at = (field: string): ReturnType<Locate> => ({ pointer: `/${field}`, field });
const locate: Locate = (_, field) => at(field === 'price' ? 'entry_price' : field);
const EXIT_FIELDS: Readonly<Record<string, string>> = {
  price: 'exit_price',
  quantity: 'close_quantity',
  tradeDate: 'exit_date',
  lotId: 'exit_date',
};
const locateExit: Locate = (_, field) => at(EXIT_FIELDS[field] ?? field);

/** The opening anew, and with it the mark that a private asset began with. */
function rebook(
  lotId: string,
  opening: OpeningEntry,
  { kind, quantity, price }: OpeningTrade,
  { id: instrumentId, multiplier }: Pick<InstrumentView, 'id' | 'multiplier'>,
): Pick<Correction, 'reversedIds' | 'drafts'> {
  const { id, tradeDate, fees: stored, notes, markId } = opening;
  const fees = toPlainString(new Exact(stored));
  const source = 'api' as const;
  const trade = draftOf({ kind, tradeDate, instrumentId, multiplier, quantity, price, fees });
  const mark = { ...draftOf({ kind: 'mark', tradeDate, instrumentId, multiplier, price }), source, notes: ENTRY_MARK };
  return {
    reversedIds: markId === null ? [id] : [id, markId],
    drafts: [{ ...trade, source, notes, reopens: lotId }, ...(markId === null ? [] : [mark])],
  };
}

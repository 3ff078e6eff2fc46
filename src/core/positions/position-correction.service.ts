import { Injectable } from '@nestjs/common';
import { Exact, toPlainString } from '../ledger/decimal.kernel.js';
import { draftOf } from '../ledger/ledger-booking.kernel.js';
import { type Locate } from '../ledger/ledger.errors.js';
import { type Correction, LedgerService } from '../ledger/ledger.service.js';
import { type InstrumentView, readInstrument } from '../market-data/instrument.kernel.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import {
  correctOpening,
  isSameOpening,
  type OpeningTrade,
  type PositionCorrection,
} from './position-correction.kernel.js';
import { FreshWindowOver, PositionClosed, positionFault, PositionNotFound } from './position.errors.js';
import { ENTRY_MARK, type OpeningEntry, PositionRepository } from './position.repository.js';
import { type PositionView } from './position-view.js';

/**
 * Corrects what opened a position: a reversal and a new entry, which goes on with the same lot. Works inside the caller's
 * unit of work.
 */
@Injectable()
export class PositionCorrectionService {
  constructor(
    private readonly portfolios: PortfolioService,
    private readonly instruments: InstrumentService,
    private readonly ledger: LedgerService,
    private readonly positions: PositionRepository,
  ) {}

  /** The instrument of another symbol; null when the symbol stays. */
  async otherInstrument(
    userId: string,
    position: PositionView,
    { symbol, mayChangeSymbol }: { readonly symbol?: string; readonly mayChangeSymbol: boolean },
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

  /** Books nothing when nothing changes. The portfolio is locked by the caller. */
  async correct(
    userId: string,
    position: PositionView,
    wanted: PositionCorrection,
    instrument: InstrumentView | null,
  ): Promise<void> {
    const [opening] = await this.positions.listOpenings(position.portfolioId, [position.id]);
    if (!opening) throw new PositionNotFound(position.id);
    const result = correctOpening(position, opening, wanted);
    if ('fault' in result) throw positionFault(result.fault.field, result.fault.code, result.fault.message);
    if (instrument === null && isSameOpening(result.opening, opening)) return;
    const resizes = !new Exact(result.opening.quantity).eq(opening.quantity);
    if (resizes && position.exitDate !== null) throw new PositionClosed(position.exitDate);
    const about = instrument ?? { id: position.instrumentId, multiplier: position.multiplier };
    const { portfolioId } = position;
    const rebooked = rebook(position.id, opening, result.opening, about);
    await this.ledger.correct({ userId, portfolioId, author: userId, locate, ...rebooked });
  }
}

const SAY_SO = 'Send allow_symbol_edit: true with another symbol, so that it does not change by mistake.';

const at = (field: string): ReturnType<Locate> => ({ pointer: `/${field}`, field });
const locate: Locate = (_, field) => at(field === 'price' ? 'entry_price' : field);

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

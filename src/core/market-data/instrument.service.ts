import { Injectable } from '@nestjs/common';
import {
  CONTRACT_SIZE,
  type InstrumentView,
  type InstrumentWish,
  LISTING_CURRENCY,
  type NewInstrument,
} from './instrument.kernel.js';
import { type InstrumentRefusal, InstrumentsRefused } from './instrument.errors.js';
import { InstrumentRepository } from './instrument.repository.js';

/** The symbol master. Works inside the caller's unit of work. */
@Injectable()
export class InstrumentService {
  constructor(private readonly instruments: InstrumentRepository) {}

  /**
   * Finds or makes the instruments, set-wise: listed ones and options are shared, private ones belong to the user.
   * Answers one for each wish, in their order.
   * @throws InstrumentsRefused for a symbol that is of another class already, or of another currency than the portfolio
   */
  async ensure(userId: string, currency: string, wishes: readonly InstrumentWish[]): Promise<InstrumentView[]> {
    const wanted = new Map(wishes.map((wish) => [keyOf(wish), newInstrument(userId, currency, wish)]));
    const symbols = [...new Set(wishes.map(({ symbol }) => symbol))].sort();
    let known = await this.known(userId, symbols);
    const missing = [...wanted].filter(([key]) => !known.byKey.has(key)).map(([, instrument]) => instrument);
    refuse(wishes.flatMap((wish, index) => conflictOf(wish, index, known.byKey)));
    if (missing.length > 0) {
      await this.instruments.addMissing(missing);
      known = await this.known(userId, symbols);
    }
    const found = wishes.map((wish) => known.byKey.get(keyOf(wish)));
    refuse(found.flatMap((instrument, index) => refusalOf(instrument, index, wishes[index], currency)));
    return found.filter((instrument) => instrument !== undefined);
  }

  /** Of each known symbol the user's own private instrument, if there is one, then the shared one. */
  async listBySymbols(userId: string, symbols: readonly string[]): Promise<Map<string, InstrumentView[]>> {
    const { rows } = await this.known(userId, [...new Set(symbols)].sort());
    const found = new Map<string, InstrumentView[]>();
    for (const instrument of rows) {
      const same = found.get(instrument.symbol);
      if (same) same.push(instrument);
      else found.set(instrument.symbol, [instrument]);
    }
    return found;
  }

  /** @throws InstrumentsRefused until conversion is built */
  refuseOtherCurrency(
    currency: string,
    instruments: ReadonlyMap<number, InstrumentView>,
    locate: (refusal: InstrumentRefusal) => { readonly pointer: string },
  ): void {
    const refusals = [...instruments].flatMap(([index, instrument]) => currencyRefusal(instrument, index, currency));
    if (refusals.length > 0) throw new InstrumentsRefused(refusals, locate);
  }

  /** Ids of the shared instruments of listed symbols, which are made where they are missing: for system jobs. By symbol. */
  async ensureListed(symbols: readonly string[]): Promise<Map<string, string>> {
    return new Map((await this.instruments.ensureListed(symbols)).map(({ symbol, id }) => [symbol, id]));
  }

  /** By id. */
  async findByIds(ids: readonly string[]): Promise<Map<string, InstrumentView>> {
    if (ids.length === 0) return new Map();
    const rows = await this.instruments.listByIds([...new Set(ids)]);
    return new Map(rows.map((instrument) => [instrument.id, instrument]));
  }

  private async known(
    userId: string,
    symbols: readonly string[],
  ): Promise<{ rows: readonly InstrumentView[]; byKey: ReadonlyMap<string, InstrumentView> }> {
    const rows = symbols.length === 0 ? [] : await this.instruments.listBySymbol(userId, symbols);
    return { rows, byKey: new Map(rows.map((row) => [keyOf(row), row])) };
  }
}

/** A private asset may bear the symbol of a listed one: it is in a namespace of its own. */
const keyOf = ({ symbol, investmentClass }: Pick<InstrumentWish, 'symbol' | 'investmentClass'>): string =>
  `${investmentClass === 'PRIVATE' ? 'private' : 'shared'} ${symbol}`;

function newInstrument(userId: string, currency: string, wish: InstrumentWish): NewInstrument {
  const isPrivate = wish.investmentClass === 'PRIVATE';
  return {
    ...{ symbol: wish.symbol, investmentClass: wish.investmentClass, investmentSubtype: wish.investmentSubtype },
    ...{ underlyingSymbol: wish.underlyingSymbol, strikePrice: wish.strikePrice },
    ...{ expirationDate: wish.expirationDate, optionType: wish.optionType },
    ownerUserId: isPrivate ? userId : null,
    currency: isPrivate ? currency : LISTING_CURRENCY,
    multiplier: wish.investmentClass === 'OPTIONS' ? CONTRACT_SIZE : 1,
    // The name of a listed symbol is for its dataset to say.
    name: isPrivate ? (wish.name ?? null) : null,
  };
}

/** A listed symbol that this user holds as a private asset already would be ambiguous from then on. */
function conflictOf(
  wish: InstrumentWish,
  index: number,
  known: ReadonlyMap<string, InstrumentView>,
): InstrumentRefusal[] {
  const { symbol, investmentClass } = wish;
  if (investmentClass === 'PRIVATE' || !known.has(keyOf({ symbol, investmentClass: 'PRIVATE' }))) return [];
  const message = `${symbol} is a private asset of yours already: use its class PRIVATE, or give it another symbol.`;
  return [{ index, symbol, code: 'instrument.class_conflict', field: 'investment_class', message }];
}

function refusalOf(
  instrument: InstrumentView | undefined,
  index: number,
  wish: InstrumentWish | undefined,
  currency: string,
): InstrumentRefusal[] {
  if (!wish) return [];
  const { symbol, investmentClass } = wish;
  if (!instrument) {
    const message = `${symbol} could not be made an instrument: check its class.`;
    return [{ index, symbol, code: 'instrument.unknown', field: 'symbol', message }];
  }
  if (instrument.investmentClass !== investmentClass) {
    const message = `${symbol} is known as ${instrument.investmentClass}, not ${investmentClass}: correct the class or the symbol.`;
    return [{ index, symbol, code: 'instrument.class_conflict', field: 'investment_class', message }];
  }
  return currencyRefusal(instrument, index, currency);
}

function currencyRefusal(
  { symbol, currency: own }: InstrumentView,
  index: number,
  currency: string,
): InstrumentRefusal[] {
  if (own === currency) return [];
  const message = `${symbol} is traded in ${own}, the portfolio is kept in ${currency}: hold it in a portfolio in ${own}.`;
  return [{ index, symbol, code: 'instrument.currency_mismatch', field: 'symbol', message }];
}

function refuse(refusals: readonly InstrumentRefusal[]): void {
  if (refusals.length > 0) throw new InstrumentsRefused(refusals);
}

import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { type InstrumentView, listedInstrument, type NewInstrument } from './instrument.kernel.js';

/** An option, and what its underlying was worth at the end. */
export interface ExpiredInTheMoney {
  readonly symbol: string;
  readonly underlyingSymbol: string;
  readonly close: string;
  readonly closedOn: string;
}

const VIEW = `id, symbol, owner_user_id AS "ownerUserId", investment_class AS "investmentClass",
  investment_subtype AS "investmentSubtype", currency, underlying_symbol AS "underlyingSymbol",
  strike_price AS "strikePrice", expiration_date::text AS "expirationDate", option_type AS "optionType", multiplier`;
const CHUNK = 5000;

@Injectable()
export class InstrumentRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Shared instruments of these symbols, and the user's own private ones; a symbol may be both. By symbol, own first. */
  listBySymbol(userId: string | null, symbols: readonly string[]): Promise<InstrumentView[]> {
    return this.query<InstrumentView>(
      `SELECT ${VIEW} FROM instruments
        WHERE symbol = ANY ($2::text[]) AND (owner_user_id IS NULL OR owner_user_id = $1)
        ORDER BY symbol, owner_user_id NULLS LAST`,
      [userId, symbols],
    );
  }

  /** By symbol. */
  listByIds(ids: readonly string[]): Promise<InstrumentView[]> {
    return this.query<InstrumentView>(
      `SELECT ${VIEW} FROM instruments WHERE id = ANY ($1::uuid[]) ORDER BY symbol, id`,
      [ids],
    );
  }

  /**
   * Of these options the ones that were in the money on their last day, by the last close of their underlying up to it,
   * at most four days old. Not told of a close in other shares than the strike's, or with dividends in it. By symbol.
   */
  listExpiredInTheMoney(ids: readonly string[], dataset: string): Promise<ExpiredInTheMoney[]> {
    return this.query<ExpiredInTheMoney>(
      `SELECT option.symbol, option.underlying_symbol AS "underlyingSymbol", trim_scale(last.close) AS close,
              last.price_date::text AS "closedOn"
         FROM instruments option
         JOIN instruments underlying ON underlying.symbol = option.underlying_symbol AND underlying.owner_user_id IS NULL
         JOIN LATERAL (SELECT close, price_date, basis FROM market_data_cache
                        WHERE instrument_id = underlying.id AND dataset = $2
                          AND price_date BETWEEN option.expiration_date - 4 AND option.expiration_date
                        ORDER BY price_date DESC LIMIT 1) last ON true
        WHERE option.id = ANY ($1::uuid[])
          AND CASE option.option_type WHEN 'CALL' THEN last.close > option.strike_price ELSE last.close < option.strike_price END
          AND (last.basis = 'raw' OR last.basis = 'split_adjusted' AND NOT EXISTS (
                SELECT FROM market_data_cache later
                 WHERE later.instrument_id = underlying.id AND later.dataset = $2 AND later.price_date > last.price_date
                   AND later.split_factor <> 1))
        ORDER BY option.symbol`,
      [ids, dataset],
    );
  }

  /**
   * Adds the ones that are not there yet. In order of symbol, so that two imports at once wait for each other instead
   * of locking each other out.
   */
  async addMissing(instruments: readonly NewInstrument[]): Promise<void> {
    const sorted = [...instruments].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    for (let start = 0; start < sorted.length; start += CHUNK) {
      const chunk = sorted.slice(start, start + CHUNK);
      const column = <K extends keyof NewInstrument>(key: K): NewInstrument[K][] => chunk.map((row) => row[key]);
      await this.query(
        `INSERT INTO instruments (symbol, owner_user_id, investment_class, investment_subtype, currency, underlying_symbol,
           strike_price, expiration_date, option_type, multiplier, name)
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::numeric[],
                              $8::date[], $9::text[], $10::integer[], $11::text[])
         ON CONFLICT DO NOTHING`,
        [
          column('symbol'),
          column('ownerUserId'),
          column('investmentClass'),
          column('investmentSubtype'),
          column('currency'),
          column('underlyingSymbol'),
          column('strikePrice'),
          column('expirationDate'),
          column('optionType'),
          column('multiplier'),
          column('name'),
        ],
      );
    }
  }

  /** Finds or makes the shared instruments of listed symbols, options with their terms, for price files and datasets. By symbol. */
  async ensureListed(symbols: readonly string[]): Promise<{ id: string; symbol: string }[]> {
    const wanted = [...new Set(symbols.map((symbol) => symbol.toUpperCase()))].sort();
    if (wanted.length === 0) return [];
    await this.addMissing(wanted.map(listedInstrument));
    return this.query<{ id: string; symbol: string }>(
      'SELECT id, symbol FROM instruments WHERE owner_user_id IS NULL AND symbol = ANY ($1::text[]) ORDER BY symbol',
      [wanted],
    );
  }

  /** Names shared instruments that have none yet. */
  async nameAll(names: readonly { readonly symbol: string; readonly name: string }[]): Promise<void> {
    await this.query(
      `UPDATE instruments SET name = given.name, updated_at = now()
         FROM unnest($1::text[], $2::text[]) AS given (symbol, name)
        WHERE instruments.symbol = given.symbol AND instruments.owner_user_id IS NULL AND instruments.name IS NULL`,
      [names.map(({ symbol }) => symbol), names.map(({ name }) => name)],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

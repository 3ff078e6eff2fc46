import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { type InstrumentView, listedInstrument, type NewInstrument } from './instrument.kernel.js';

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

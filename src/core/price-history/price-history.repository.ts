import { Injectable } from '@nestjs/common';
import { byPreference, isOfWorld, WANTED_SYMBOLS } from '../market-data/asked-dataset.js';
import { CoreTransactions } from '../core.transactions.js';
import type { Coverage, PriceSeries, Quote, Span } from './price-view.js';

export type Asker = readonly [userId: string, simulatedByDefault: boolean];

/** Reads of stored prices, one statement each. A series is of one dataset. */
@Injectable()
export class PriceHistoryRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** The dataset that values a portfolio, or null where there is no such portfolio for this user. */
  async findDataset(userId: string, portfolioId: string): Promise<string | null> {
    const [row] = await this.tx.manager.query<{ dataset: string }[]>(
      'SELECT price_dataset AS dataset FROM portfolios WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL',
      [portfolioId, userId],
    );
    return row?.dataset ?? null;
  }

  /** Of what the portfolio holds and of further symbols, in its dataset. By symbol. */
  listOfPortfolio(
    portfolioId: string,
    dataset: string,
    { from, to }: Span,
    further: readonly string[],
  ): Promise<PriceSeries[]> {
    return this.tx.manager.query<PriceSeries[]>(`WITH ${HELD} ${SERIES('$3', '$4')}`, [
      portfolioId,
      dataset,
      from,
      to,
      further,
    ]);
  }

  /** Of bare symbols, each in the dataset that answers the user. By symbol. */
  listOfSymbols(asker: Asker, symbols: readonly string[], { from, to }: Span): Promise<PriceSeries[]> {
    return this.tx.manager.query<PriceSeries[]>(`WITH ${CHOSEN} ${SERIES('$4', '$5')}`, [...asker, symbols, from, to]);
  }

  /** The newest close on or before a day and the one before it. By symbol. */
  listQuotes(asker: Asker, symbols: readonly string[], day: string): Promise<Quote[]> {
    return this.tx.manager.query<Quote[]>(QUOTES, [...asker, symbols, day]);
  }

  /** Stored sessions of what the portfolio holds, and of further symbols. By symbol. */
  async getCoverage(
    portfolioId: string,
    dataset: string,
    { from, to }: Span,
    further: readonly string[],
  ): Promise<Coverage> {
    const [row] = await this.tx.manager.query<Coverage[]>(COVERAGE, [portfolioId, dataset, from, to, further]);
    return row ?? { symbols: [], updatedAt: null };
  }
}

/** `chosen`: what a portfolio ($1) of a dataset ($2) holds, and listed instruments of the symbols in $5. */
const HELD = `
  lots AS (
    SELECT instrument_id, count(*)::int AS positions FROM positions
     WHERE portfolio_id = $1 AND quantity <> 0 GROUP BY instrument_id
  ), chosen AS (
    SELECT instrument.id AS instrument_id, instrument.symbol, $2::text AS dataset, coalesce(lots.positions, 0) AS positions,
           instrument.owner_user_id IS NOT NULL AS is_private
      FROM instruments instrument
      LEFT JOIN lots ON lots.instrument_id = instrument.id
     WHERE lots.instrument_id IS NOT NULL OR instrument.owner_user_id IS NULL AND instrument.symbol = ANY ($5::text[])
  )`;

/** `chosen`: the symbols in $3, each with the first dataset of its world that has prices of it. */
const CHOSEN = `
  ${WANTED_SYMBOLS}, chosen AS (
    SELECT wanted.instrument_id, wanted.symbol, first.dataset
      FROM wanted
      JOIN LATERAL (
        SELECT candidate.dataset FROM unnest(ARRAY['simulated', 'yahoo', 'fmp', 'csv']) AS candidate (dataset)
         WHERE ${isOfWorld('candidate', 'wanted')} AND EXISTS (
                 SELECT FROM market_data_cache price
                  WHERE price.instrument_id = wanted.instrument_id AND price.dataset = candidate.dataset)
         ORDER BY ${byPreference('candidate', 'wanted')} LIMIT 1
      ) first ON true
  )`;

/** A raw close is divided by the splits after it; in the others they are already. */
const SERIES = (from: string, to: string): string => `
  SELECT chosen.symbol, chosen.dataset, series.*
    FROM chosen
    JOIN LATERAL (
      SELECT min(basis) AS basis, json_agg(price_date) AS dates, json_agg(open) AS open, json_agg(high) AS high,
             json_agg(low) AS low, json_agg(close) AS close, json_agg(volume) AS volume, json_agg(adjusted) AS adjusted,
             to_char(max(updated_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "updatedAt"
        FROM (
          SELECT basis, price_date::text, open::float8, high::float8, low::float8, close::float8, volume, updated_at,
                 CASE WHEN basis = 'raw'
                      THEN (close / coalesce(exp(sum(ln(split_factor)) OVER later), 1))::float8 ELSE close::float8 END AS adjusted
            FROM market_data_cache price
           WHERE price.instrument_id = chosen.instrument_id AND price.dataset = chosen.dataset
             AND price.price_date BETWEEN ${from} AND ${to}
          WINDOW later AS (ORDER BY price_date DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
           ORDER BY price_date
        ) price
      HAVING count(*) > 0
    ) series ON true
   ORDER BY chosen.symbol COLLATE "C", chosen.instrument_id`;

const QUOTES = `
  WITH ${CHOSEN}
  SELECT chosen.symbol, chosen.dataset, last.price_date::text AS date, last.close::float8 AS close,
         (CASE WHEN last.basis = 'raw' THEN before.close / last.split_factor ELSE before.close END)::float8 AS "previousClose",
         last.high::float8 AS high, last.low::float8 AS low, last.volume::float8 AS volume
    FROM chosen
    JOIN LATERAL (
      SELECT * FROM market_data_cache price
       WHERE price.instrument_id = chosen.instrument_id AND price.dataset = chosen.dataset AND price.price_date <= $4
       ORDER BY price.price_date DESC LIMIT 1
    ) last ON true
    LEFT JOIN LATERAL (
      SELECT close FROM market_data_cache price
       WHERE price.instrument_id = chosen.instrument_id AND price.dataset = chosen.dataset
         AND price.price_date < last.price_date
       ORDER BY price.price_date DESC LIMIT 1
    ) before ON true
   ORDER BY chosen.symbol COLLATE "C"`;

const COVERAGE = `
  WITH ${HELD}, counted AS (
    SELECT chosen.*, stored.days, stored.updated_at
      FROM chosen
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS days, max(updated_at) AS updated_at FROM market_data_cache price
         WHERE price.instrument_id = chosen.instrument_id AND price.dataset = chosen.dataset
           AND price.price_date BETWEEN $3 AND $4
      ) stored
  )
  SELECT coalesce(json_agg(json_build_object('symbol', symbol, 'isPrivate', is_private, 'positions', positions, 'days', days,
                                             'isHeld', positions > 0) ORDER BY symbol COLLATE "C", instrument_id), '[]') AS symbols,
         to_char(max(updated_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "updatedAt"
    FROM counted`;

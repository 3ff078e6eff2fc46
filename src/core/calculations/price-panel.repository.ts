import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { StoredSeries } from './price-panel.kernel.js';

@Injectable()
export class PricePanelRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Each instrument's closes as one text: a row a close would cost more to send and to read than to compute with. */
  list(dataset: string, instrumentIds: readonly string[], from: string, to: string): Promise<StoredSeries[]> {
    return this.tx.manager.query(
      `SELECT wanted.id AS "instrumentId", coalesce(recent.basis, earlier.basis) AS basis,
              coalesce(recent.prices, '') AS prices, earlier.price AS earlier, split."all" AS splits
         FROM unnest($2::uuid[]) AS wanted (id)
         LEFT JOIN (
           SELECT instrument_id, min(basis) AS basis,
                  string_agg(price_date::text || ':' || close::text ||
                    CASE WHEN split_factor = 1 AND dividend = 0 THEN '' ELSE ':' || split_factor::text || ':' || dividend::text END,
                    ',' ORDER BY price_date) AS prices
             FROM market_data_cache
            WHERE dataset = $1 AND instrument_id = ANY ($2::uuid[]) AND price_date BETWEEN $3 AND $4
            GROUP BY instrument_id
         ) recent ON recent.instrument_id = wanted.id
         LEFT JOIN LATERAL (
           SELECT basis, price_date::text || ':' || close::text AS price FROM market_data_cache
            WHERE instrument_id = wanted.id AND dataset = $1 AND price_date < $3
            ORDER BY price_date DESC LIMIT 1
         ) earlier ON true
         LEFT JOIN LATERAL (
           SELECT string_agg(price_date::text || ':' || split_factor::text, ',' ORDER BY price_date) AS "all"
             FROM market_data_cache WHERE dataset = $1 AND instrument_id = wanted.id AND split_factor <> 1
         ) split ON true
        WHERE coalesce(recent.basis, earlier.basis) IS NOT NULL
        ORDER BY wanted.id`,
      [dataset, instrumentIds, from, to],
    );
  }
}

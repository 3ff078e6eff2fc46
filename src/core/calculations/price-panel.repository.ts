import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { StoredSeries } from './price-panel.kernel.js';

@Injectable()
export class PricePanelRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Each instrument's closes as one text: a row a close would cost more to send and to read than to compute with. */
  list(dataset: string, instrumentIds: readonly string[], from: string, to: string): Promise<StoredSeries[]> {
    return this.tx.manager.query(
      `SELECT instrument_id AS "instrumentId", min(basis) AS basis,
              string_agg(price_date::text || ':' || close::text ||
                CASE WHEN split_factor = 1 AND dividend = 0 THEN '' ELSE ':' || split_factor::text || ':' || dividend::text END,
                ',' ORDER BY price_date) AS prices
         FROM market_data_cache
        WHERE dataset = $1 AND instrument_id = ANY ($2::uuid[]) AND price_date BETWEEN $3 AND $4
        GROUP BY instrument_id
        ORDER BY instrument_id`,
      [dataset, instrumentIds, from, to],
    );
  }
}

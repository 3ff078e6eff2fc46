import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { profileOf } from '../market-data/asked-dataset.js';
import { type TopPositions } from './portfolio-view.js';

@Injectable()
export class TopPositionRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * The symbols of the newest snapshot on or before a day, lots of one symbol together, largest first. Null for a
   * portfolio that is not there for this user; without a snapshot `asOf` is null and nothing is listed.
   */
  async find(userId: string, portfolioId: string, asOf: string | null, limit: number): Promise<TopPositions | null> {
    const [row] = await this.tx.manager.query<TopPositions[]>(TOP, [userId, portfolioId, asOf, limit]);
    return row ?? null;
  }
}

const TOP = `
  WITH snapshot AS (
    SELECT snapshot_date, net_asset_value FROM portfolio_snapshots
     WHERE portfolio_id = $2 AND ($3::date IS NULL OR snapshot_date <= $3::date)
     ORDER BY snapshot_date DESC LIMIT 1
  ), symbols AS (
    SELECT instrument.symbol, coalesce(max(profile.company_name), max(instrument.name)) AS name, max(profile.sector) AS sector, sum(held.quantity)::float8 AS quantity,
           max(held.price)::float8 AS price,
           -- what is unpriced is carried at its last price or at cost, which is not a value
           CASE WHEN bool_and(held.status <> 'unpriced') THEN sum(held.market_value)::float8 END AS value,
           CASE WHEN bool_and(held.status <> 'unpriced') AND snapshot.net_asset_value > 0
                THEN (sum(held.market_value) / snapshot.net_asset_value)::float8 END AS weight
      FROM snapshot
      JOIN snapshot_positions held ON held.portfolio_id = $2 AND held.snapshot_date = snapshot.snapshot_date
      JOIN instruments instrument ON instrument.id = held.instrument_id
      JOIN portfolios owner ON owner.id = held.portfolio_id
      LEFT JOIN LATERAL (${profileOf('instrument.id', 'owner.price_dataset')}) profile ON true
     GROUP BY instrument.id, instrument.symbol, snapshot.net_asset_value
  ), listed AS (
    SELECT * FROM symbols ORDER BY abs(value) DESC NULLS LAST, symbol COLLATE "C" LIMIT $4
  )
  SELECT (SELECT snapshot_date::text FROM snapshot) AS "asOf",
         (SELECT count(*)::int FROM symbols) AS total,
         (SELECT sum(abs(value)) FROM listed) / nullif((SELECT sum(abs(value)) FROM symbols), 0) AS coverage,
         coalesce((SELECT json_agg(listed ORDER BY abs(listed.value) DESC NULLS LAST, listed.symbol COLLATE "C") FROM listed), '[]') AS positions
    FROM portfolios WHERE id = $2 AND user_id = $1 AND deleted_at IS NULL`;

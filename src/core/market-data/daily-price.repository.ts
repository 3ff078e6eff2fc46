import { Injectable } from '@nestjs/common';
import { CALENDAR_START } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { BENCHMARK_SYMBOL } from './benchmark.kernel.js';
import type { PriceBasis } from './daily-price.entity.js';

/** One close to store. Texts are exact decimals. */
export interface NewPrice {
  readonly instrumentId: string;
  readonly date: string;
  readonly close: string;
  readonly open?: string | null;
  readonly high?: string | null;
  readonly low?: string | null;
  readonly volume?: string | null;
  readonly splitFactor?: string | null;
  readonly dividend?: string | null;
}

export interface PriceChange {
  readonly instrumentId: string;
  /** First session that may be worth something else: its price is new or different, or is read in other shares. */
  readonly from: string;
  readonly inserted: number;
  readonly updated: number;
}

/** Above this, one statement would hold up everybody else on an embedded database. */
const CHUNK = 1_000;

/**
 * Prices that changed after somebody was valued for their day, and those of what somebody held, or of the benchmark, that
 * came after it. (The table is read as it was.)
 */
const CORRECTED = `corrected AS (
         INSERT INTO price_corrections (instrument_id, dataset, price_date, basis, old_close, new_close, old_split_factor,
                                        new_split_factor, old_dividend, new_dividend)
         SELECT stored.instrument_id, $1, stored.price_date, $2, was.close, stored.close, coalesce(was.split_factor, 1),
                stored.split_factor, coalesce(was.dividend, 0), stored.dividend
           FROM stored
           JOIN instruments instrument ON instrument.id = stored.instrument_id
           LEFT JOIN market_data_cache was
             ON was.instrument_id = stored.instrument_id AND was.dataset = $1 AND was.price_date = stored.price_date
          WHERE (was.close, was.split_factor, was.dividend) IS DISTINCT FROM (stored.close, stored.split_factor, stored.dividend)
            AND (was.close IS NOT NULL OR instrument.symbol = '${BENCHMARK_SYMBOL}'
                 OR EXISTS (SELECT FROM positions lot JOIN portfolios holder ON holder.id = lot.portfolio_id
                             WHERE lot.instrument_id = stored.instrument_id AND lot.entry_date <= stored.price_date
                               AND holder.price_dataset = $1))
            AND stored.price_date <= (
                  SELECT max(newest.snapshot_date) FROM portfolios holder
                   CROSS JOIN LATERAL (SELECT snapshot_date FROM portfolio_snapshots snapshot
                                        WHERE snapshot.portfolio_id = holder.id
                                        ORDER BY snapshot_date DESC LIMIT 1) newest
                   WHERE holder.price_dataset = $1)
       )`;

@Injectable()
export class DailyPriceRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * Stores prices; rows that say what is already there are left alone.
   * @returns what changed, per instrument.
   */
  async store(dataset: string, basis: PriceBasis, prices: readonly NewPrice[]): Promise<PriceChange[]> {
    const changes = new Map<string, PriceChange>();
    for (let start = 0; start < prices.length; start += CHUNK) {
      const rows = await this.upsert(dataset, basis, prices.slice(start, start + CHUNK));
      for (const row of rows) changes.set(row.instrumentId, merged(changes.get(row.instrumentId), row));
    }
    return [...changes.values()];
  }

  private async upsert(dataset: string, basis: PriceBasis, prices: readonly NewPrice[]): Promise<PriceChange[]> {
    return this.tx.manager.query(
      `WITH stored AS (
         INSERT INTO market_data_cache AS held
           (instrument_id, dataset, price_date, basis, close, open, high, low, volume, split_factor, dividend)
         SELECT instrument_id, $1, price_date, $2, close, open, high, low, volume, coalesce(split_factor, 1), coalesce(dividend, 0)
           FROM unnest($3::uuid[], $4::date[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[], $9::bigint[],
                       $10::numeric[], $11::numeric[])
             AS given (instrument_id, price_date, close, open, high, low, volume, split_factor, dividend)
         ON CONFLICT (instrument_id, dataset, price_date) DO UPDATE SET
           basis = excluded.basis, close = excluded.close, open = excluded.open, high = excluded.high, low = excluded.low,
           volume = excluded.volume, split_factor = excluded.split_factor, dividend = excluded.dividend, updated_at = now()
         WHERE (held.basis, held.close, held.open, held.high, held.low, held.volume, held.split_factor, held.dividend)
           IS DISTINCT FROM (excluded.basis, excluded.close, excluded.open, excluded.high, excluded.low, excluded.volume,
                             excluded.split_factor, excluded.dividend)
         RETURNING instrument_id, price_date, close, split_factor, dividend, (xmax = 0) AS inserted
       ), ${CORRECTED}
       SELECT stored.instrument_id AS "instrumentId",
              -- A split that comes or goes is in every adjusted price of before. (The table is read as it was.)
              CASE WHEN $2 <> 'raw' AND bool_or(stored.split_factor <> 1 OR was.split_factor <> 1) THEN '${CALENDAR_START}'
                   ELSE min(stored.price_date)::text END AS "from",
              count(*) FILTER (WHERE inserted)::int AS inserted, count(*) FILTER (WHERE NOT inserted)::int AS updated
         FROM stored
         LEFT JOIN market_data_cache was
           ON was.instrument_id = stored.instrument_id AND was.dataset = $1 AND was.price_date = stored.price_date
        GROUP BY stored.instrument_id`,
      [
        dataset,
        basis,
        prices.map(({ instrumentId }) => instrumentId),
        prices.map(({ date }) => date),
        prices.map(({ close }) => close),
        ...(['open', 'high', 'low', 'volume', 'splitFactor', 'dividend'] as const).map((field) =>
          prices.map((price) => price[field] ?? null),
        ),
      ],
    );
  }

  /** The basis that a dataset's rows have, or null while it has none. */
  async findBasis(dataset: string): Promise<PriceBasis | null> {
    const [row] = await this.tx.manager.query<{ basis: PriceBasis }[]>(
      'SELECT basis FROM market_data_cache WHERE dataset = $1 LIMIT 1',
      [dataset],
    );
    return row?.basis ?? null;
  }

  /** The newest session of each instrument of a dataset. */
  async lastSessions(dataset: string): Promise<Map<string, string>> {
    const rows = await this.tx.manager.query<{ id: string; last: string }[]>(
      `SELECT instrument_id AS id, max(price_date)::text AS last FROM market_data_cache
        WHERE dataset = $1 GROUP BY instrument_id ORDER BY instrument_id`,
      [dataset],
    );
    return new Map(rows.map(({ id, last }) => [id, last]));
  }

  /**
   * Marks the portfolios that hold an instrument, and all of the dataset when it is one of the market's: the benchmark, whose
   * returns are in every beta, or a fund that stands for a factor. Their row changes in any case: a run that has read the old prices then knows that it must read again. In the
   * unit of work that stored the prices: what was corrected in it is pending for them, until their sessions are computed again.
   */
  async markStale(dataset: string, changes: readonly PriceChange[], marketIds: readonly string[]): Promise<void> {
    if (changes.length === 0) return;
    await this.tx.manager.query(
      `WITH corrected AS (
         SELECT instrument_id, min(id) AS first FROM price_corrections
          WHERE dataset = $1 AND corrected_at = now() AND instrument_id = ANY ($2::uuid[]) GROUP BY instrument_id
       ), pending AS (
         INSERT INTO pending_restatements AS held (portfolio_id, first_correction)
         SELECT portfolio.id, min(corrected.first)
           FROM corrected JOIN portfolios portfolio ON portfolio.price_dataset = $1 AND portfolio.deleted_at IS NULL
          WHERE corrected.instrument_id = ANY ($4::uuid[])
             OR EXISTS (SELECT FROM positions lot
                         WHERE lot.portfolio_id = portfolio.id AND lot.instrument_id = corrected.instrument_id)
          GROUP BY portfolio.id
         ON CONFLICT (portfolio_id) DO UPDATE SET first_correction = least(held.first_correction, excluded.first_correction)
       )
       UPDATE portfolios portfolio
          SET stale_from = least(portfolio.stale_from, touched.since), updated_at = now()
         FROM (
           SELECT portfolio.id, min(changed.since) AS since
             FROM unnest($2::uuid[], $3::date[]) AS changed (instrument_id, since)
             JOIN portfolios portfolio ON portfolio.price_dataset = $1 AND portfolio.deleted_at IS NULL
            WHERE changed.instrument_id = ANY ($4::uuid[])
               OR EXISTS (SELECT FROM positions held
                           WHERE held.portfolio_id = portfolio.id AND held.instrument_id = changed.instrument_id)
            GROUP BY portfolio.id
         ) touched
        WHERE portfolio.id = touched.id`,
      [dataset, changes.map(({ instrumentId }) => instrumentId), changes.map(({ from }) => from), marketIds],
    );
  }
}

function merged(before: PriceChange | undefined, now: PriceChange): PriceChange {
  if (!before) return now;
  return {
    instrumentId: now.instrumentId,
    from: before.from < now.from ? before.from : now.from,
    inserted: before.inserted + now.inserted,
    updated: before.updated + now.updated,
  };
}

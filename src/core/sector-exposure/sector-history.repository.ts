import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { byPreference, isOfWorld } from '../market-data/asked-dataset.js';
import type { SessionSpan } from '../risk-measures/risk-measure-view.js';
import { MOST_SESSIONS } from '../risk-measures/session-limit.kernel.js';
import { bearerOf, exposureOf, greeksOf } from '../snapshots/exposed-lot.js';
import { BENCHMARK_CODE, SECTORS, worldOf } from './sector-sources.js';

/** What is known of the sectors of everything that was held within a span. */
export interface SectorSources {
  readonly instruments: readonly {
    readonly id: string;
    readonly sector: string | null;
    /** Of a fund: what it held, by the day of each list. */
    readonly lists: readonly {
      readonly asOf: string;
      readonly parts: readonly { readonly sector: string | null; readonly weight: number }[];
    }[];
  }[];
  readonly benchmark: readonly { readonly asOf: string; readonly weights: Readonly<Record<string, number>> }[];
}

/** How much of an instrument is of one sector, from `since` to before `until`. */
export interface SectorShare {
  readonly instrumentId: string;
  readonly since: string;
  readonly until: string;
  readonly share: number;
}

export interface SectorDay {
  readonly date: string;
  readonly netAssetValue: number;
  /** Share of the sum of the sizes of all values; null where nothing is held. */
  readonly weight: number | null;
  /** Signed, in the portfolio's currency. */
  readonly netValue: number;
}

/** Options by their deltas with their underlyings, or at their market values. */
export type SectorViewKind = 'exposed' | 'plain';

const DAYS = `
  days AS (
    SELECT snapshot_date AS day, net_asset_value FROM portfolio_snapshots
     WHERE portfolio_id = $1 AND ($3::date IS NULL OR snapshot_date >= $3) AND ($4::date IS NULL OR snapshot_date <= $4)
     ORDER BY snapshot_date DESC LIMIT ${String(MOST_SESSIONS + 1)}
  )`;

const LOTS = `
  days
  CROSS JOIN world
  JOIN snapshot_positions lot ON lot.portfolio_id = world.id AND lot.snapshot_date = days.day
  ${greeksOf('lot', 'world.own')}`;

@Injectable()
export class SectorHistoryRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Null for a portfolio that is not this user's. */
  async findSources(userId: string, portfolioId: string, { from, to }: SessionSpan): Promise<SectorSources | null> {
    const [sources] = await this.tx.manager.query<SectorSources[]>(
      `WITH ${worldOf('$1', '$2')}, ${DAYS}, held AS (
         SELECT DISTINCT unnest(ARRAY[lot.instrument_id, ${bearerOf('lot')}]) AS id FROM ${LOTS}
       ), ${SECTORS}, lists AS (
         SELECT held.id, preferred.dataset
           FROM held CROSS JOIN world
           JOIN LATERAL (
             SELECT list.dataset FROM fund_holdings list
              WHERE list.instrument_id = held.id AND ${isOfWorld('list', 'world')}
              ORDER BY ${byPreference('list', 'world')} LIMIT 1
           ) preferred ON true
       ), parts AS (
         SELECT lists.id, holding.as_of_date, coalesce(holding.sector, sectors.sector) AS sector, sum(holding.weight)::float8 AS weight
           FROM lists
           JOIN fund_holdings holding ON holding.instrument_id = lists.id AND holding.dataset = lists.dataset
           LEFT JOIN sectors ON sectors.symbol = holding.holding_symbol
          GROUP BY 1, 2, 3
       ), dated AS (
         SELECT id, as_of_date, json_agg(json_build_object('sector', sector, 'weight', weight) ORDER BY sector) AS parts
           FROM parts GROUP BY id, as_of_date
       ), preferred AS (
         SELECT list.instrument_id, list.dataset FROM benchmarks_sector_weights list CROSS JOIN world
          WHERE list.benchmark_code = $5 AND ${isOfWorld('list', 'world')}
          ORDER BY ${byPreference('list', 'world')} LIMIT 1
       ), benchmark AS (
         SELECT list.as_of_date, json_object_agg(list.sector, list.weight::float8 ORDER BY list.sector) AS weights
           FROM preferred JOIN benchmarks_sector_weights list
             ON list.instrument_id = preferred.instrument_id AND list.dataset = preferred.dataset
          GROUP BY list.as_of_date
       )
       SELECT coalesce((
                SELECT json_agg(json_build_object('id', held.id,
                         'sector', CASE WHEN instrument.investment_class = 'PUBLIC' THEN sectors.sector END,
                         'lists', coalesce((SELECT json_agg(json_build_object('asOf', as_of_date::text, 'parts', parts) ORDER BY as_of_date)
                                              FROM dated WHERE dated.id = held.id), '[]')) ORDER BY held.id)
                  FROM held JOIN instruments instrument ON instrument.id = held.id
                  LEFT JOIN sectors ON sectors.id = held.id), '[]') AS instruments,
              coalesce((SELECT json_agg(json_build_object('asOf', as_of_date::text, 'weights', weights) ORDER BY as_of_date)
                          FROM benchmark), '[]') AS benchmark
         FROM world`,
      [portfolioId, userId, from, to, BENCHMARK_CODE],
    );
    return sources ?? null;
  }

  /** Of one sector, newest first, one more than `MOST_SESSIONS`. What has no share at a session is not of the sector. */
  listDays(
    userId: string,
    portfolioId: string,
    { from, to }: SessionSpan,
    view: SectorViewKind,
    shares: readonly SectorShare[],
  ): Promise<SectorDay[]> {
    const [bearer, value] =
      view === 'plain' ? ['lot.instrument_id', 'lot.market_value'] : [bearerOf('lot'), exposureOf('lot')];
    return this.tx.manager.query<SectorDay[]>(
      `WITH ${worldOf('$1', '$2')}, ${DAYS}, held AS (
         SELECT days.day, ${bearer} AS id, sum(${value})::float8 AS value FROM ${LOTS} GROUP BY 1, 2
       ), shares AS (
         SELECT * FROM unnest($5::uuid[], $6::date[], $7::date[], $8::float8[]) AS given (id, since, until, share)
       ), summed AS (
         SELECT held.day, sum(abs(held.value)) AS gross, coalesce(sum(abs(held.value) * shares.share), 0) AS own,
                coalesce(sum(held.value * shares.share), 0) AS net
           FROM held LEFT JOIN shares ON shares.id = held.id AND held.day >= shares.since AND held.day < shares.until
          GROUP BY held.day
       )
       SELECT days.day::text AS date, days.net_asset_value::float8 AS "netAssetValue",
              summed.own / nullif(summed.gross, 0) AS weight, coalesce(summed.net, 0) AS "netValue"
         FROM world CROSS JOIN days LEFT JOIN summed ON summed.day = days.day
        ORDER BY days.day DESC`,
      [
        ...[portfolioId, userId, from, to],
        shares.map(({ instrumentId }) => instrumentId),
        shares.map(({ since }) => since),
        shares.map(({ until }) => until),
        shares.map(({ share }) => share),
      ],
    );
  }
}

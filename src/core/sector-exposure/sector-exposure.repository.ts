import { Injectable } from '@nestjs/common';
import type { SectorPosition } from '../calculations/sector-exposure/sector-exposure.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import type { SectorLot } from './sector-lot.js';
import { bearerOf, exposureOf, greeksOf } from '../snapshots/exposed-lot.js';
import { byPreference, isOfWorld } from '../market-data/asked-dataset.js';
import { BENCHMARK_CODE, SECTORS, worldOf } from './sector-sources.js';

/** What the sector weights of a portfolio are computed from. */
export interface SectorInputs {
  readonly portfolioId: string;
  /** Session of the snapshot; null before the first, when nothing is held. */
  readonly asOf: string | null;
  readonly netAssetValue: number | null;
  /** Options as the shares that their deltas make of their underlyings. */
  readonly positions: readonly SectorPosition[];
  /** Options at their market values, which no sector has. */
  readonly plainPositions: readonly SectorPosition[];
  readonly benchmark: {
    readonly asOf: string;
    readonly dataset: string;
    readonly weights: Readonly<Record<string, number>>;
  } | null;
}

@Injectable()
export class SectorExposureRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** In one statement, each in the world of its portfolio; none for a portfolio that is not this user's. In order of the ids; at a session, or at the newest. */
  list(userId: string, portfolioIds: readonly string[], session: string | null = null): Promise<SectorInputs[]> {
    return this.tx.manager.query<SectorInputs[]>(listed(HELD_LOTS), [userId, portfolioIds, BENCHMARK_CODE, session]);
  }

  /** As if a portfolio held these, at its newest session. */
  async findFor(userId: string, portfolioId: string, lots: readonly SectorLot[]): Promise<SectorInputs | null> {
    const [inputs] = await this.tx.manager.query<SectorInputs[]>(listed(GIVEN_LOTS), [
      ...[userId, [portfolioId], BENCHMARK_CODE, null],
      ...[lots.map(({ bearerId }) => bearerId), lots.map(({ exposure }) => exposure)],
      ...[lots.map(({ instrumentId }) => instrumentId), lots.map(({ marketValue }) => marketValue)],
    ]);
    return inputs ?? null;
  }
}

/** The newest list of its kind that is not after the snapshot, else the one soonest after it. */
const nearestFirst = (row: string): string => {
  const session = '(SELECT snapshot_date FROM snapshot)';
  return `${row}.as_of_date <= ${session} DESC NULLS LAST, abs(${row}.as_of_date - ${session}) NULLS LAST, ${row}.as_of_date DESC`;
};

const positionsOf = (condition: string): string => `
         coalesce((
           SELECT json_agg(json_build_object('value', held.value, 'lots', held.lots, 'parts', parts.parts,
                    'sector', CASE WHEN held.investment_class = 'PUBLIC' THEN sectors.sector END) ORDER BY held.symbol, held.instrument_id)
             FROM held
             LEFT JOIN sectors ON sectors.id = held.instrument_id
             LEFT JOIN parts ON parts.fund = held.instrument_id
            WHERE ${condition}
         ), '[]')`;

const HELD_LOTS = `
    SELECT ${bearerOf('lot')} AS bearer_id, ${exposureOf('lot')} AS exposure, lot.instrument_id, lot.market_value
      FROM snapshot
      CROSS JOIN world
      JOIN snapshot_positions lot
        ON lot.portfolio_id = snapshot.portfolio_id AND lot.snapshot_date = snapshot.snapshot_date
      ${greeksOf('lot', 'world.own')}`;
const GIVEN_LOTS = `
    SELECT * FROM unnest($5::uuid[], $6::float8[], $7::uuid[], $8::float8[]) AS given (bearer_id, exposure, instrument_id, market_value)`;

/** A holding of a fund has the sector that the list says, else that of its own profile. */
const inputsOf = (lots: string): string => `
  WITH ${worldOf('asked.id', '$1')}, snapshot AS (
    SELECT snapshot.portfolio_id, snapshot.snapshot_date, snapshot.net_asset_value
      FROM portfolio_snapshots snapshot JOIN world ON world.id = snapshot.portfolio_id
     WHERE $4::date IS NULL OR snapshot.snapshot_date = $4
     ORDER BY snapshot.snapshot_date DESC LIMIT 1
  ), lots AS (${lots}
  ), held AS (
    SELECT view.plain, view.instrument_id, instrument.symbol, instrument.investment_class,
           sum(view.value)::float8 AS value, count(*)::int AS lots
      FROM (SELECT false AS plain, bearer_id AS instrument_id, exposure AS value FROM lots
            UNION ALL SELECT true, instrument_id, market_value FROM lots) view
      JOIN instruments instrument ON instrument.id = view.instrument_id
     GROUP BY view.plain, view.instrument_id, instrument.symbol, instrument.investment_class
  ), ${SECTORS}, lists AS (
    SELECT held.instrument_id, newest.dataset, newest.as_of_date
      FROM (SELECT DISTINCT instrument_id FROM held) held
      CROSS JOIN world
      JOIN LATERAL (
        SELECT list.dataset, list.as_of_date FROM fund_holdings list
         WHERE list.instrument_id = held.instrument_id AND ${isOfWorld('list', 'world')}
         ORDER BY ${byPreference('list', 'world')}, ${nearestFirst('list')} LIMIT 1
      ) newest ON true
  ), parts AS (
    SELECT fund, json_agg(json_build_object('sector', sector, 'weight', weight) ORDER BY sector) AS parts
      FROM (
        SELECT lists.instrument_id AS fund, coalesce(holding.sector, sectors.sector) AS sector, sum(holding.weight)::float8 AS weight
          FROM lists
          JOIN fund_holdings holding ON holding.instrument_id = lists.instrument_id AND holding.dataset = lists.dataset
           AND holding.as_of_date = lists.as_of_date
          LEFT JOIN sectors ON sectors.symbol = holding.holding_symbol
         GROUP BY 1, 2
      ) summed
     GROUP BY fund
  ), benchmark AS (
    SELECT list.instrument_id, list.dataset, list.as_of_date
      FROM benchmarks_sector_weights list CROSS JOIN world
     WHERE list.benchmark_code = $3 AND ${isOfWorld('list', 'world')}
     ORDER BY ${byPreference('list', 'world')}, ${nearestFirst('list')} LIMIT 1
  )
  SELECT (SELECT snapshot_date::text FROM snapshot) AS "asOf",
         (SELECT net_asset_value::float8 FROM snapshot) AS "netAssetValue",
         ${positionsOf('NOT held.plain')} AS positions, ${positionsOf('held.plain')} AS "plainPositions",
         (SELECT json_build_object('asOf', as_of_date::text, 'dataset', dataset, 'weights', (
            SELECT json_object_agg(weight.sector, weight.weight::float8 ORDER BY weight.sector) FROM benchmarks_sector_weights weight
             WHERE weight.instrument_id = benchmark.instrument_id AND weight.dataset = benchmark.dataset
               AND weight.as_of_date = benchmark.as_of_date))
            FROM benchmark) AS benchmark
    FROM world`;

const listed = (lots: string): string => `
  SELECT asked.id AS "portfolioId", inputs.*
    FROM unnest($2::uuid[]) WITH ORDINALITY AS asked (id, place)
   CROSS JOIN LATERAL (${inputsOf(lots)}) inputs
   ORDER BY asked.place`;

import { Injectable } from '@nestjs/common';
import type { ResultTable } from '../calculations/result-table.js';
import { CoreTransactions } from '../core.transactions.js';
import type { ExplainedHead, PriceOrigin } from './explanation-view.js';

/** A row of a result table, by column. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Reads what the batch stored of a session. Names of tables and columns are those of the calculations. */
@Injectable()
export class ExplainRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** The newest session, or the newest on or before a date. Null for a portfolio that is not this user's. */
  async findHead(userId: string, portfolioId: string, date: string | null): Promise<ExplainedHead | null> {
    const [head] = await this.tx.manager.query<ExplainedHead[]>(
      `SELECT portfolio.id, portfolio.price_dataset AS dataset, portfolio.lot_method AS "lotMethod",
              snapshot.snapshot_date::text AS session, to_jsonb(snapshot) AS snapshot, snapshot.run_id AS "runId",
              to_char(snapshot.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "computedAt",
              coalesce(portfolio.stale_from <= snapshot.snapshot_date, false) AS "isStale"
         FROM portfolios portfolio
         LEFT JOIN LATERAL (
           SELECT * FROM portfolio_snapshots
            WHERE portfolio_id = portfolio.id AND ($3::date IS NULL OR snapshot_date <= $3)
            ORDER BY snapshot_date DESC LIMIT 1
         ) snapshot ON true
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL`,
      [portfolioId, userId, date],
    );
    return head ?? null;
  }

  /** Rows of a portfolio at a session, in the order of their key. */
  listOfPortfolio(
    { name, key }: ResultTable,
    userId: string,
    portfolioId: string,
    session: string,
  ): Promise<StoredRow[]> {
    return this.rows(
      `SELECT to_jsonb(stored) AS row FROM ${name} stored JOIN portfolios portfolio ON portfolio.id = stored.portfolio_id
        WHERE portfolio.id = $1 AND portfolio.user_id = $2 AND portfolio.deleted_at IS NULL AND stored.as_of_date = $3
        ORDER BY ${orderOf(key)}`,
      [portfolioId, userId, session],
    );
  }

  /** Rows of some instruments at a session of a dataset, in the order of their key; of a table without instruments, its row. */
  listOfSymbols(
    { name, key }: ResultTable,
    dataset: string,
    session: string,
    instrumentIds: readonly string[],
  ): Promise<StoredRow[]> {
    const ofInstruments = 'instrument_id' in key ? 'stored.instrument_id = ANY ($3::uuid[])' : '$3::uuid[] IS NOT NULL';
    return this.rows(
      `SELECT to_jsonb(stored) AS row FROM ${name} stored
        WHERE stored.dataset = $1 AND stored.as_of_date = $2 AND ${ofInstruments} ORDER BY ${orderOf(key)}`,
      [dataset, session, instrumentIds],
    );
  }

  /** By symbol. */
  listPriceOrigins(
    dataset: string,
    instrumentIds: readonly string[],
    from: string,
    to: string,
  ): Promise<PriceOrigin[]> {
    return this.tx.manager.query<PriceOrigin[]>(
      `SELECT price.instrument_id AS "instrumentId", min(instrument.symbol) AS symbol, min(price.basis) AS basis,
              count(*)::int AS closes, min(price.price_date)::text AS "from", max(price.price_date)::text AS "to",
              to_char(max(price.updated_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "updatedAt"
         FROM market_data_cache price JOIN instruments instrument ON instrument.id = price.instrument_id
        WHERE price.dataset = $1 AND price.instrument_id = ANY ($2::uuid[]) AND price.price_date BETWEEN $3 AND $4
        GROUP BY price.instrument_id ORDER BY min(instrument.symbol) COLLATE "C", price.instrument_id`,
      [dataset, instrumentIds, from, to],
    );
  }

  private async rows(sql: string, parameters: readonly unknown[]): Promise<StoredRow[]> {
    const found = await this.tx.manager.query<{ row: StoredRow }[]>(sql, [...parameters]);
    return found.map(({ row }) => row);
  }
}

const orderOf = (key: ResultTable['key']): string =>
  Object.keys(key)
    .map((column) => `stored.${column}`)
    .join(', ');

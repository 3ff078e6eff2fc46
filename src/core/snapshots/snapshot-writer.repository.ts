import { Injectable } from '@nestjs/common';
import { columnText } from '../calculations/result-table.js';
import { CoreTransactions } from '../core.transactions.js';
import { SNAPSHOT_VERSIONS } from './snapshot-versions.js';
import type { SnapshotPositionRow, SnapshotRow } from './snapshot-row.kernel.js';

/** What a step does to the portfolio's watermark: undefined leaves it, null clears it. */
export type StaleFrom = string | null | undefined;

const POSITION_TYPES = {
  position_id: 'uuid',
  instrument_id: 'uuid',
  quantity: 'numeric',
  price: 'numeric',
  price_date: 'date',
  age_sessions: 'integer',
  market_value: 'numeric',
  cost_basis: 'numeric',
  unrealized_pnl: 'numeric',
  weight: 'double precision',
  status: 'text',
  reason: 'text',
} as const satisfies Record<keyof SnapshotPositionRow, string>;

@Injectable()
export class SnapshotWriterRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * Makes this transaction the only one that works on the portfolio and sessions, and the only one that may change the
   * portfolio's row or ledger until it ends.
   * @returns the version of the portfolio's row, null when it is gone. Whoever changes a ledger or a price that a
   * portfolio depends on updates that row, so an equal version means that what was loaded is still true.
   */
  async lock(portfolioId: string, sessions: readonly string[]): Promise<string | null> {
    const [row] = await this.tx.manager.query<{ version: string }[]>(
      `WITH locks AS MATERIALIZED (
         SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || session, 0)) FROM unnest($2::text[]) AS session
       )
       SELECT portfolio.xmin::text AS version
         FROM (SELECT count(*) FROM locks) AS taken, portfolios portfolio
        WHERE portfolio.id = $1::text::uuid AND portfolio.deleted_at IS NULL
          FOR UPDATE OF portfolio`,
      [portfolioId, sessions],
    );
    return row?.version ?? null;
  }

  /** Snapshots, their positions and the watermark, in one statement. Rows that already say this are not touched. */
  async write(
    key: { readonly portfolioId: string; readonly runId: string },
    steps: readonly { readonly session: string; readonly row: SnapshotRow }[],
    staleFrom: StaleFrom,
  ): Promise<string | null> {
    const parameters = new Parameters([key.portfolioId, steps.map(({ session }) => session), key.runId]);
    const columns = [...Object.keys(steps[0]?.row.snapshot ?? {}), 'reasons', 'versions'];
    const versions = parameters.add(JSON.stringify(SNAPSHOT_VERSIONS));
    const values = steps.map(({ session, row: { snapshot, reasons } }) => {
      const cells = [session, ...Object.values(snapshot), JSON.stringify(reasons)];
      const [date = '', ...others] = cells.map((cell) => parameters.add(cell));
      return `($1, ${date}, $3, ${[...others, versions].join(', ')})`;
    });
    const fields = Object.keys(POSITION_TYPES) as (keyof SnapshotPositionRow)[];
    const lots = steps.flatMap(({ session, row }) =>
      row.positions.map((lot) => [session, ...fields.map((field) => lot[field])]),
    );
    const [dates = '', ids = '', ...others] = [
      ['snapshot_date', 'date'] as const,
      ...Object.entries(POSITION_TYPES),
    ].map(([, type], i) => `${parameters.add(columnText(lots, i, type))}::${type}[]`);
    const mark = staleFrom === undefined ? '' : `, marked AS (${markOf(parameters.add(staleFrom))})`;
    const rows = await this.tx.manager.query<{ version: string | null }[]>(
      `WITH written AS (
         INSERT INTO portfolio_snapshots AS held (portfolio_id, snapshot_date, run_id, ${columns.join(', ')})
         VALUES ${values.join(', ')}
         ON CONFLICT (portfolio_id, snapshot_date) DO UPDATE SET run_id = excluded.run_id, updated_at = now(), ${setAll(columns)}
          WHERE ${differs(columns)}
       ), held_lots AS (
         INSERT INTO snapshot_positions AS held (portfolio_id, snapshot_date, ${fields.join(', ')})
         SELECT $1::uuid, snapshot_date, ${fields.join(', ')}
           FROM unnest(${[dates, ids, ...others].join(', ')}) AS given (snapshot_date, ${fields.join(', ')})
         ON CONFLICT (portfolio_id, snapshot_date, position_id) DO UPDATE SET ${setAll(fields.slice(1))}
          WHERE ${differs(fields.slice(1))}
       ), gone AS (
         DELETE FROM snapshot_positions AS held
          WHERE portfolio_id = $1::uuid AND snapshot_date = ANY ($2::date[]) AND NOT EXISTS (
            SELECT FROM unnest(${dates}, ${ids}) AS given (snapshot_date, position_id)
             WHERE given.snapshot_date = held.snapshot_date AND given.position_id = held.position_id)
       )${mark}
       SELECT ${mark === '' ? 'NULL' : '(SELECT version FROM marked)'} AS version`,
      parameters.values,
    );
    return rows[0]?.version ?? null;
  }

  /** Takes snapshots away that follow from nothing any more. */
  async remove(portfolioId: string, sessions: readonly string[]): Promise<void> {
    await this.tx.manager.query(
      'DELETE FROM portfolio_snapshots WHERE portfolio_id = $1 AND snapshot_date = ANY ($2::date[])',
      [portfolioId, sessions],
    );
  }

  async mark(portfolioId: string, staleFrom: string | null): Promise<string | null> {
    const [rows] = await this.tx.manager.query<[{ version: string }[], number]>(markOf('$2'), [portfolioId, staleFrom]);
    return rows[0]?.version ?? null;
  }
}

const markOf = (staleFrom: string): string =>
  `UPDATE portfolios SET stale_from = ${staleFrom}::date WHERE id = $1::uuid RETURNING xmin::text AS version`;

const setAll = (columns: readonly string[]): string =>
  columns.map((column) => `${column} = excluded.${column}`).join(', ');

function differs(columns: readonly string[]): string {
  const row = (from: string): string => columns.map((column) => `${from}.${column}`).join(', ');
  return `(${row('held')}) IS DISTINCT FROM (${row('excluded')})`;
}

class Parameters {
  constructor(readonly values: unknown[]) {}

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

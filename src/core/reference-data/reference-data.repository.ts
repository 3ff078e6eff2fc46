import { Injectable } from '@nestjs/common';
import type { EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import { CoreTransactions } from '../core.transactions.js';

/** A row to store: its instrument, and everything that the dataset says. */
export type ReferenceRow<T> = Omit<T, 'instrument' | 'dataset' | 'createdAt' | 'updatedAt'>;

/** Above this, one statement would hold up everybody else on an embedded database. */
const CHUNK = 500;
const KEPT_BY_DATABASE = new Set(['created_at', 'updated_at']);

interface StoredColumn {
  readonly name: string;
  readonly property: string;
  readonly type: string;
  readonly isKey: boolean;
}

/** Writes the tables of reference data, which have this in common: natural keys with a dataset, and `fetched_at`. */
@Injectable()
export class ReferenceDataRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /**
   * Stores rows of one dataset. A row that says what is there already is left alone, and one that was fetched earlier
   * than what is there replaces nothing, so runs may come in any order.
   * @returns how many rows are new or different
   */
  async store<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    dataset: string,
    rows: readonly ReferenceRow<T>[],
  ): Promise<number> {
    const metadata = this.tx.manager.dataSource.getMetadata(entity);
    const columns = columnsOf(metadata);
    const statement = upsertInto(metadata.tableName, columns);
    let changed = 0;
    for (let start = 0; start < rows.length; start += CHUNK) {
      const chunk = rows.slice(start, start + CHUNK) as readonly Readonly<Record<string, unknown>>[];
      const [count] = await this.tx.manager.query<{ changed: number }[]>(statement, [
        dataset,
        ...columns.map(({ property }) => chunk.map((row) => row[property] ?? null)),
      ]);
      changed += count?.changed ?? 0;
    }
    return changed;
  }

  /** When the profile of each instrument of a dataset was fetched. */
  async listFetched(dataset: string): Promise<Map<string, Date>> {
    const rows = await this.tx.manager.query<{ id: string; at: Date }[]>(
      'SELECT instrument_id AS id, fetched_at AS at FROM company_profiles WHERE dataset = $1 ORDER BY instrument_id',
      [dataset],
    );
    return new Map(rows.map(({ id, at }) => [id, at]));
  }

  /** The last close up to a session of each instrument of a dataset, and the range of the 52 weeks before it. */
  async listPriceRanges(dataset: string, session: string): Promise<Map<string, PriceRange>> {
    const rows = await this.tx.manager.query<(PriceRange & { id: string })[]>(
      `SELECT instrument_id AS id, (array_agg(close ORDER BY price_date DESC))[1]::float8 AS close,
              max(close)::float8 AS high, min(close)::float8 AS low
         FROM market_data_cache
        WHERE dataset = $1 AND price_date > $2::date - 364 AND price_date <= $2::date
        GROUP BY instrument_id ORDER BY instrument_id`,
      [dataset, session],
    );
    return new Map(rows.map(({ id, close, high, low }) => [id, { close, high, low }]));
  }
}

export interface PriceRange {
  readonly close: number;
  readonly high: number;
  readonly low: number;
}

const columnsOf = ({ columns }: EntityMetadata): StoredColumn[] =>
  columns
    .filter(({ databaseName }) => databaseName !== 'dataset' && !KEPT_BY_DATABASE.has(databaseName))
    .map(({ databaseName, propertyName, type, isPrimary }) => ({
      ...{ name: databaseName, property: propertyName },
      ...{ type: String(type), isKey: isPrimary },
    }));

function upsertInto(table: string, columns: readonly StoredColumn[]): string {
  const names = columns.map(({ name }) => name).join(', ');
  const arrays = columns.map(({ type }, index) => `$${index + 2}::${type}[]`).join(', ');
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => name);
  const values = columns.filter(({ isKey }) => !isKey).map(({ name }) => name);
  const row = (from: string): string => values.map((column) => `${from}.${column}`).join(', ');
  return `
    WITH stored AS (
      INSERT INTO ${table} AS held (dataset, ${names})
      SELECT $1, ${names} FROM unnest(${arrays}) AS given (${names})
      ON CONFLICT (${['dataset', ...keys].join(', ')}) DO UPDATE
         SET ${values.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
       WHERE excluded.fetched_at >= held.fetched_at AND (${row('held')}) IS DISTINCT FROM (${row('excluded')})
      RETURNING 1)
    SELECT count(*)::int AS changed FROM stored`;
}

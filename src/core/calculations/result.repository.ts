import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { joinedColumns, type StoredColumns } from './result-columns.js';
import type { ColumnType } from './result-table.js';

@Injectable()
export class ResultRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Writes rows in one statement. A row that already says this is not touched, so a rerun leaves no trace. */
  async store(rows: StoredColumns): Promise<void> {
    if (rows.count === 0) return;
    const parameters = new Parameters();
    await this.tx.manager.query(upsertInto(rows, parameters), parameters.values);
  }

  /**
   * Makes these the rows of a portfolio's sessions in all tables that they name, in one statement: others of those
   * sessions go. A table is named by an entry, though it be without rows.
   */
  async replace(portfolioId: string, sessions: readonly string[], batches: readonly StoredColumns[]): Promise<void> {
    if (batches.length === 0) return;
    const parameters = new Parameters();
    const subject = [parameters.add(portfolioId), parameters.add(sessions)] as const;
    const steps: string[] = [];
    for (const rows of joinedColumns(batches, Number.POSITIVE_INFINITY)) {
      const { name } = rows.table;
      if (rows.count > 0) steps.push(`${name}_given AS (${upsertInto(rows, parameters)})`);
      steps.push(`${name}_gone AS (${deleteOthers(rows, subject, parameters)})`);
    }
    await this.tx.manager.query(`WITH ${steps.join(', ')} SELECT 1`, parameters.values);
  }
}

/** In the order of the key, so that two workers that write the same rows wait for each other instead of for ever. */
function upsertInto({ table: { name, key, values }, columns: texts }: StoredColumns, parameters: Parameters) {
  const columns = { ...key, ...values };
  const names = Object.keys(columns).join(', ');
  const arrays = Object.values(columns).map((type, i) => parameters.addColumn(texts[i], type));
  const cast = Object.entries(columns).map(([column, type]) => (isScalar(type) ? column : `${column}::${type}`));
  const changed = Object.keys(values);
  const row = (from: string): string => changed.map((column) => `${from}.${column}`).join(', ');
  return `INSERT INTO ${name} AS held (${names})
    SELECT ${cast.join(', ')} FROM unnest(${arrays.join(', ')}) AS given (${names}) ORDER BY ${Object.keys(key).join(', ')}
    ON CONFLICT (${Object.keys(key).join(', ')}) DO UPDATE
       SET ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
     WHERE (${row('held')}) IS DISTINCT FROM (${row('excluded')})`;
}

function deleteOthers(
  { table: { name, key }, count, columns: texts }: StoredColumns,
  [portfolioId, sessions]: readonly [string, string],
  parameters: Parameters,
): string {
  const own = `DELETE FROM ${name} AS held WHERE portfolio_id = ${portfolioId}::uuid AND as_of_date = ANY (${sessions}::date[])`;
  if (count === 0) return own;
  // The portfolio is that of all rows.
  const columns = Object.keys(key).slice(1);
  const arrays = columns.map((column, i) => parameters.addColumn(texts[i + 1], key[column] ?? 'text'));
  return `${own} AND NOT EXISTS (
    SELECT FROM unnest(${arrays.join(', ')}) AS given (${columns.join(', ')})
     WHERE ${columns.map((column) => `given.${column} = held.${column}`).join(' AND ')})`;
}

/** What `unnest` can take an array of; an array of arrays has to come as an array of texts. */
const isScalar = (type: ColumnType): boolean => !type.endsWith('[]') && type !== 'jsonb';

class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  addColumn(cells = '', type: ColumnType): string {
    return `${this.add(`{${cells}}`)}::${isScalar(type) ? type : 'text'}[]`;
  }
}

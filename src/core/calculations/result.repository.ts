import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import { binaryArray, nestedArrays } from './binary-cells.js';
import { type ColumnCells, joinedColumns, type StoredColumns } from './result-columns.js';
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
function upsertInto(
  { table: { name, key, values }, columns: cells, count }: StoredColumns,
  parameters: Parameters,
): string {
  const columns = Object.entries({ ...key, ...values });
  const names = columns.map(([column]) => column).join(', ');
  const given = columns.map(([column, type], i) => givenOf(column, type, { cells: cells[i] ?? '', count }, parameters));
  const [arrays, fields] = [given.flatMap((one) => one.arrays), given.flatMap((one) => one.fields)];
  const changed = Object.keys(values);
  const row = (from: string): string => changed.map((column) => `${from}.${column}`).join(', ');
  return `INSERT INTO ${name} AS held (${names})
    SELECT ${given.map(({ value }) => value).join(', ')} FROM unnest(${arrays.join(', ')}) AS given (${fields.join(', ')})
     ORDER BY ${Object.keys(key).join(', ')}
    ON CONFLICT (${Object.keys(key).join(', ')}) DO UPDATE
       SET ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
     WHERE (${row('held')}) IS DISTINCT FROM (${row('excluded')})`;
}

function deleteOthers(
  { table: { name, key }, count, columns: cells }: StoredColumns,
  [portfolioId, sessions]: readonly [string, string],
  parameters: Parameters,
): string {
  const own = `DELETE FROM ${name} AS held WHERE portfolio_id = ${portfolioId}::uuid AND as_of_date = ANY (${sessions}::date[])`;
  if (count === 0) return own;
  // The portfolio is that of all rows.
  const columns = Object.entries(key).slice(1);
  const given = columns.map(([column, type], i) =>
    givenOf(column, type, { cells: cells[i + 1] ?? '', count }, parameters),
  );
  const fields = given.flatMap((one) => one.fields);
  return `${own} AND NOT EXISTS (
    SELECT FROM unnest(${given.flatMap((one) => one.arrays).join(', ')}) AS given (${fields.join(', ')})
     WHERE ${given.map(({ value }, i) => `given.${value} = held.${columns[i]?.[0]}`).join(' AND ')})`;
}

/** Arrays that `unnest` makes fields of, and a column of the table from these. */
interface GivenColumn {
  readonly arrays: readonly string[];
  readonly fields: readonly string[];
  readonly value: string;
}

/** `unnest` would take arrays of arrays apart to their elements: numbers come as slices of one array, others as texts. */
function givenOf(
  column: string,
  type: ColumnType,
  { cells, count }: { readonly cells: ColumnCells; readonly count: number },
  parameters: Parameters,
): GivenColumn {
  const array = (value: unknown, element: string): string => `${parameters.add(value)}::${element}[]`;
  if (typeof cells === 'string') {
    const element = isScalar(type) ? type : 'text';
    const value = isScalar(type) ? column : `${column}::${type}`;
    return { arrays: [array(`{${cells}}`, element)], fields: [column], value };
  }
  if (cells instanceof Uint8Array) {
    return { arrays: [array(binaryArray(cells, count, type), type)], fields: [column], value: column };
  }
  const { numbers, first, last } = nestedArrays(cells);
  const [from, to] = [`${column}_from`, `${column}_to`];
  const slice = `(${array(numbers, 'double precision')})[${from}:${to}]`;
  return {
    arrays: [array(first, 'integer'), array(last, 'integer')],
    fields: [from, to],
    value: `CASE WHEN ${from} IS NOT NULL THEN ${slice} END`,
  };
}

/** What `unnest` can take an array of. */
const isScalar = (type: ColumnType): boolean => !type.endsWith('[]') && type !== 'jsonb';

class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

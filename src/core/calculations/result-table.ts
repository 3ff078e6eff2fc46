export type ColumnType =
  'uuid' | 'date' | 'text' | 'integer' | 'double precision' | 'jsonb' | 'double precision[]' | 'uuid[]';

/** A table that a calculation fills: rows are found again by their key, and rewritten only when a value differs. */
export interface ResultTable {
  readonly name: string;
  readonly key: Readonly<Record<string, ColumnType>>;
  readonly values: Readonly<Record<string, ColumnType>>;
}

/** What a portfolio's tables are keyed by first: rows of a session are replaced as a whole. */
export const PORTFOLIO_KEY = { portfolio_id: 'uuid', as_of_date: 'date' } as const;

/** A jsonb or array column takes the text that PostgreSQL reads it from: see `arrayText`. */
export type Cell = string | number | null;

/** Each row has the key columns, then the value columns, in the table's order. */
export interface StoredRows {
  readonly table: ResultTable;
  readonly rows: readonly (readonly Cell[])[];
}

/** An array as PostgreSQL reads it; NaN stays NaN. Of numbers and uuids, which need no quotes. */
export const arrayText = (values: Iterable<number | string>): string => `{${[...values].join(',')}}`;

/** What a cell says, of a column with this type: objects of jsonb, lists of arrays, NaN in them as null. */
export function contentOf(cell: Cell, type: string): unknown {
  if (typeof cell !== 'string') return cell;
  if (type === 'jsonb') return JSON.parse(cell);
  if (!type.endsWith('[]')) return cell;
  const parts = cell === '{}' ? [] : cell.slice(1, -1).split(',');
  if (type === 'uuid[]') return parts;
  return parts.map((part) => (part === 'NaN' ? null : Number(part)));
}

/** Rows of several batches, one entry a table, in order of first mention. */
export function byTable(batches: readonly StoredRows[]): Map<ResultTable, (readonly Cell[])[]> {
  const tables = new Map<ResultTable, (readonly Cell[])[]>();
  for (const { table, rows } of batches) {
    const known = tables.get(table);
    if (known) known.push(...rows);
    else tables.set(table, [...rows]);
  }
  return tables;
}

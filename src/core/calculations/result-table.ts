export type ColumnType =
  'uuid' | 'date' | 'text' | 'integer' | 'numeric' | 'double precision' | 'jsonb' | 'double precision[]' | 'uuid[]';

/** A table that a calculation fills: rows are found again by their key, and rewritten only when a value differs. */
export interface ResultTable {
  readonly name: string;
  readonly key: Readonly<Record<string, ColumnType>>;
  readonly values: Readonly<Record<string, ColumnType>>;
}

/** What a portfolio's tables are keyed by first: rows of a session are replaced as a whole. */
export const PORTFOLIO_KEY = { portfolio_id: 'uuid', as_of_date: 'date' } as const;

/** A jsonb column takes its text, one of uuids the text that PostgreSQL reads them from: see `uuidsText`. */
export type Cell = string | number | Float64Array | null;

/** Each row has the key columns, then the value columns, in the table's order. */
export interface StoredRows {
  readonly table: ResultTable;
  readonly rows: readonly (readonly Cell[])[];
}

/** An array of uuids, which need no quotes, as PostgreSQL reads it. */
export const uuidsText = (ids: readonly string[]): string => `{${ids.join(',')}}`;

const QUOTELESS: ReadonlySet<ColumnType> = new Set(['uuid', 'date', 'integer', 'numeric', 'double precision']);

/**
 * A column of cells as the text of an array of this type, or of texts where each cell is an array or jsonb. The driver
 * would write it as well, with quotes around every number, and take several times as long.
 */
export const columnText = (rows: readonly (readonly Cell[])[], place: number, type: ColumnType): string =>
  `{${cellsText(rows, place, type)}}`;

/** As `columnText`, without the braces: texts of several batches are joined by commas. */
export function cellsText(rows: readonly (readonly Cell[])[], place: number, type: ColumnType): string {
  let text = '';
  const isBare = QUOTELESS.has(type);
  for (const row of rows) {
    const cell = row[place] ?? null;
    if (text !== '') text += ',';
    if (cell instanceof Float64Array) throw new RangeError('an array of numbers is written in binary');
    if (cell === null) text += 'NULL';
    else text += isBare || typeof cell === 'number' ? String(cell) : quoted(cell);
  }
  return text;
}

/** Backslashes and quotes escaped; most texts have none. */
const quoted = (text: string): string => `"${/[\\"]/.test(text) ? text.replace(/[\\"]/g, '\\$&') : text}"`;

/** What a cell says, of a column with this type: objects of jsonb, lists of arrays, NaN in them as null. */
export function contentOf(cell: Cell, type: string): unknown {
  if (cell instanceof Float64Array) return Array.from(cell, (value) => (Number.isNaN(value) ? null : value));
  if (typeof cell !== 'string') return cell;
  if (type === 'jsonb') return JSON.parse(cell);
  if (type !== 'uuid[]') return cell;
  return cell === '{}' ? [] : cell.slice(1, -1).split(',');
}

/** Rows of several batches, one entry a table, in order of first mention. */
export function byTable(batches: readonly StoredRows[]): StoredRows[] {
  const tables = new Map<string, { readonly table: ResultTable; readonly rows: (readonly Cell[])[] }>();
  for (const { table, rows } of batches) {
    const known = tables.get(table.name);
    if (known) known.rows.push(...rows);
    else tables.set(table.name, { table, rows: [...rows] });
  }
  return [...tables.values()];
}

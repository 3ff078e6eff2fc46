import { binaryCells, isBinary, joinedBytes, joinedNested, type NestedCells, nestedCells } from './binary-cells.js';
import { byTable, type Cell, cellsText, type ColumnType, type ResultTable, type StoredRows } from './result-table.js';

/** The elements of an array in binary, arrays of numbers, or the text between the braces of an array. */
export type ColumnCells = Uint8Array | NestedCells | string;

/**
 * Rows of a table, column by column, key columns first: what a statement takes, and next to nothing to hand from one thread
 * to another.
 */
export interface StoredColumns {
  readonly table: ResultTable;
  readonly count: number;
  readonly columns: readonly ColumnCells[];
}

/** More in one statement would hold up everybody else on an embedded database. */
const ROWS_A_STATEMENT = 1_000;

/** An entry without rows stays one. */
export function columnsOf(batches: readonly StoredRows[]): StoredColumns[] {
  return byTable(batches).flatMap(({ table, rows }) => {
    const types = Object.values({ ...table.key, ...table.values });
    const parts: StoredColumns[] = [];
    for (let start = 0; start === 0 || start < rows.length; start += ROWS_A_STATEMENT) {
      const some = rows.slice(start, start + ROWS_A_STATEMENT);
      parts.push({ table, count: some.length, columns: types.map((type, i) => cellsOf(some, i, type)) });
    }
    return parts;
  });
}

/** As few entries a table as hold that many rows each, or those that came with more; in order of first mention. */
export function joinedColumns(batches: readonly StoredColumns[], most = ROWS_A_STATEMENT): StoredColumns[] {
  const tables = new Map<string, { count: number; readonly parts: StoredColumns[] }[]>();
  for (const one of batches) {
    const groups = tables.get(one.table.name) ?? [];
    tables.set(one.table.name, groups);
    const last = groups.at(-1);
    if (last && last.count + one.count <= most) {
      last.count += one.count;
      last.parts.push(one);
    } else {
      groups.push({ count: one.count, parts: [one] });
    }
  }
  return [...tables.values()].flat().flatMap(({ count, parts }) => {
    const [first] = parts;
    if (!first) return [];
    const filled = parts.filter((part) => part.count > 0);
    const columns = first.columns.map((_, i) => joined(filled.map((part) => part.columns[i] ?? '')));
    return [{ table: first.table, count, columns }];
  });
}

function cellsOf(rows: readonly (readonly Cell[])[], place: number, type: ColumnType): ColumnCells {
  if (type === 'double precision[]') return nestedCells(rows, place);
  return isBinary(type) ? binaryCells(rows, place, type) : cellsText(rows, place, type);
}

/** Cells of one column, which all have the same form. */
function joined(parts: readonly ColumnCells[]): ColumnCells {
  if (parts.every((part) => typeof part === 'string')) return parts.join(',');
  if (parts.every((part) => part instanceof Uint8Array)) return joinedBytes(parts);
  return joinedNested(parts.map(nestedOf));
}

function nestedOf(cells: ColumnCells): NestedCells {
  if (typeof cells === 'string' || cells instanceof Uint8Array) throw new TypeError('columns of different forms');
  return cells;
}

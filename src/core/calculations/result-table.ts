export type ColumnType = 'uuid' | 'date' | 'text' | 'integer' | 'double precision';

/** A table that a calculation fills: rows are found again by their key, and rewritten only when a value differs. */
export interface ResultTable {
  readonly name: string;
  readonly key: Readonly<Record<string, ColumnType>>;
  readonly values: Readonly<Record<string, ColumnType>>;
}

export type Cell = string | number | null;

/** Each row has the key columns, then the value columns, in the table's order. */
export interface StoredRows {
  readonly table: ResultTable;
  readonly rows: readonly (readonly Cell[])[];
}

import { describe, expect, it } from 'vitest';
import { columnsOf, joinedColumns } from './result-columns.js';
import type { ResultTable } from './result-table.js';

const table = (name: string): ResultTable => ({
  name,
  key: { id: 'numeric', name: 'text' },
  values: { value: 'numeric' },
});
const rowsOf = (count: number, from = 0) => Array.from({ length: count }, (_, i) => [from + i, `n${i}`, i]);

describe('columns of results', () => {
  it('hold the rows of a table column by column, and know of a table without rows', () => {
    expect(
      columnsOf([
        { table: table('a'), rows: rowsOf(2) },
        { table: table('b'), rows: [] },
      ]),
    ).toEqual([
      { table: table('a'), count: 2, columns: ['0,1', '"n0","n1"', '0,1'] },
      { table: table('b'), count: 0, columns: ['', '', ''] },
    ]);
  });

  it('are of a thousand rows at most', () => {
    expect(columnsOf([{ table: table('a'), rows: rowsOf(2_001) }]).map(({ count }) => count)).toEqual([
      1_000, 1_000, 1,
    ]);
  });

  it('join those of a table, wherever its description comes from, in order and without empty ones', () => {
    const parts = [
      { table: table('a'), rows: rowsOf(1) },
      { table: table('b'), rows: rowsOf(1) },
      { table: table('a'), rows: [] },
      { table: table('a'), rows: rowsOf(2, 1) },
    ].flatMap((one) => columnsOf([structuredClone(one)]));
    expect(joinedColumns(parts).map(({ count, columns }) => [count, columns[0]])).toEqual([
      [3, '0,1,2'],
      [1, '0'],
    ]);
    expect(joinedColumns(parts, 2).map(({ count }) => count)).toEqual([1, 2, 1]);
  });
});

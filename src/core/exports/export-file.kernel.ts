import { type CsvCell, csvText, userText } from '../../shared/csv/csv-text.kernel.js';

export type ExportRow = Readonly<Record<string, unknown>>;

/** Columns whose texts a user has chosen, which a spreadsheet must not run. */
const FREE_TEXTS = new Set(['symbol', 'company_name', 'notes', 'tags', 'underlying_symbol']);

/**
 * Rows as CSV (RFC 4180 with a header; lists joined by "; ", null as nothing) or as a JSON list. The columns are given,
 * so that a file without rows still has its header.
 */
export const exportText = (format: 'csv' | 'json', columns: readonly string[], rows: readonly ExportRow[]): string =>
  format === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : csvOf(columns, rows);

const csvOf = (columns: readonly string[], rows: readonly ExportRow[]): string =>
  csvText([columns, ...rows.map((row) => columns.map((column) => cellOf(column, row[column])))]);

function cellOf(column: string, value: unknown): CsvCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = Array.isArray(value) ? value.map(nameOf).join('; ') : nameOf(value);
  return FREE_TEXTS.has(column) ? userText(text) : text;
}

/** A tag by its name; a text as it is. */
function nameOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { name } = value as { name?: unknown };
  return typeof name === 'string' ? name : JSON.stringify(value);
}

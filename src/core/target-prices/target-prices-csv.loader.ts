import { CsvError, parse } from 'csv-parse/sync';
import { CsvUnreadable } from './target-price.errors.js';

export const MAX_CSV_CHARACTERS = 512 * 1024;
export const MAX_CSV_ROWS = 2000;

/** Column of the file to field of a target; others, such as those an export adds, are read past. */
const FIELDS = {
  symbol: 'symbol',
  position_type: 'position_type',
  target_eoy: 'target_price_eoy',
  target_next_year: 'target_price_next_year',
  downside: 'downside_target_price',
  current_price: 'current_price',
} as const;

export interface CsvRow {
  /** From 1, with the header. */
  readonly line: number;
  readonly item: Readonly<Record<string, string>>;
}

/**
 * Reads a file of target prices: a header in any case and order, a row each. An empty cell is left out.
 * @throws CsvUnreadable for text that is no CSV, or has no column `symbol`
 */
export function parseTargetPricesCsv(text: string): CsvRow[] {
  const [header, ...rows] = records(text);
  const columns = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  if (!columns.includes('symbol'))
    throw new CsvUnreadable(`The first line must name the columns: ${Object.keys(FIELDS).join(',')}.`);
  return rows.map(({ line, cells }) => ({ line, item: itemOf(columns, cells) }));
}

function itemOf(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  const entries = Object.entries(FIELDS).flatMap(([column, field]) => {
    const cell = cells[columns.indexOf(column)]?.trim() ?? '';
    return cell === '' ? [] : [[field, cell] as const];
  });
  return Object.fromEntries(entries);
}

function records(text: string): { readonly line: number; readonly cells: string[] }[] {
  try {
    const parsed = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown;
    return (parsed as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new CsvUnreadable(`csv_content is no CSV: ${error.message}.`);
    throw error;
  }
}

import { CsvError, parse } from 'csv-parse/sync';
import { clipped, isCalendarDay, parsePlainDecimal } from '../market-data/csv-value.kernel.js';

export interface MarkLine {
  /** Line of the file, the header is 1. */
  readonly row: number;
  readonly symbol: string;
  readonly date: string;
  readonly price: string;
}

export interface MarkProblem {
  readonly row: number;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export const MAX_MARK_ROWS = 1000;
const COLUMNS = ['symbol', 'date', 'price'] as const;
const DECIMALS = 6;
const DIGITS = 12;

/**
 * Reads a file of marks, `symbol,date,price` in any order of columns: UTF-8, days as YYYY-MM-DD, plain decimals. Answers
 * every line that can be read and every problem, by row; never throws on what a user can upload.
 */
export function readMarks(bytes: Uint8Array): {
  readonly lines: readonly MarkLine[];
  readonly problems: readonly MarkProblem[];
} {
  const rows: { readonly row: number; readonly cells: readonly string[] }[] = [];
  const fatal = (row: number, field: string, code: string, message: string) => ({
    lines: [],
    problems: [{ row, field, code, message }],
  });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
    parse(text, {
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ row: lines, cells });
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError)
      return fatal(rows.length + 1, 'file', 'csv.malformed', `The file is no CSV: ${error.message}.`);
    if (error instanceof TypeError)
      return fatal(1, 'file', 'csv.encoding', 'The file is not text in UTF-8: save it as "CSV UTF-8".');
    throw error;
  }
  const header = rows[0]?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    return fatal(
      1,
      missing[0] ?? '',
      'csv.header',
      `The header lacks ${missing.join(', ')}: it must name symbol, date and price.`,
    );
  }
  if (rows.length - 1 > MAX_MARK_ROWS) {
    return fatal(
      MAX_MARK_ROWS + 2,
      'file',
      'csv.too_long',
      `The file has more than ${MAX_MARK_ROWS} marks: import it in parts.`,
    );
  }
  if (rows.length < 2) return fatal(1, 'file', 'csv.empty', 'The file has no marks: add a line for each.');
  const place = (column: (typeof COLUMNS)[number]): number => header.indexOf(column);
  const lines = rows.slice(1).map(({ row, cells }): MarkLine => {
    const [symbol = '', date = '', price = ''] = COLUMNS.map((column) => cells[place(column)] ?? '');
    return { row, symbol: symbol.toUpperCase(), date, price: parsePlainDecimal(price)?.text ?? price };
  });
  return { lines, problems: lines.flatMap(problemsOf) };
}

function problemsOf({ row, symbol, date, price }: MarkLine): MarkProblem[] {
  const problems: MarkProblem[] = [];
  const add = (field: string, code: string, message: string): void => {
    problems.push({ row, field, code, message });
  };
  if (symbol === '' || symbol.length > 100) add('symbol', 'required', 'symbol must have 1 to 100 characters.');
  if (!isCalendarDay(date))
    add('date', 'invalid_date', `date must be a day such as 2024-11-29, not '${clipped(date)}'.`);
  const number = parsePlainDecimal(price);
  if (!number) add('price', 'not_a_number', `price must be a plain decimal such as 12.5, not '${clipped(price)}'.`);
  else if (number.sign < 0) add('price', 'not_positive', 'price must be 0 or greater.');
  else if (number.decimals > DECIMALS)
    add('price', 'too_many_decimals', `price must have at most ${DECIMALS} decimals.`);
  else if (number.integerDigits > DIGITS) add('price', 'too_large', 'price must be below 1,000,000,000,000.');
  return problems;
}

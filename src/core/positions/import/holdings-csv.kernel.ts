import { isCalendarDay, parsePlainDecimal } from '../../market-data/csv-value.kernel.js';
import { type CsvProblem, fileProblem, RowProblems } from './csv-problem.kernel.js';
import { readHolding } from './holding-row.kernel.js';
import {
  type Holding,
  HOLDING_COLUMNS,
  type HoldingCells,
  type HoldingColumn,
  REQUIRED_COLUMNS,
} from './holding.kernel.js';

/** A line of the file, taken apart but not yet understood. */
export interface CsvRecord {
  /** The line of the user's file on which the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** All or nothing: the holdings of the whole file, or everything that is wrong with it. */
export type HoldingsCsv =
  | { readonly ok: true; readonly holdings: readonly Holding[]; readonly totalRows: number }
  | { readonly ok: false; readonly problems: readonly CsvProblem[]; readonly totalRows: number };

/** Where each column stands in the records of this file. */
type Positions = ReadonlyMap<HoldingColumn, number>;

/** A file with more is no holdings file; what was found until then tells enough. */
const MAX_PROBLEMS = 10_000;

/**
 * Reads holdings from the records of a file, of which the first is the header: names of HOLDING_COLUMNS in any order
 * and case; columns that are not among them are passed over. Blank records are skipped and not counted. A record must
 * have as many cells as the header, since one comma too few moves every later cell into the wrong column. Reading
 * stops at MAX_PROBLEMS.
 */
export function readHoldings(records: readonly CsvRecord[], today: string): HoldingsCsv {
  const [header, ...others] = records;
  const rows = others.filter((record) => !isBlank(record));
  if (!header) return refused([fileProblem('ERR_CSV_003', 'The file holds only comments.', EMPTY_FIX)], 0);
  const { positions, problems: headerProblems } = readHeader(header);
  if (headerProblems.length > 0) return refused(headerProblems, rows.length);
  if (rows.length === 0) {
    const at = { row: header.line };
    return refused([fileProblem('ERR_CSV_003', 'The file has a header but no holdings below it.', EMPTY_FIX, at)], 0);
  }

  const holdings: Holding[] = [];
  const problems: CsvProblem[] = [];
  const firstLines = new Map<string, number>();
  for (const record of rows) {
    if (problems.length >= MAX_PROBLEMS) break;
    if (record.cells.length !== header.cells.length) {
      problems.push(unevenRecord(record, header.cells.length));
      continue;
    }
    const cells = cellsOf(record, positions);
    const { holding, problems: found, identity } = readHolding(record.line, cells, today);
    problems.push(...found);
    const firstLine = identity === null ? undefined : firstLines.get(identity);
    if (firstLine !== undefined) problems.push(...repeated(record.line, cells, firstLine));
    else if (identity !== null) firstLines.set(identity, record.line);
    if (holding) holdings.push(holding);
  }
  return problems.length > 0 ? refused(problems, rows.length) : { ok: true, holdings, totalRows: rows.length };
}

const isBlank = ({ cells }: CsvRecord): boolean => cells.every((cell) => cell.trim() === '');

const EMPTY_FIX = 'Add at least one line for a holding below the header; the template has examples.';
const HEADER_FIX = 'Take the header from the template; its columns may stand in any order.';

/** Of a file without a single visible character, which has no comments either. */
export const emptyFile = (): CsvProblem =>
  fileProblem('ERR_CSV_005', 'The file is empty: it has no header and no holdings.', HEADER_FIX);

export const refused = (problems: readonly CsvProblem[], totalRows: number): HoldingsCsv => ({
  ok: false,
  problems,
  totalRows,
});

function readHeader({ line, cells }: CsvRecord): { readonly positions: Positions; readonly problems: CsvProblem[] } {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const positions = new Map<HoldingColumn, number>();
  for (const column of HOLDING_COLUMNS) {
    const position = names.indexOf(column.toLowerCase());
    if (position >= 0) positions.set(column, position);
  }
  if (isBlank({ line, cells }) || (positions.size === 0 && cells.some((cell) => isFigure(cell.trim())))) {
    const message = 'The file has no header: its first line names no columns.';
    return {
      positions,
      problems: [fileProblem('ERR_CSV_005', message, HEADER_FIX, { row: line, value: cells.join(',') })],
    };
  }

  const missing = REQUIRED_COLUMNS.filter((column) => !positions.has(column)).map((field) =>
    fileProblem('ERR_CSV_004', `The required column "${field}" is missing.`, missingFix(cells), { row: line, field }),
  );
  const twice = new Set(names.filter((name, at) => name !== '' && names.indexOf(name) !== at));
  const doubled = [...twice].map((name) => {
    const field = cells[names.indexOf(name)]?.trim() ?? name;
    const message = `The column "${field}" stands in the header more than once.`;
    return fileProblem('ERR_CSV_004', message, 'Keep one column of each name.', { row: line, field });
  });
  return { positions, problems: [...missing, ...doubled] };
}

const isFigure = (cell: string): boolean => isCalendarDay(cell) || parsePlainDecimal(cell) !== null;

const missingFix = (cells: readonly string[]): string =>
  cells.length === 1 && /[;\t|]/.test(cells[0] ?? '')
    ? 'Separate the columns by commas when saving the file.'
    : HEADER_FIX;

function cellsOf(record: CsvRecord, positions: Positions): HoldingCells {
  const cell = (column: HoldingColumn): string => record.cells[positions.get(column) ?? -1]?.trim() ?? '';
  return Object.fromEntries(HOLDING_COLUMNS.map((column) => [column, cell(column)])) as Record<HoldingColumn, string>;
}

const unevenRecord = ({ line, cells }: CsvRecord, expected: number): CsvProblem =>
  fileProblem(
    'ERR_CSV_006',
    `Line ${line} has ${cells.length} columns, the header has ${expected}.`,
    'Add or remove commas; an empty column keeps its comma, and a value with a comma in it is put between quotes.',
    { row: line, value: cells.join(',') },
  );

function repeated(line: number, cells: HoldingCells, firstLine: number): readonly CsvProblem[] {
  const problems = new RowProblems(line, (cells.Symbol || cells['Underlying Symbol']).toUpperCase());
  const message = `Line ${firstLine} already has this symbol (of an option: this contract) with this entry date.`;
  const fix = 'Join the two lines into one, with the sum of their quantities and their average price.';
  problems.add('ERR_POS_023', 'Symbol', cells.Symbol || cells['Underlying Symbol'], message, fix);
  return problems.found;
}

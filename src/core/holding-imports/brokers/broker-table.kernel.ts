import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { importError, type ImportProblem } from '../import-problem.kernel.js';

/** What a row can say, whatever the broker calls it. */
export const BROKER_FIELDS = [
  ...([
    'account',
    'account_name',
    'symbol',
    'description',
    'asset_type',
    'quantity',
    'unit_cost',
    'total_cost',
  ] as const),
  ...(['price', 'value', 'entry_date', 'currency', 'multiplier'] as const),
] as const;
export type BrokerField = (typeof BROKER_FIELDS)[number];

export interface BrokerRow {
  readonly line: number;
  /** Trimmed; empty where the row or the file says nothing. */
  readonly cells: Readonly<Record<BrokerField, string>>;
  /** Uninvested money, by what the broker calls it. */
  readonly isCash: boolean;
}

/** The header of each field in this file, for the problems. */
export type FieldNames = ReadonlyMap<BrokerField, string>;

/** What a preset makes of the records of a file. */
export interface BrokerTable {
  readonly rows: readonly BrokerRow[];
  readonly names: FieldNames;
  /** The day of the holdings as the file writes it; null when it does not. */
  readonly asOf: string | null;
  readonly problems: readonly ImportProblem[];
}

export interface TableShape {
  /** Headers as `headerKey` makes them, the preferred one first. */
  readonly aliases: Partial<Readonly<Record<BrokerField, readonly string[]>>>;
  /** The record that has all of these is the header. */
  readonly required: readonly BrokerField[];
  /** Whether a record begins a table that is not read. */
  readonly endsAt?: (keys: readonly string[]) => boolean;
}

/** A row with the line of text that stood above its header. */
export interface HeadedRow extends BrokerRow {
  readonly heading: string;
}

export interface ReadTable {
  readonly rows: readonly HeadedRow[];
  readonly names: FieldNames;
  /** Every record of one filled cell: titles, names of accounts, disclaimers. */
  readonly notes: readonly string[];
  readonly hasHeader: boolean;
  /** The line on which a table that is not read begins. */
  readonly endedAt: number | null;
  readonly problems: readonly ImportProblem[];
}

interface Columns {
  readonly at: ReadonlyMap<BrokerField, number>;
  readonly names: FieldNames;
  /** Up to the last column with a name. */
  readonly width: number;
}

/** Letters and digits of a header in small letters: `Qty (Quantity)` is `qtyquantity`, `% of Acct` is `ofacct`. */
export const headerKey = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const TOTAL = /^(?:account|grand|positions?|portfolio|sub)?[\s-]*total\b/i;
/** A symbol has no blanks between several words; a footnote has. */
const FOOTNOTE = /\S\s+\S+\s+\S/;

const filled = (cells: readonly string[]): string[] => cells.filter((cell) => cell.trim() !== '');

/**
 * Reads the rows below each header of this shape. Titles, blank lines, totals and footnotes are passed over. A row with fewer
 * or more cells than its header is a problem: one comma too few moves every later cell into the wrong column.
 */
export function readTable(records: readonly CsvRecord[], shape: TableShape): ReadTable {
  const rows: HeadedRow[] = [];
  const notes: string[] = [];
  const problems: ImportProblem[] = [];
  const names = new Map<BrokerField, string>();
  let columns: Columns | null = null;
  let heading = '';
  for (const { line, cells } of records) {
    const [first = '', ...others] = filled(cells);
    if (first === '') continue;
    const header = columnsOf(cells, shape);
    if (header) {
      columns = header;
      for (const [field, name] of header.names) if (!names.has(field)) names.set(field, name);
      continue;
    }
    if (shape.endsAt?.(cells.map(headerKey)) === true) {
      return { rows, names, notes, hasHeader: columns !== null, endedAt: line, problems };
    }
    if (others.length === 0 && (columns === null || FOOTNOTE.test(first) || first.length > 30)) {
      notes.push(first.trim());
      heading = first.trim();
      continue;
    }
    if (columns === null) continue;
    // The name of the next account stands alone above its header, which is seen only one record later.
    if (others.length === 0 && !isWithin(columns, cells)) {
      heading = first.trim();
      continue;
    }
    if (isTotal(cells, columns)) continue;
    const uneven = unevenRow(line, cells, columns.width);
    if (uneven) problems.push(uneven);
    else rows.push({ line, cells: fieldsOf(cells, columns.at), heading, isCash: false });
  }
  return { rows, names, notes, hasHeader: columns !== null, endedAt: null, problems };
}

/** Where each field stands, if the record is a header of this shape. */
function columnsOf(cells: readonly string[], { aliases, required }: TableShape): Columns | null {
  const keys = cells.map(headerKey);
  const at = new Map<BrokerField, number>();
  const names = new Map<BrokerField, string>();
  for (const field of BROKER_FIELDS) {
    const place = (aliases[field] ?? []).map((alias) => keys.indexOf(alias)).find((index) => index >= 0);
    if (place === undefined) continue;
    at.set(field, place);
    names.set(field, (cells[place] ?? '').trim());
  }
  return required.every((field) => at.has(field)) ? { at, names, width: widthOf(cells) } : null;
}

const widthOf = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

const isWithin = ({ at }: Columns, cells: readonly string[]): boolean => {
  const place = at.get('symbol') ?? at.get('description') ?? -1;
  return cells.length > 1 && (cells[place] ?? '').trim() !== '';
};

/** A description counts only where there is no symbol: companies are named Total, too. */
function isTotal(cells: readonly string[], { at }: Columns): boolean {
  const text = (place: number | undefined): string => (place === undefined ? '' : (cells[place] ?? '').trim());
  const symbol = text(at.get('symbol'));
  return [text(0), symbol === '' ? text(at.get('description')) : symbol].some((cell) => TOTAL.test(cell));
}

function unevenRow(line: number, cells: readonly string[], width: number): ImportProblem | null {
  const found = widthOf(cells);
  if (found <= width && cells.length >= width) return null;
  return importError(
    'columns',
    `Line ${line} has ${found > width ? found : cells.length} columns, its header has ${width}.`,
    'Export the file again, or add or remove commas; a value with a comma in it stands between quotes.',
    { row: line, value: cells.join(',') },
  );
}

export const NO_CELLS = Object.fromEntries(BROKER_FIELDS.map((field) => [field, ''])) as Readonly<
  Record<BrokerField, string>
>;

function fieldsOf(
  cells: readonly string[],
  at: ReadonlyMap<BrokerField, number>,
): Readonly<Record<BrokerField, string>> {
  const found = [...at].map(([field, place]): [BrokerField, string] => [field, (cells[place] ?? '').trim()]);
  return { ...NO_CELLS, ...Object.fromEntries(found) };
}

/** A file in which the table of the preset is not to be found. */
export const noTable = (broker: string, header: string): ImportProblem =>
  importError(
    'header',
    `The file has no table of holdings as ${broker} writes it.`,
    `It needs a line with the columns ${header}.`,
  );

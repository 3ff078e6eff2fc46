import { CsvError, parse } from 'csv-parse/sync';
import { type CsvProblem } from '../../positions/import/csv-problem.kernel.js';
import { type CsvRecord } from '../../positions/import/holdings-csv.kernel.js';
import { MAX_HOLDINGS_BYTES, parseHoldingsCsv } from '../../positions/import/holdings-csv.loader.js';
import { importError, type ImportProblem } from '../import-problem.kernel.js';
import { readBrokerTable } from './broker-file.kernel.js';
import { readGhostfolio } from './ghostfolio.kernel.js';
import { type ImportFile, type ImportOptions, unreadFile } from './import-file.kernel.js';
import { detectPreset, readPreset, unknownFile } from './preset.kernel.js';

/** Of lines with data, and of activities. A portfolio of a private person has some hundreds. */
export const MAX_ROWS = 20_000;

/**
 * Reads the file of a broker: UTF-8 with or without byte order mark, any line endings. Never throws on what a user can upload;
 * what cannot be read is among the problems.
 */
export function readImportFile(name: string, bytes: Uint8Array, options: ImportOptions): ImportFile {
  const refused = (...problems: ImportProblem[]): ImportFile =>
    unreadFile(options.preset, options.asOf ?? options.today, ...problems);
  if (bytes.byteLength > MAX_HOLDINGS_BYTES) {
    const fix = 'Remove what is not needed, or import it in parts.';
    return refused(importError('file_size', 'The file is larger than 10 MiB.', fix, { field: 'file' }));
  }
  if (options.asOf !== null && options.asOf > options.today) {
    const message = `The holdings are of a day in the future; today is ${options.today}.`;
    const place = { field: 'as_of_date', value: options.asOf };
    return refused(importError('future', message, 'Send the day on which the file was made.', place));
  }
  const text = decoded(bytes);
  if (text === null) {
    const fix = 'Save the file as "CSV UTF-8" and upload it again.';
    return refused(importError('encoding', 'The file is not text in UTF-8.', fix, { field: 'file' }));
  }
  if (text.trim() === '') {
    return refused(importError('empty', 'The file is empty.', 'Export the holdings again.', { field: 'file' }));
  }
  if (options.preset === 'ghostfolio' || (options.preset === null && /^\s*\{/.test(text))) {
    return bounded(readGhostfolio(text, options));
  }
  const { records, malformed } = recordsOf(text);
  if (malformed) return refused(malformed);
  if (records.length > MAX_ROWS) return refused(tooManyRows(records.length));
  const preset = options.preset ?? detectPreset(records);
  if (preset === null) return refused(unknownFile((text.split('\n')[0] ?? '').trim()));
  if (preset === 'sigmasight') return readTemplate(name, bytes, options);
  if (preset === 'ghostfolio') return bounded(readGhostfolio(text, options));
  return readBrokerTable(readPreset(preset, records, options.mapping), preset, options);
}

const tooManyRows = (rows: number): ImportProblem =>
  importError('rows', `The file has ${rows} rows; at most ${MAX_ROWS} are read.`, 'Import it in parts.', {
    field: 'file',
  });

const bounded = (file: ImportFile): ImportFile =>
  file.rows <= MAX_ROWS ? file : unreadFile(file.preset, file.asOf, tooManyRows(file.rows));

/** The template by the rules of the import that makes a portfolio. */
function readTemplate(name: string, bytes: Uint8Array, { today, asOf }: ImportOptions): ImportFile {
  const file = parseHoldingsCsv(/\.csv$/i.test(name) ? name : `${name}.csv`, bytes, today);
  const empty = unreadFile('sigmasight', asOf ?? today);
  if (!file.ok) return { ...empty, rows: file.totalRows, problems: file.problems.map(problemOf) };
  return { ...empty, holdings: file.holdings, rows: file.totalRows };
}

const problemOf = ({ code, row, field, value, message, fix }: CsvProblem): ImportProblem =>
  importError(code, message, fix, { row, field, value });

/** The text with `\n` line endings only, so that lines are counted as an editor counts them; null when it is none. */
function decoded(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text.replace(/\r\n?/g, '\n');
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Stops the reading of a file that is far too long, before it costs much. */
class TooLong extends Error {}

function recordsOf(text: string): { readonly records: readonly CsvRecord[]; readonly malformed: ImportProblem | null } {
  const records: CsvRecord[] = [];
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (cells, { lines }) => {
        records.push({ line: lines - newlinesIn(cells), cells });
        if (records.length > MAX_ROWS) throw new TooLong();
        return null;
      },
    });
    return { records, malformed: null };
  } catch (error) {
    if (error instanceof TooLong) return { records, malformed: null };
    if (!(error instanceof CsvError)) throw error;
    const row = (records.at(-1)?.line ?? 0) + 1;
    const fix = 'Close every quote, and put it around the whole value.';
    return {
      records,
      malformed: importError('csv', 'From this line on the file is no CSV: a quote is never closed.', fix, { row }),
    };
  }
}

const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => (cell.includes('\n') ? sum + cell.split('\n').length - 1 : sum), 0);

/** Whichever of comma, semicolon and tab is most frequent in the first lines without figures, in which no comma is a decimal one. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 8000).split('\n').slice(0, 30);
  const words = lines.filter((line) => !/\d/.test(line)).join('\n');
  const sample = /[,;\t]/.test(words) ? words : lines.join('\n');
  const count = (mark: string): number => sample.split(mark).length - 1;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

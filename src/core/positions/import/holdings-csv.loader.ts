import { CsvError, parse } from 'csv-parse/sync';
import { type CsvProblem, fileProblem } from './csv-problem.kernel.js';
import { type CsvRecord, emptyFile, type HoldingsCsv, readHoldings, refused } from './holdings-csv.kernel.js';

export const MAX_HOLDINGS_BYTES = 10 * 1024 * 1024;
const MAX_UNEVEN_RECORDS = 1000;

/**
 * Reads an uploaded holdings file: UTF-8 with or without byte order mark, any line endings, quoted fields that may
 * span lines, and lines whose first visible character is `#` as comments. Never throws on what a user can upload.
 * @param today the day against which "future" is judged, `YYYY-MM-DD`
 */
export function parseHoldingsCsv(fileName: string, bytes: Uint8Array, today: string): HoldingsCsv {
  const unfit = unfitFile(fileName, bytes);
  if (unfit.length > 0) return refused(unfit, 0);
  const text = decoded(bytes);
  if (text === null) {
    const fix = 'Save the file as "CSV UTF-8" and upload it again.';
    return refused([fileProblem('ERR_CSV_006', 'The file is not text in UTF-8.', fix)], 0);
  }
  if (text.trim() === '') return refused([emptyFile()], 0);
  const records: CsvRecord[] = [];
  const malformed = readRecords(text, records);
  return malformed ? refused([malformed], 0) : readHoldings(records, today);
}

function unfitFile(fileName: string, bytes: Uint8Array): readonly CsvProblem[] {
  const problems: CsvProblem[] = [];
  if (bytes.byteLength > MAX_HOLDINGS_BYTES) {
    const message = 'The file is larger than 10 MiB.';
    problems.push(fileProblem('ERR_CSV_001', message, 'Remove what is not needed, or import it in parts.'));
  }
  if (!/\.csv$/i.test(fileName)) {
    const message = 'The name of the file does not end in .csv.';
    problems.push(fileProblem('ERR_CSV_002', message, 'Save the holdings as CSV.', { value: fileName }));
  }
  return problems;
}

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

/** Thrown to stop the library, which makes an error object for every uneven record: minutes for a hostile file. */
class TooUneven extends Error {}

/** Adds the records to `records`; returns what stopped it, if anything did. */
function readRecords(text: string, records: CsvRecord[]): CsvProblem | null {
  let lastLine = 0;
  let uneven = 0;
  try {
    parse(text, {
      comment: '#',
      comment_no_infix: true,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells, { lines }) => {
        lastLine = lines;
        records.push({ line: lines - newlinesIn(cells), cells });
        if (cells.length !== records[0]?.cells.length && ++uneven > MAX_UNEVEN_RECORDS) throw new TooUneven();
        return null;
      },
    });
    return null;
  } catch (error) {
    if (error instanceof CsvError) return malformedCsv(error, text, lastLine);
    if (error instanceof TooUneven) return unevenFile(lastLine);
    throw error;
  }
}

function unevenFile(row: number): CsvProblem {
  const message = `More than ${MAX_UNEVEN_RECORDS} lines have not as many columns as the first line.`;
  const fix = 'Check that the header is the first line and that commas divide the columns.';
  return fileProblem('ERR_CSV_006', message, fix, { row });
}

const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => (cell.includes('\n') ? sum + cell.split('\n').length - 1 : sum), 0);

function malformedCsv(error: CsvError, text: string, lastLine: number): CsvProblem {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const row = firstQuotedLine(text, lastLine);
    const message = `The quote that opens on line ${row} is never closed.`;
    return fileProblem('ERR_CSV_006', message, 'Close the quote, or remove it.', { row });
  }
  const row = typeof error['lines'] === 'number' ? error['lines'] : lastLine + 1;
  const message = `A quote on line ${row} stands in the middle of a value.`;
  const fix = 'Put the whole value between quotes and double the quotes within it, or remove them.';
  return fileProblem('ERR_CSV_006', message, fix, { row });
}

/** The line on which the record after line `lastLine` begins that has an open quote. */
function firstQuotedLine(text: string, lastLine: number): number {
  const lines = text.split('\n');
  const index = lines.findIndex(
    (line, at) => at >= lastLine && line.includes('"') && !line.trimStart().startsWith('#'),
  );
  return index + 1;
}

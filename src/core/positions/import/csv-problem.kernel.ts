import { clipped } from '../../market-data/csv-value.kernel.js';
import { type HoldingColumn } from './holding.kernel.js';

export const CSV_FILE_CODES = [
  'ERR_CSV_001', // too large
  'ERR_CSV_002', // not named .csv
  'ERR_CSV_003', // no holdings in it
  'ERR_CSV_004', // columns missing or twice
  'ERR_CSV_005', // no header
  'ERR_CSV_006', // not UTF-8, or not well-formed CSV
] as const;

export const CSV_ROW_CODES = [
  'ERR_POS_001', // symbol missing
  'ERR_POS_002', // symbol too long
  'ERR_POS_003', // symbol with other characters, or an impossible option symbol
  'ERR_POS_004', // quantity missing
  'ERR_POS_005', // quantity not a number
  'ERR_POS_006', // quantity zero
  'ERR_POS_007', // quantity with too many decimals
  'ERR_POS_008', // entry price missing
  'ERR_POS_009', // price not a number, or exit price missing
  'ERR_POS_010', // price not positive
  'ERR_POS_011', // price with too many decimals
  'ERR_POS_012', // date missing
  'ERR_POS_013', // date not a day
  'ERR_POS_014', // date in the future
  'ERR_POS_015', // entry too long ago
  'ERR_POS_016', // class unknown, or at odds with the option columns
  'ERR_POS_017', // subtype not of its class
  'ERR_POS_018', // exit before entry
  'ERR_POS_019', // underlying
  'ERR_POS_020', // strike
  'ERR_POS_021', // expiration
  'ERR_POS_022', // option type
  'ERR_POS_023', // the same holding twice
] as const;

export type CsvCode = (typeof CSV_FILE_CODES)[number] | (typeof CSV_ROW_CODES)[number];

export interface CsvProblem {
  /** The line of the user's own file, from 1, comments and header counted; null when the file as a whole is meant. */
  readonly row: number | null;
  readonly symbol: string | null;
  readonly code: CsvCode;
  /** What is wrong, naming the rule. */
  readonly message: string;
  /** The column, by its name in the template. */
  readonly field: string | null;
  /** What the file says there, shortened when long; null when it says nothing. */
  readonly value: string | null;
  /** What to change. */
  readonly fix: string;
}

export const fileProblem = (
  code: CsvCode,
  message: string,
  fix: string,
  at: { readonly row?: number; readonly field?: string; readonly value?: string } = {},
): CsvProblem => ({
  row: at.row ?? null,
  symbol: null,
  code,
  message,
  field: at.field ?? null,
  value: at.value ? clipped(at.value) : null,
  fix,
});

/** Collects what is wrong with one line, so that the user sees all of it at once. */
export class RowProblems {
  readonly found: CsvProblem[] = [];

  constructor(
    private readonly row: number,
    private readonly symbol: string,
  ) {}

  add(code: CsvCode, field: HoldingColumn, value: string, message: string, fix: string): void {
    this.found.push({
      row: this.row,
      symbol: this.symbol ? clipped(this.symbol) : null,
      code,
      message,
      field,
      value: value ? clipped(value) : null,
      fix,
    });
  }
}

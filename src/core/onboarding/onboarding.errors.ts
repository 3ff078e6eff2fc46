import { AppError, type InputFault } from '../../shared/errors/app-error.js';
import { type CsvProblem } from '../positions/import/csv-problem.kernel.js';

const FORM_FIELDS = {
  ERR_PORT_002: 'portfolio_name',
  ERR_PORT_003: 'portfolio_name',
  ERR_PORT_004: 'equity_balance',
  ERR_PORT_005: 'equity_balance',
  ERR_PORT_006: 'equity_balance',
  ERR_PORT_007: 'csv_file',
  ERR_PORT_009: 'account_type',
  ERR_PORT_010: 'account_name',
  ERR_PORT_011: 'account_name',
  /** Ours: the contract has no code for it. */
  ERR_PORT_012: 'description',
} as const;
export type FormCode = keyof typeof FORM_FIELDS;

/** What older clients look for; the same facts are in `errors`. */
export const contractError = (code: string, message: string, details: unknown): Readonly<Record<string, unknown>> => ({
  code,
  message,
  details,
  documentation_url: `/problems/${code}`,
});

/** A field of the form breaks a rule. */
export class FormRefused extends AppError {
  constructor(code: FormCode, message: string) {
    const field = FORM_FIELDS[code];
    super('refused', code, message, {
      errors: [{ field, code, message }],
      extensions: { error: contractError(code, message, { field }) },
    });
  }
}

export class ImportedAccountNameTaken extends AppError {
  constructor(accountName: string) {
    const message = `You already have an account named "${accountName}": choose another name.`;
    super('conflict', 'ERR_PORT_001', message, {
      errors: [{ field: 'account_name', code: 'ERR_PORT_001', message }],
      extensions: { error: contractError('ERR_PORT_001', message, { account_name: accountName }) },
    });
  }
}

/** More are counted, not listed: nobody reads them. */
const MAX_LISTED = 1000;

/** The file is refused as a whole; every problem in it is listed. Nothing was stored. */
export class CsvRefused extends AppError {
  constructor(problems: readonly CsvProblem[]) {
    const listed = problems.slice(0, MAX_LISTED);
    const [first] = problems;
    const where = first?.row == null ? '' : ` (line ${first.row})`;
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    const message =
      `The file has ${count}, so nothing was imported. First${where}: ${first?.message ?? ''} ${first?.fix ?? ''}`.trim();
    const rows = listed.map(({ row, symbol, code, message: text, field, value, fix }) => {
      return { row, symbol, code, message: `${text} ${fix}`, field, value, fix };
    });
    const nested = contractError('ERR_CSV_VALIDATION', message, { errors: rows, total_errors: problems.length });
    super('refused', 'ERR_PORT_008', message, {
      errors: rows.map((row): InputFault => {
        return {
          ...(row.row === null ? {} : { row: row.row }),
          ...(row.field === null ? { field: 'csv_file' } : { field: row.field }),
          code: row.code,
          message: row.message,
        };
      }),
      details: { total_errors: problems.length, listed_errors: listed.length },
      extensions: { error: contractError('ERR_PORT_008', message, { error: nested }) },
    });
  }
}

/** Members beside `detail` that older clients read. */
const statusError = (code: string, message: string) => ({ extensions: { error: code, message } });

export class StatusPortfolioInvalid extends AppError {
  constructor() {
    const message = 'portfolio_id must be a UUID, such as 3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15.';
    super('refused', 'invalid_portfolio_id', message, statusError('invalid_portfolio_id', message));
  }
}

export class StatusPortfolioNotFound extends AppError {
  constructor() {
    const message = 'There is no such portfolio.';
    super('missing', 'portfolio_not_found', message, statusError('portfolio_not_found', message));
  }
}

export class NoLogsAvailable extends AppError {
  constructor() {
    const message = 'No calculation of this portfolio was ever asked for, so there is no log: start one.';
    super('missing', 'no_logs_available', message, statusError('no_logs_available', message));
  }
}

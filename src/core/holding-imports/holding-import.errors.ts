import { AppError, type InputFault } from '../../shared/errors/app-error.js';
import { type Preset } from './brokers/import-file.kernel.js';
import { type ImportProblem, isError } from './import-problem.kernel.js';

/** More are counted, not listed: nobody reads them. */
export const MAX_LISTED = 1000;

/** The file is refused as a whole; every problem in it is listed. Nothing was stored. */
export class ImportFileRefused extends AppError {
  constructor(
    readonly problems: readonly ImportProblem[],
    about: { readonly preset: Preset | null; readonly accounts: readonly string[] },
  ) {
    const errors = problems.filter(isError);
    const [first] = errors;
    const count = errors.length === 1 ? 'one error' : `${errors.length} errors`;
    const where = first?.row == null ? '' : ` (row ${first.row})`;
    const message = `The file has ${count}, so nothing was imported. First${where}: ${first?.message ?? ''} ${first?.fix ?? ''}`;
    super('invalid', 'import.refused', message.trim(), {
      errors: errors.slice(0, MAX_LISTED).map(faultOf),
      details: {
        ...about,
        total_problems: problems.length,
        problems: problems.slice(0, MAX_LISTED),
      },
    });
  }
}

const faultOf = ({ row, field, rule, message, fix }: ImportProblem): InputFault => ({
  ...(row === null ? {} : { row }),
  ...(field === null ? {} : { field }),
  code: rule,
  message: `${message} ${fix}`.trim(),
});

export class FileAlreadyImported extends AppError {
  constructor(readonly importId: string) {
    const message = `This file is in the portfolio already, by import ${importId}: undo that first if it is to be imported anew.`;
    super('conflict', 'import.already_imported', message, { details: { import_id: importId } });
  }
}

export class HoldingImportNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'import.not_found', `There is no import ${id} in this portfolio.`);
  }
}

export class ImportAlreadyUndone extends AppError {
  constructor(id: string) {
    super('conflict', 'import.already_undone', `Import ${id} is undone already.`);
  }
}

/** An entry that was booked after the import and would no longer fit without it. */
export interface DependentEntry {
  readonly id: string;
  readonly kind: string;
  readonly tradeDate: string;
  readonly symbol: string | null;
}

export class ImportIsNeeded extends AppError {
  constructor(entries: readonly DependentEntry[]) {
    const name = ({ kind, symbol, tradeDate, id }: DependentEntry): string =>
      `the ${kind}${symbol === null ? '' : ` of ${symbol}`} on ${tradeDate} (${id})`;
    const [first] = entries;
    const more = entries.length > 1 ? ` and ${entries.length - 1} more` : '';
    const message = `Later entries need what this import brought: ${first ? name(first) : 'some'}${more}. Reverse them first.`;
    super('conflict', 'import.needed', message, {
      errors: entries.slice(0, MAX_LISTED).map((entry) => ({
        code: 'import.needed',
        message: `Reverse ${name(entry)} first.`,
      })),
      details: {
        entries: entries.slice(0, MAX_LISTED).map(({ id, kind, tradeDate, symbol }) => {
          return { transaction_id: id, kind, trade_date: tradeDate, symbol };
        }),
      },
    });
  }
}

import { clipped } from '../market-data/csv-value.kernel.js';

/** An error keeps the whole file out; a warning says what was assumed or left out. */
export type ProblemSeverity = 'error' | 'warning';

export interface ImportProblem {
  /** The line of the user's own file, from 1; of a JSON file the number of the activity. Null: the file as a whole. */
  readonly row: number | null;
  /** The column as the file names it, or the field of the request. */
  readonly field: string | null;
  /** What stands there, shortened when long. */
  readonly value: string | null;
  /** Stable, for programs. */
  readonly rule: string;
  /** What is wrong, or what was assumed. */
  readonly message: string;
  /** What to change; of a warning, what to look at. */
  readonly fix: string;
  readonly severity: ProblemSeverity;
}

type Place = Partial<Pick<ImportProblem, 'row' | 'field' | 'value'>>;

const problem =
  (severity: ProblemSeverity) =>
  (
    rule: string,
    message: string,
    fix: string,
    { row = null, field = null, value = null }: Place = {},
  ): ImportProblem => ({
    row,
    field,
    value: value === null || value === '' ? null : clipped(value),
    rule,
    message,
    fix,
    severity,
  });

export const importError = problem('error');
export const importWarning = problem('warning');

export const isError = ({ severity }: ImportProblem): boolean => severity === 'error';

/** By row, the whole file first; of a row in the order in which they were found. */
export const byRow = (a: ImportProblem, b: ImportProblem): number => (a.row ?? 0) - (b.row ?? 0);

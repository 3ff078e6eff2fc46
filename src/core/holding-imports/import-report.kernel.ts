import { type ImportFile } from './brokers/import-file.kernel.js';
import { type ImportPlan } from './import-plan.kernel.js';
import { type ImportProblem } from './import-problem.kernel.js';

/** What a terminal is told of an import. */
export interface ReportedOutcome {
  readonly isDryRun: boolean;
  readonly importId: string | null;
  readonly fileName: string;
  readonly file: ImportFile;
  readonly problems: readonly ImportProblem[];
  readonly plan: ImportPlan | null;
}

const MAX_SHOWN = 50;

/** The report of the API as lines of text. */
export function describeOutcome({ isDryRun, importId, fileName, file, problems, plan }: ReportedOutcome): string {
  const { preset, account, asOf, rows } = file;
  const of = account === null ? '' : `, account ${account}`;
  const lines = [`${fileName}: ${preset ?? 'of no known broker'}${of}, as of ${asOf}, ${rows} rows`];
  if (plan) {
    const { holdings, cash, lines: kinds } = plan;
    lines.push(
      ...holdings.slice(0, MAX_SHOWN).map(({ row, symbol, quantity, entryPrice, entryDate, cost }) => {
        return `  row ${row ?? '-'}  ${symbol}  ${quantity} at ${entryPrice} on ${entryDate}, cost ${cost}`;
      }),
    );
    lines.push(...more(holdings.length, 'holdings'));
    lines.push(
      `  cash ${cash.before} before, ${cash.effect} by the holdings, ${cash.adjustment} adjusted, ${cash.after} after`,
    );
    lines.push(
      `  ledger lines: ${Object.entries(kinds)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}`,
    );
  }
  lines.push(isDryRun ? '  Nothing was stored: this was a dry run.' : `  Booked as import ${importId ?? ''}.`);
  return `${lines.join('\n')}\n${describeProblems(problems)}`;
}

export function describeProblems(problems: readonly ImportProblem[]): string {
  const shown = problems.slice(0, MAX_SHOWN).map(({ row, field, value, severity, message, fix }) => {
    const place = [row === null ? '' : `row ${row}`, field ?? '', value === null ? '' : `"${value}"`]
      .filter(Boolean)
      .join(', ');
    return `  ${severity}${place === '' ? '' : ` (${place})`}: ${message} ${fix}`.trimEnd();
  });
  return [...shown, ...more(problems.length, 'problems')].map((line) => `${line}\n`).join('');
}

const more = (count: number, noun: string): string[] =>
  count > MAX_SHOWN ? [`  … and ${count - MAX_SHOWN} more ${noun}`] : [];

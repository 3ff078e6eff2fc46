import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { ImportFileRefused } from './holding-import.errors.js';
import { HoldingImportService } from './holding-import.service.js';
import { describeOutcome, describeProblems } from './import-report.kernel.js';

interface ImportOptions {
  readonly portfolio: string;
  readonly preset?: string;
  readonly mapping?: string;
  readonly asOf?: string;
  readonly account?: string;
  readonly dryRun?: boolean;
}

const MAX_BYTES = 11 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@SubCommand({
  name: 'import',
  arguments: '<file>',
  description: 'Import the holdings file of a broker into a portfolio, as its owner',
})
export class ImportHoldingsCommand extends CommandRunner {
  constructor(private readonly imports: HoldingImportService) {
    super();
  }

  /** Ends with 3 when the file is refused. */
  async run([path = '']: string[], options: ImportOptions): Promise<void> {
    const { portfolio, preset = 'auto', mapping = '', asOf = '', account = '', dryRun = false } = options;
    const fields = { preset, mapping, account, as_of_date: asOf, dry_run: String(dryRun) };
    const file = { name: basename(path), bytes: await bytesOf(path) };
    try {
      const outcome = await this.imports.importAsOwner(portfolio.toLowerCase(), { fields, file });
      process.stdout.write(describeOutcome(outcome));
      if (outcome.plan === null) process.exitCode = 3;
    } catch (error) {
      if (!(error instanceof ImportFileRefused)) throw error;
      process.stdout.write(`Nothing was imported.\n${describeProblems(error.problems)}`);
      process.exitCode = 3;
    }
  }

  @Option({ flags: '--portfolio <id>', description: 'id of the portfolio', required: true })
  parsePortfolio(text: string): string {
    if (UUID.test(text)) return text;
    const message = '--portfolio must be the id of a portfolio, such as 3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15.';
    throw new InvalidInput([{ field: 'portfolio', code: 'uuid', message }]);
  }

  @Option({ flags: '--preset <name>', description: 'whose file it is; found out when left out' })
  parsePreset(text: string): string {
    return text;
  }

  @Option({ flags: '--mapping <json>', description: 'headers of the columns, with --preset generic' })
  parseMapping(text: string): string {
    return text;
  }

  @Option({ flags: '--as-of <day>', description: 'day of the holdings, YYYY-MM-DD' })
  parseAsOf(text: string): string {
    return text;
  }

  @Option({ flags: '--account <name>', description: 'number or name of the account, when the file has several' })
  parseAccount(text: string): string {
    return text;
  }

  @Option({ flags: '--dry-run', description: 'show what would be booked; store nothing' })
  parseDryRun(): boolean {
    return true;
  }
}

@Command({ name: 'holdings', description: 'Holdings of portfolios', subCommands: [ImportHoldingsCommand] })
export class HoldingsCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}

export const HOLDING_COMMANDS = [HoldingsCommand, ImportHoldingsCommand];

/** A file that is far too large is not read into memory to be told so. */
async function bytesOf(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new AppError('invalid', 'import.no_such_file', `${path} is not a file that can be read.`);
  if (found.size > MAX_BYTES) throw new AppError('invalid', 'import.file_size', `${path} is larger than 10 MiB.`);
  return readFile(path);
}

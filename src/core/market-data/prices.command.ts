import { SingleBar } from 'cli-progress';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { stat } from 'node:fs/promises';
import { AppError } from '../../shared/errors/app-error.js';
import type { PriceBasis } from './daily-price.entity.js';
import { FetchPricesCommand } from './fetch-prices.command.js';
import { PriceImportService, type PriceImportReport } from './price-import.service.js';
import type { RejectedPrice } from './prices-csv.kernel.js';

const SHOWN_REJECTED = 20;
const BASES: Readonly<Record<string, PriceBasis>> = {
  raw: 'raw',
  'split-adjusted': 'split_adjusted',
  'total-return': 'total_return',
};

interface ImportOptions {
  readonly basis: PriceBasis;
}

@SubCommand({
  name: 'import',
  arguments: '<file>',
  description: 'Import closes from a CSV file: symbol,date,close[,open,high,low,volume,split_factor,dividend]',
})
export class ImportPricesCommand extends CommandRunner {
  constructor(private readonly prices: PriceImportService) {
    super();
  }

  /** Ends with 1 when the file cannot be read at all, 3 when rows were rejected. */
  async run([file = '']: string[], { basis }: ImportOptions): Promise<void> {
    await mustExist(file);
    const bar = new SingleBar({ format: 'Importing {file}  {value} rows', clearOnComplete: true, hideCursor: true });
    const isTerminal = process.stderr.isTTY;
    if (isTerminal) bar.start(0, 0, { file });
    try {
      const report = await this.prices.importFile(file, basis, (rows) => {
        if (isTerminal) bar.update(rows);
      });
      bar.stop();
      process.stdout.write(describe(file, report));
      if (report.failure) process.exitCode = 1;
      else if (report.rejected.total > 0) process.exitCode = 3;
    } finally {
      bar.stop();
    }
  }

  @Option({
    flags: '-b, --basis <basis>',
    description: 'what is already in the closes: raw, split-adjusted or total-return',
    defaultValue: 'split_adjusted',
  })
  parseBasis(text: string): PriceBasis {
    const basis = BASES[text];
    if (basis === undefined)
      throw new AppError(
        'invalid',
        'prices.basis',
        `--basis must be one of ${Object.keys(BASES).join(', ')}, not ${text}.`,
      );
    return basis;
  }
}

@Command({ name: 'prices', description: 'Market prices', subCommands: [ImportPricesCommand, FetchPricesCommand] })
export class PricesCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}

export const PRICE_COMMANDS = [PricesCommand, ImportPricesCommand, FetchPricesCommand];

async function mustExist(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new AppError('invalid', 'prices.no_such_file', `${file} is not a file that can be read.`);
}

function describe(file: string, report: PriceImportReport): string {
  const lines = [
    `${file}: ${report.rowsRead} rows of ${report.symbols} symbols`,
    `  ${report.inserted} new, ${report.updated} changed, ${report.unchanged} already there, ${report.repeated} repeated in the file, ${report.rejected.total} rejected`,
  ];
  const shown = report.rejected.kept.slice(0, SHOWN_REJECTED);
  if (report.failure) lines.push(...rejectedTable([report.failure]));
  if (shown.length > 0) lines.push(...rejectedTable(shown));
  if (report.rejected.total > shown.length)
    lines.push(`  … and ${report.rejected.total - shown.length} more rejected rows`);
  return `${lines.join('\n')}\n`;
}

function rejectedTable(rows: readonly RejectedPrice[]): string[] {
  return rows.map(
    ({ line, symbol, field, value, fix }) =>
      `  line ${line}${symbol === null ? '' : ` ${symbol}`}${field === null ? '' : `, ${field}`}${value === null ? '' : ` "${value}"`}: ${fix}`,
  );
}

import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { AppError } from '../../shared/errors/app-error.js';
import { Clock } from '../../shared/time/clock.js';
import { lastCompletedSession } from '../../shared/time/trading-calendar.kernel.js';
import { MarketDataProviders } from '../market-data/providers/provider.registry.js';
import type { ReferenceReport } from './reference-answer.js';
import { ReferenceFetchService } from './reference-fetch.service.js';

const EXIT_FAILED = 1;
const EXIT_PARTLY = 3;
const SHOWN = 20;
/** As for the batch. */
const READY_DELAY_MINUTES = 30;

interface FetchOptions {
  readonly symbols?: readonly string[];
}

/** Exit code 0: everything came, or nothing is due; 3: some questions failed; 1: no symbol was answered. */
@SubCommand({
  name: 'fetch',
  description:
    'Fetch profiles, statements and fund holdings that portfolios lack; with --symbols, those of the symbols',
})
export class FetchReferenceCommand extends CommandRunner {
  constructor(
    private readonly fetcher: ReferenceFetchService,
    private readonly providers: MarketDataProviders,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(_: string[], { symbols }: FetchOptions): Promise<void> {
    if (!this.providers.knowsCompanies)
      throw new AppError(
        'invalid',
        'reference.no_provider',
        'Nobody is asked for profiles and statements: set FUNDAMENTALS_PROVIDERS to yahoo, fmp or both.',
      );
    const to = lastCompletedSession(this.clock.now(), READY_DELAY_MINUTES);
    const end = new AbortController();
    const stop = (): void => {
      end.abort();
    };
    process.once('SIGINT', stop);
    const report = await this.fetcher
      .fetch({ to, portfolioId: null, symbols: symbols ?? null, signal: end.signal })
      .finally(() => process.off('SIGINT', stop));
    process.stdout.write(describeReference(report));
    if (report.failed_total > 0) process.exitCode = report.fetched === 0 ? EXIT_FAILED : EXIT_PARTLY;
  }

  @Option({ flags: '-s, --symbols <symbols>', description: 'separated by commas, such as AAPL,MSFT' })
  parseSymbols(text: string): string[] {
    const symbols = text
      .split(',')
      .map((symbol) => symbol.trim().toUpperCase())
      .filter((symbol) => symbol !== '');
    const strange = symbols.find((symbol) => !/^[A-Z0-9._-]{1,40}$/.test(symbol));
    if (symbols.length === 0 || strange !== undefined)
      throw new AppError(
        'invalid',
        'reference.options',
        `--symbols has no symbol, or one that is none: ${strange ?? ''}`,
      );
    return symbols;
  }
}

@Command({
  name: 'reference',
  description: 'Company profiles, statements, estimates and fund holdings',
  subCommands: [FetchReferenceCommand],
})
export class ReferenceCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}

export const REFERENCE_COMMANDS = [ReferenceCommand, FetchReferenceCommand];

export function describeReference({
  wanted,
  fetched,
  stored,
  failed,
  failed_total: total,
  left,
}: ReferenceReport): string {
  return [
    `${fetched} of ${wanted} symbols answered, ${stored} rows new or changed`,
    ...failed
      .slice(0, SHOWN)
      .map(({ symbol, part, code, message }) => `  ${symbol}, ${part} failed: ${code} (${message})`),
    ...(total > SHOWN ? [`  … and ${total - SHOWN} more`] : []),
    ...(left > 0 ? [`  ${left} symbols are left for the next run`] : []),
    '',
  ].join('\n');
}

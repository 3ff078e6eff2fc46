import { Inject } from '@nestjs/common';
import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { ENV, type Env } from '../../shared/config/env.js';
import { AppError } from '../../shared/errors/app-error.js';
import { Clock } from '../../shared/time/clock.js';
import { lastCompletedSession } from '../../shared/time/trading-calendar.kernel.js';
import type { SourceReport } from './price-source.js';
import { daysBefore, type FetchReport } from './providers/price-fetch.kernel.js';
import { PriceFetchService } from './providers/price-fetch.service.js';
import type { ProviderName } from './providers/provider-failure.kernel.js';

const EXIT_FAILED = 1;
const EXIT_PARTLY = 3;
const SHOWN = 20;
/** After the close, until closing prices can be had; as for the batch. */
const READY_DELAY_MINUTES = 30;
const DEFAULT_DAYS = 730;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

interface FetchOptions {
  readonly symbols?: readonly string[];
  readonly from?: string;
  readonly dataset?: ProviderName;
}

/** Exit code 0: everything came; 3: some symbols failed; 1: none came. */
@SubCommand({
  name: 'fetch',
  description: 'Fetch what the portfolios of a provider lack; with --symbols, those symbols from a day on',
})
export class FetchPricesCommand extends CommandRunner {
  constructor(
    private readonly fetcher: PriceFetchService,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {
    super();
  }

  async run(_: string[], { symbols, from, dataset }: FetchOptions): Promise<void> {
    const provider = dataset ?? providerIn(this.env.PRICE_DATASET);
    const to = lastCompletedSession(this.clock.now(), READY_DELAY_MINUTES);
    if (from !== undefined && symbols === undefined)
      throw new AppError('invalid', 'prices.options', '--from is for --symbols: portfolios know what they lack.');
    const named = symbols === undefined ? null : { symbols, from: from ?? daysBefore(to, DEFAULT_DAYS) };
    const end = new AbortController();
    const stop = (): void => {
      end.abort();
    };
    process.once('SIGINT', stop);
    const request = { to, portfolioId: null, named, isForced: true, signal: end.signal };
    const report = await this.fetcher.fetch(provider, request).finally(() => process.off('SIGINT', stop));
    process.stdout.write(describeFetch(report));
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
      throw new AppError('invalid', 'prices.options', `--symbols has no symbol, or one that is none: ${strange ?? ''}`);
    return symbols;
  }

  @Option({ flags: '-f, --from <date>', description: 'first day, such as 2023-01-03; by default two years back' })
  parseFrom(text: string): string {
    if (!DAY.test(text)) throw new AppError('invalid', 'prices.options', '--from must be a date, such as 2023-01-03.');
    return text;
  }

  @Option({ flags: '-d, --dataset <dataset>', description: 'yahoo or fmp; by default that of PRICE_DATASET' })
  parseDataset(text: string): ProviderName {
    return providerIn(text);
  }
}

function providerIn(text: string): ProviderName {
  if (text === 'yahoo' || text === 'fmp') return text;
  throw new AppError('invalid', 'prices.options', `--dataset must be yahoo or fmp; ${text} cannot be fetched.`);
}

/** For the summary of a run. */
export function describeSource(report: SourceReport): string {
  if ('stale' in report) return describeFetch(report);
  const { dataset, fetched, wanted, failed_total: failed } = report;
  return `${dataset}: ${fetched} of ${wanted} symbols answered, ${failed} questions failed\n`;
}

function describeFetch(report: FetchReport): string {
  const { dataset, to, wanted, fetched, skipped, inserted, updated, rebased, failed, stale } = report;
  const rest = (total: number): string[] => (total > SHOWN ? [`  … and ${total - SHOWN} more`] : []);
  return [
    `${dataset} up to ${to}: ${fetched} of ${wanted} symbols fetched, ${skipped} asked for a short while ago`,
    `  ${inserted} new prices, ${updated} changed`,
    ...(rebased.length === 0 ? [] : [`  fetched anew after a split: ${rebased.join(', ')}`]),
    ...failed.slice(0, SHOWN).map(({ symbol, code, message }) => `  ${symbol} failed: ${code} (${message})`),
    ...rest(report.failed_total),
    ...stale
      .slice(0, SHOWN)
      .map(({ symbol, last_session: last }) => `  ${symbol} has no price of ${to}: ${last ?? 'none'} is its last`),
    ...rest(report.stale_total),
    '',
  ].join('\n');
}

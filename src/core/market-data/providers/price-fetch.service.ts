import { Inject, Injectable, Logger } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import { asSystem } from '../../../shared/database/transactions.js';
import { Clock } from '../../../shared/time/clock.js';
import { isSession } from '../../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../../core.transactions.js';
import { DailyPriceRepository } from '../daily-price.repository.js';
import { FACTOR_FUNDS } from '../factor-funds.kernel.js';
import { LISTING_CURRENCY } from '../instrument.kernel.js';
import { InstrumentRepository } from '../instrument.repository.js';
import type { PriceSource } from '../price-source.js';
import { type DatedRow, datedRows, isRebased } from './daily-history.kernel.js';
import { FetchTally } from './fetch-tally.js';
import { type FetchReport, type FetchSpan, planFetch, type SymbolFailure } from './price-fetch.kernel.js';
import { type FetchOutcome, PriceFetchRepository, type FetchState } from './price-fetch.repository.js';
import type { ProviderName } from './provider-failure.kernel.js';
import { ProviderFailure } from './provider.errors.js';
import { MarketDataProviders } from './provider.registry.js';

export interface FetchRequest {
  readonly to: string;
  /** Null: what all active portfolios of the dataset need. */
  readonly portfolioId: string | null;
  /** Instead of what portfolios need; with the first day. */
  readonly named?: { readonly symbols: readonly string[]; readonly from: string } | null;
  /** Asks again for what was asked for a short while ago. */
  readonly isForced: boolean;
  readonly signal: AbortSignal;
}

interface Job {
  readonly state: FetchState;
  readonly span: FetchSpan;
}
type Given = Job & { readonly rows: readonly DatedRow[] };

const IDENTITY = asSystem('price-fetch');
/** Symbols that are asked for and stored together. */
const BATCH = 20;
/** What was up to date so recently is not asked for again by the next run. */
const FRESH_MS = 3 * 3_600_000;
/** A provider that answers slowly may not hold up a night: what is left then is left for the next run. */
const BUDGET_MS = 20 * 60_000;

/** Brings the datasets of the providers up to a session. Networks are awaited outside of every unit of work. */
@Injectable()
export class PriceFetchService {
  private readonly log = new Logger('PriceFetch');

  // eslint-disable-next-line max-params -- three tables, the providers, the clock and the unit of work: each is used by itself
  constructor(
    private readonly tx: CoreTransactions,
    private readonly providers: MarketDataProviders,
    private readonly prices: DailyPriceRepository,
    private readonly instruments: InstrumentRepository,
    private readonly fetches: PriceFetchRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  source(dataset: ProviderName): PriceSource {
    return { dataset, extend: (to, scope) => this.fetch(dataset, { to, ...scope, isForced: false }) };
  }

  /** Says what came of it, symbol by symbol; throws only when the database does. */
  async fetch(dataset: ProviderName, request: FetchRequest): Promise<FetchReport> {
    // Each request of a batch listens to it, which Node takes for a leak from the eleventh on.
    setMaxListeners(0, request.signal);
    const { states, marketIds } = await this.tx.run(IDENTITY, () => this.statesOf(dataset, request));
    const tally = new FetchTally(dataset, request.to, states);
    const jobs = states.flatMap((state): Job[] => {
      const span = planFetch(request.named ? { ...state, coveredFrom: null } : state);
      if (span === null || (!request.isForced && this.isFresh(state, span, tally))) return [];
      return [{ state, span }];
    });
    const until = performance.now() + BUDGET_MS;
    for (let start = 0; start < jobs.length && !request.signal.aborted; start += BATCH) {
      const batch = jobs.slice(start, start + BATCH);
      if (performance.now() > until) for (const { state } of batch) tally.fail(outOfTime(state.symbol));
      else await this.fetchBatch(dataset, batch, { marketIds, tally, signal: request.signal });
    }
    const report = tally.report();
    this.log.log(
      `${dataset} up to ${request.to}: ${report.fetched} of ${report.wanted} symbols, ${report.inserted} new prices, ${report.updated} changed, ${report.failed_total} symbols failed`,
    );
    return report;
  }

  private async statesOf(dataset: ProviderName, { to, portfolioId, named }: FetchRequest) {
    const symbols = named ? named.symbols : await this.fetches.listBenchmarks(dataset, portfolioId);
    const known = await this.instruments.ensureListed([...FACTOR_FUNDS, ...symbols]);
    const marketIds = known.filter(({ symbol }) => FACTOR_FUNDS.includes(symbol)).map(({ id }) => id);
    if (!named) return { marketIds, states: await this.fetches.listWanted(dataset, portfolioId, to) };
    const wanted = new Set(symbols.map((symbol) => symbol.toUpperCase()));
    const ids = known.filter(({ symbol }) => wanted.has(symbol)).map(({ id }) => id);
    return { marketIds, states: await this.fetches.listNamed(dataset, ids, named.from, to) };
  }

  /** A failure of a short while ago is told again instead of being tried again, unless it may have passed. */
  private isFresh(state: FetchState, { from, to }: FetchSpan, tally: FetchTally): boolean {
    const isRecent = (at: string | null): boolean =>
      at !== null && this.clock.now().getTime() - Date.parse(at) < FRESH_MS;
    const isCovered = state.coveredFrom !== null && state.coveredFrom <= from;
    if (isCovered && state.lastSession !== null && state.lastSession >= to && isRecent(state.fetchedAt)) {
      tally.skip();
      return true;
    }
    if (state.failure !== 'unknown-symbol' || !isRecent(state.failedAt)) return false;
    tally.skip();
    tally.fail({ symbol: state.symbol, code: 'unknown-symbol', message: state.failureDetail ?? state.failure });
    return true;
  }

  private async fetchBatch(
    dataset: ProviderName,
    jobs: readonly Job[],
    run: { readonly marketIds: readonly string[]; readonly tally: FetchTally; readonly signal: AbortSignal },
  ): Promise<void> {
    const given = await this.ask(dataset, jobs, run);
    const held = await this.tx.run(IDENTITY, () =>
      this.fetches.listHeld(
        dataset,
        given.map(({ state, span }) => ({ instrumentId: state.instrumentId, from: span.from })),
      ),
    );
    const isMoved = ({ state, rows }: Given): boolean => isRebased(held.get(state.instrumentId) ?? [], rows);
    const whole = given.filter(isMoved).map(({ state, span }): Job => {
      const from = state.coveredFrom !== null && state.coveredFrom < span.from ? state.coveredFrom : span.from;
      return { state, span: { from, to: span.to } };
    });
    for (const { state } of whole) run.tally.rebase(state.symbol);
    const again = await this.ask(dataset, whole, run);
    await this.store(dataset, [...given.filter((one) => !isMoved(one)), ...again], run);
  }

  /** All at once; the provider's transport lets a few out at a time. */
  private async ask(
    dataset: ProviderName,
    jobs: readonly Job[],
    { tally, signal }: { readonly tally: FetchTally; readonly signal: AbortSignal },
  ): Promise<Given[]> {
    const provider = this.providers.get(dataset);
    const failures: FetchOutcome[] = [];
    const answers = await Promise.all(
      jobs.map(async ({ state, span }): Promise<Given[]> => {
        try {
          const history = await provider.dailyPrices(state.symbol, span, signal);
          if (history.currency !== null && history.currency !== LISTING_CURRENCY)
            throw otherCurrency(state.symbol, history.currency);
          const bars = history.bars.filter(({ date }) => date >= span.from && date <= span.to && isSession(date));
          return [{ state, span, rows: datedRows({ ...history, bars }) }];
        } catch (error) {
          const failure = failureOf(state.symbol, error);
          if (failure.code !== 'interrupted') {
            tally.fail(failure);
            failures.push({ instrumentId: state.instrumentId, coveredFrom: null, failure });
          }
          return [];
        }
      }),
    );
    await this.tx.run(IDENTITY, () => this.fetches.save(dataset, failures, this.clock.now()));
    return answers.flat();
  }

  /** A symbol is stored whole, with the mark that sessions are stale, so that a correction is never half seen. */
  private async store(
    dataset: ProviderName,
    given: readonly Given[],
    { marketIds, tally }: { readonly marketIds: readonly string[]; readonly tally: FetchTally },
  ): Promise<void> {
    const { basis } = this.providers.get(dataset);
    for (const { state, span, rows } of given) {
      const { instrumentId, coveredFrom } = state;
      const changes = await this.tx.run(IDENTITY, async () => {
        const stored = await this.prices.store(
          dataset,
          basis,
          rows.map((row) => ({ ...row, instrumentId })),
        );
        await this.prices.markStale(dataset, stored, marketIds);
        const from = coveredFrom !== null && coveredFrom < span.from ? coveredFrom : span.from;
        await this.fetches.save(dataset, [{ instrumentId, coveredFrom: from, failure: null }], this.clock.now());
        return stored;
      });
      tally.store(state.symbol, changes, rows.at(-1)?.date ?? null);
    }
  }
}

const outOfTime = (symbol: string): SymbolFailure => ({
  symbol,
  code: 'out-of-time',
  message: 'the provider was too slow for all symbols: the next run asks for this one',
});

class OtherCurrency extends Error {}
const otherCurrency = (symbol: string, currency: string): OtherCurrency =>
  new OtherCurrency(`${symbol} is quoted in ${currency}, and would be taken for ${LISTING_CURRENCY}`);

/** @throws what is no failure of a provider. */
function failureOf(symbol: string, error: unknown): SymbolFailure {
  if (error instanceof OtherCurrency) return { symbol, code: 'other-currency', message: error.message };
  if (error instanceof ProviderFailure) return { symbol, code: error.code, message: error.message };
  throw error;
}

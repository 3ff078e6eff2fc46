import { Inject, Injectable, Logger } from '@nestjs/common';
import { asSystem, isOutOfReach } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { InstrumentService } from '../market-data/instrument.service.js';
import type { PriceSource } from '../market-data/price-source.js';
import { MarketDataProviders } from '../market-data/providers/provider.registry.js';
import type { DueSymbol, PartFailure, ReferenceReport, SymbolAnswer } from './reference-answer.js';
import { ReferenceDataService } from './reference-data.service.js';
import { ReferenceFetchRepository } from './reference-fetch.repository.js';
import { ReferenceQuestionService } from './reference-question.service.js';

export interface ReferenceRequest {
  readonly to: string;
  /** Null: of all active portfolios. */
  readonly portfolioId: string | null;
  /** Instead of what portfolios hold and is old. */
  readonly symbols?: readonly string[] | null;
  readonly signal: AbortSignal;
}

const IDENTITY = asSystem('reference-fetch');
/** Symbols of one run: a symbol is up to eight questions, so that this many take a few minutes of what providers allow. */
export const SYMBOLS_A_RUN = 40;
/** Symbols that are asked about at once; the transport of each provider lets a few questions out at a time. */
const AT_ONCE = 4;
const BUDGET_MS = 10 * 60_000;
const MAX_LISTED = 100;

/** Keeps profiles, statements, estimates and fund holdings of what is held up to date, a few symbols with every run. */
@Injectable()
export class ReferenceFetchService implements PriceSource {
  /** Of whatever real dataset the prices are. */
  readonly dataset = null;
  private readonly log = new Logger('ReferenceFetch');

  // eslint-disable-next-line max-params -- two tables, the providers, the clock and the unit of work: each is used by itself
  constructor(
    private readonly tx: CoreTransactions,
    private readonly providers: MarketDataProviders,
    private readonly questions: ReferenceQuestionService,
    private readonly reference: ReferenceDataService,
    private readonly fetches: ReferenceFetchRepository,
    private readonly instruments: InstrumentService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Nothing where no provider is set, and no report where nothing is due. */
  async extend(to: string, scope: Pick<ReferenceRequest, 'portfolioId' | 'signal'>): Promise<ReferenceReport | null> {
    if (!this.providers.knowsCompanies) return null;
    const report = await this.fetch({ to, ...scope });
    return report.wanted === 0 ? null : report;
  }

  /** Says what came of it; throws only when the database does. A failure leaves what is stored. */
  async fetch({ to, portfolioId, symbols = null, signal }: ReferenceRequest): Promise<ReferenceReport> {
    const due = await this.tx.run(IDENTITY, () => this.listDue(portfolioId, symbols));
    const failed: PartFailure[] = [];
    let [asked, fetched, stored] = [0, 0, 0];
    const until = performance.now() + BUDGET_MS;
    for (let start = 0; start < due.length && !signal.aborted && performance.now() <= until; start += AT_ONCE) {
      const group = due.slice(start, start + AT_ONCE);
      const results = await Promise.all(group.map((one) => this.fetchOne(one, signal)));
      for (const result of results) {
        if (result === null) continue;
        asked += 1;
        stored += result.stored;
        if (result.failures.length === 0) fetched += 1;
        failed.push(...result.failures);
      }
    }
    this.log.log(
      `${fetched} of ${due.length} symbols, ${stored} rows new or changed, ${failed.length} questions failed`,
    );
    return {
      ...{ dataset: 'profiles and statements', to, wanted: due.length, fetched, stored },
      ...{ failed: failed.slice(0, MAX_LISTED), failed_total: failed.length, left: due.length - asked },
    };
  }

  /** @returns null when it was interrupted, so that the next run asks again. */
  private async fetchOne(due: DueSymbol, signal: AbortSignal) {
    const answer = await this.questions.ask(due, signal).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (answer === null) return null;
    try {
      return await this.store(due, answer);
    } catch (error) {
      if (isOutOfReach(error)) throw error;
      this.log.error(`what was answered about ${due.symbol} cannot be stored`, error);
      const message = 'the answers hold a value that cannot be stored';
      const failure = { symbol: due.symbol, part: 'all', code: 'unreadable' as const, message };
      return this.store(due, { parts: [], failures: [failure] });
    }
  }

  private store(due: DueSymbol, answer: SymbolAnswer) {
    return this.tx.run(IDENTITY, async () => {
      let stored = 0;
      for (const { provider, data } of answer.parts) stored += await this.reference.store(provider, data);
      await this.fetches.save(due, answer, this.clock.now());
      return { stored, failures: answer.failures };
    });
  }

  private async listDue(portfolioId: string | null, symbols: readonly string[] | null): Promise<DueSymbol[]> {
    if (symbols === null) return this.fetches.listDue(portfolioId, this.clock.now(), SYMBOLS_A_RUN);
    const ids = await this.instruments.ensureListed(symbols);
    return this.fetches.listNamed([...ids.values()]);
  }
}

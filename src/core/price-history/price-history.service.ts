import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { addSessions, sessionOnOrBefore } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { DatasetPolicyService } from '../market-data/dataset-policy.service.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { COVERAGE_SESSIONS, type CoverageReport, reportOn } from './price-coverage.kernel.js';
import { FACTOR_SYMBOLS } from '../market-data/factor-funds.kernel.js';
import { PriceHistoryRepository } from './price-history.repository.js';
import type { PriceSeries, Quote, Span } from './price-view.js';

export interface History {
  /** Now. */
  readonly at: Date;
  readonly span: Span;
  readonly series: readonly PriceSeries[];
}

export interface Quotes {
  /** Now. */
  readonly at: Date;
  readonly quotes: readonly Quote[];
}

const MILLISECONDS_A_DAY = 86_400_000;

/** Stored prices: of a portfolio in its own dataset, of bare symbols in the one that answers the user. */
@Injectable()
export class PriceHistoryService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly prices: PriceHistoryRepository,
    private readonly policy: DatasetPolicyService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @param days calendar days back from today */
  async getOfPortfolio(userId: string, id: string, days: number, withFactors: boolean): Promise<History> {
    const { at, span } = this.spanOf(days);
    const series = await this.tx.run(asUser(userId), async () => {
      const dataset = await this.datasetOf(userId, id);
      return this.prices.listOfPortfolio(id, dataset, span, withFactors ? FACTOR_SYMBOLS : []);
    });
    return { at, span, series };
  }

  /** @param days calendar days back from today */
  async getOfSymbols(userId: string, symbols: readonly string[], days: number): Promise<History> {
    const { at, span } = this.spanOf(days);
    const asker = [userId, this.policy.simulatedByDefault] as const;
    const series = await this.tx.run(asUser(userId), () => this.prices.listOfSymbols(asker, symbols, span));
    return { at, span, series };
  }

  async getQuotes(userId: string, symbols: readonly string[]): Promise<Quotes> {
    const at = this.clock.now();
    const asker = [userId, this.policy.simulatedByDefault] as const;
    const quotes = await this.tx.run(asUser(userId), () => this.prices.listQuotes(asker, symbols, isoDay(at)));
    return { at, quotes };
  }

  /** Of the sessions up to the newest one that can be complete: yesterday's close is there before today's is. */
  async getCoverage(userId: string, id: string): Promise<CoverageReport> {
    const at = this.clock.now();
    const to = sessionOnOrBefore(isoDay(new Date(at.getTime() - MILLISECONDS_A_DAY)));
    const span = { from: addSessions(to, 1 - COVERAGE_SESSIONS), to };
    const coverage = await this.tx.run(asUser(userId), async () => {
      const dataset = await this.datasetOf(userId, id);
      return this.prices.getCoverage(id, dataset, span, FACTOR_SYMBOLS);
    });
    return reportOn(coverage.symbols, { portfolioId: id, assessedOn: isoDay(at), updatedAt: coverage.updatedAt });
  }

  private async datasetOf(userId: string, id: string): Promise<string> {
    const dataset = await this.prices.findDataset(userId, id);
    if (dataset === null) throw new PortfolioNotFound(id);
    return dataset;
  }

  private spanOf(days: number): { readonly at: Date; readonly span: Span } {
    const at = this.clock.now();
    return { at, span: { from: isoDay(new Date(at.getTime() - days * MILLISECONDS_A_DAY)), to: isoDay(at) } };
  }
}

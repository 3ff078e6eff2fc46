import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { previousSession } from '../../shared/time/trading-calendar.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { actualRatios } from './actual-ratios.kernel.js';
import { SNAPSHOT_MEASURES } from './risk-measure-names.kernel.js';
import type {
  BacktestAsked,
  ContributionsView,
  DailyReturn,
  HistoryView,
  MeasuresView,
  RatiosView,
  ReturnsHead,
  SessionSpan,
  StoredMeasure,
} from './risk-measure-view.js';
import { RiskMeasureRepository } from './risk-measure.repository.js';
import { MOST_SESSIONS } from './session-limit.kernel.js';
import { type Backtest, backtest } from './var-backtest.kernel.js';

/** Risk figures of a portfolio. Another user's portfolio is reported as missing, by every method. */
@Injectable()
export class RiskMeasureService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: RiskMeasureRepository,
  ) {}

  /** @throws PortfolioNotFound */
  find(userId: string, portfolioId: string): Promise<MeasuresView> {
    return this.tx.run(asUser(userId), () => this.newest(userId, portfolioId));
  }

  /** Of one session; none for a portfolio that is not the user's. */
  listMeasures(userId: string, portfolioId: string, session: string): Promise<StoredMeasure[]> {
    return this.tx.run(asUser(userId), () => this.repository.listMeasures(userId, portfolioId, session));
  }

  /** @throws PortfolioNotFound */
  findContributions(
    userId: string,
    portfolioId: string,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<ContributionsView> {
    return this.tx.run(asUser(userId), async () => {
      const view = await this.newest(userId, portfolioId);
      return { ...view, ...(await this.repository.listContributions(portfolioId, view.asOf, page)) };
    });
  }

  /** @throws PortfolioNotFound */
  findBacktest(userId: string, portfolioId: string, { measure, confidence, span }: BacktestAsked): Promise<Backtest> {
    return this.tx.run(asUser(userId), async () => {
      await this.head(userId, portfolioId);
      // The first loss of the span is forecast by the session before it.
      const first = span.from === null ? null : previousSession(span.from);
      const days = await this.repository.listBacktestDays(portfolioId, { from: first, to: span.to }, measure);
      return backtest(ascending(days).days, confidence, span.from);
    });
  }

  /** @throws PortfolioNotFound */
  findRatios(userId: string, portfolioId: string, span: SessionSpan): Promise<RatiosView> {
    return this.tx.run(asUser(userId), async () => {
      const newest = await this.newest(userId, portfolioId);
      const head = await this.head(userId, portfolioId);
      const { days, isCut } = ascending(await this.repository.listReturns(portfolioId, span));
      const closes = await this.benchmarkOf(head, days);
      const [first] = closes;
      const ratios = actualRatios(days, first ? { basis: first.basis, days: closes } : null);
      const known = days.filter(({ dailyReturn }) => dailyReturn !== null);
      const [from, to] = [known[0]?.date ?? null, known.at(-1)?.date ?? null];
      return { newest, benchmark: head.benchmarkSymbol, observations: known.length, ratios, from, to, isCut };
    });
  }

  /** @throws PortfolioNotFound */
  findHistory(
    userId: string,
    portfolioId: string,
    { measure, window, span }: { readonly measure: string; readonly window: number | null; readonly span: SessionSpan },
  ): Promise<HistoryView> {
    return this.tx.run(asUser(userId), async () => {
      await this.head(userId, portfolioId);
      const ofSnapshot = SNAPSHOT_MEASURES[measure];
      const newestFirst =
        ofSnapshot === undefined
          ? await this.repository.listMeasure(portfolioId, span, measure, window)
          : window === null || window === ofSnapshot.window
            ? await this.repository.listSnapshotColumn(portfolioId, span, measure, ofSnapshot)
            : [];
      const { days: points, isCut } = ascending(newestFirst);
      return { portfolioId, points, isCut };
    });
  }

  private async newest(userId: string, portfolioId: string): Promise<MeasuresView> {
    const view = await this.repository.findNewest(userId, portfolioId);
    if (!view) throw new PortfolioNotFound(portfolioId);
    return view;
  }

  private async head(userId: string, portfolioId: string): Promise<ReturnsHead> {
    const head = await this.repository.findHead(userId, portfolioId);
    if (!head) throw new PortfolioNotFound(portfolioId);
    return head;
  }

  private benchmarkOf(
    head: ReturnsHead,
    days: readonly DailyReturn[],
  ): ReturnType<RiskMeasureRepository['listBenchmark']> {
    const [first, last] = [days[0], days.at(-1)];
    if (!first || !last) return Promise.resolve([]);
    return this.repository.listBenchmark(head, previousSession(first.date), last.date);
  }
}

/** From newest first; one more than is answered tells that there are earlier ones. */
function ascending<T>(newestFirst: readonly T[]): { readonly days: readonly T[]; readonly isCut: boolean } {
  const days = newestFirst.slice(0, MOST_SESSIONS).reverse();
  return { days, isCut: newestFirst.length > MOST_SESSIONS };
}

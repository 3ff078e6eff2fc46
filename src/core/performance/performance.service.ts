import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { mapOutcome, type Outcome, skipped } from '../../shared/outcome.js';
import { CoreTransactions } from '../core.transactions.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { benchmarkReturn } from './benchmark-return.kernel.js';
import { lotTimeline } from './lot-timeline.kernel.js';
import { PositionNotFound } from './performance.errors.js';
import { noReturns } from './performance-returns.kernel.js';
import { type Span, spanOf } from './performance-span.kernel.js';
import { type BenchmarkFigures, type Performance, type PerformanceHead, type SpanQuery } from './performance-view.js';
import { PerformanceRepository } from './performance.repository.js';
import { excessOver, measurePortfolio, type ValueDay } from './portfolio-performance.kernel.js';
import { measureLot } from './position-performance.kernel.js';
import { PositionPerformanceRepository } from './position-performance.repository.js';

type Subject = Pick<Performance, 'portfolioIds' | 'position' | 'query' | 'currency' | 'staleFrom'>;

/** What a position, a portfolio or all portfolios of a user made over a span of sessions. Reads only. */
@Injectable()
export class PerformanceService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: PerformanceRepository,
    private readonly positions: PositionPerformanceRepository,
    private readonly ledger: LedgerService,
  ) {}

  /** @throws PortfolioNotFound */
  ofPortfolio(userId: string, portfolioId: string, query: SpanQuery): Promise<Performance> {
    return this.tx.run(asUser(userId), async () => {
      const heads = await this.repository.listHeads(userId, portfolioId);
      if (heads.length === 0) throw new PortfolioNotFound(portfolioId);
      return this.measure(heads, query);
    });
  }

  /** All active portfolios of the user as one. */
  ofAll(userId: string, query: SpanQuery): Promise<Performance> {
    return this.tx.run(asUser(userId), async () => {
      const heads = await this.repository.listHeads(userId, null);
      return this.measure(heads, query);
    });
  }

  /** @throws PositionNotFound */
  ofPosition(userId: string, positionId: string, query: SpanQuery): Promise<Performance> {
    return this.tx.run(asUser(userId), async () => {
      const lot = await this.positions.findHead(userId, positionId);
      const [head] = lot ? await this.repository.listHeads(userId, lot.portfolioId) : [];
      if (!lot || !head) throw new PositionNotFound(positionId);
      const subject = subjectOf([head], query, { id: lot.id, symbol: lot.symbol });
      const entries = await this.ledger.listLinkedEntries(lot.portfolioId, lot.instrumentId);
      const timeline = lotTimeline(entries, head.lotMethod, lot.id);
      if (!timeline) return unmeasured(subject, head.benchmarkSymbol, skipped('not-computed-yet'));
      const series = await this.positions.listDays(lot.portfolioId, lot.id, query.to);
      const opened = { ledgerStart: timeline.openedOn, firstSnapshot: head.firstSnapshot };
      const span = spanOf([opened], series, query.from);
      if (!span.ok) return unmeasured(subject, head.benchmarkSymbol, span);
      const { startDate: start, startDay, days } = span.value;
      const isTotalReturn = !lot.isPrivate && (await this.repository.findBasis(head.dataset)) === 'total_return';
      const measured = measureLot({ timeline, start, startDay, days, isTotalReturn });
      const benchmark = await this.benchmarkOf([head], span.value, measured.returns.timeWeighted);
      return { ...subject, span: mapOutcome(span, boundsOf), ...measured, benchmark, unpricedCount: 0 };
    });
  }

  private async measure(heads: readonly PerformanceHead[], query: SpanQuery): Promise<Performance> {
    const subject = subjectOf(heads, query, null);
    const symbol = common(heads.map((head) => head.benchmarkSymbol));
    if (heads.length > 0 && subject.currency === null) return unmeasured(subject, symbol, skipped('mixed-currencies'));
    const ids = heads.map(({ id }) => id);
    const span = spanOf(heads, await this.repository.listSeries(ids, query.to), query.from);
    if (!span.ok) return unmeasured(subject, symbol, span);
    const { startDate, startDay, end } = span.value;
    const from = startDay?.date ?? null;
    const held = await this.repository.listHeld(ids, from === null ? [end.date] : [from, end.date]);
    const heldOn = (date: string | null) => held.find((day) => day.date === date);
    const sums = await this.repository.listSums(ids, from, end.date);
    const flows = await this.repository.listFlows(ids, from, end.date);
    const dataset = common(heads.map((head) => head.dataset));
    const isTotalReturn = dataset !== null && (await this.repository.findBasis(dataset)) === 'total_return';
    const { pnl, attribution, returns } = measurePortfolio({
      span: span.value,
      startCost: heldOn(from)?.costBasis ?? '0',
      endCost: heldOn(end.date)?.costBasis ?? '0',
      sums,
      flows,
      isTotalReturn,
    });
    const benchmark = await this.benchmarkOf(heads, span.value, returns.timeWeighted);
    return {
      ...subject,
      span: mapOutcome(span, () => ({ start: startDate, end: end.date, sessions: span.value.days.length })),
      pnl: { ok: true, value: pnl },
      attribution,
      returns,
      benchmark,
      unpricedCount: heldOn(end.date)?.unpriced ?? 0,
    };
  }

  private async benchmarkOf(
    heads: readonly PerformanceHead[],
    { startDate, end }: Span<Pick<ValueDay, 'date' | 'count'>>,
    own: Outcome<number>,
  ): Promise<BenchmarkFigures> {
    const symbol = common(heads.map((head) => head.benchmarkSymbol));
    const dataset = common(heads.map((head) => head.dataset));
    if (symbol === null || dataset === null) return noBenchmark(symbol, skipped('no-benchmark'));
    const closes = await this.repository.listBenchmark(dataset, symbol, startDate, end.date);
    const totalReturn = benchmarkReturn(closes, startDate, end.date);
    return { symbol, totalReturn, excessReturn: excessOver(own, totalReturn) };
  }
}

const boundsOf = ({ startDate, end, days }: Span<{ readonly date: string; readonly count: number }>) => ({
  start: startDate,
  end: end.date,
  sessions: days.length,
});

/** The one value that all of them have. */
function common(values: readonly string[]): string | null {
  const [first = null, ...others] = new Set(values);
  return others.length === 0 ? first : null;
}

function subjectOf(heads: readonly PerformanceHead[], query: SpanQuery, position: Performance['position']): Subject {
  const [staleFrom = null] = heads.flatMap((head) => (head.staleFrom === null ? [] : [head.staleFrom])).sort();
  const currency = common(heads.map((head) => head.currency));
  return { portfolioIds: heads.map(({ id }) => id), position, query, currency, staleFrom };
}

const noBenchmark = (symbol: string | null, why: Outcome<never>): BenchmarkFigures => ({
  symbol,
  totalReturn: why,
  excessReturn: why,
});

const unmeasured = (subject: Subject, symbol: string | null, why: Outcome<never>): Performance => ({
  ...subject,
  span: why,
  pnl: why,
  attribution: why,
  returns: noReturns(why),
  benchmark: noBenchmark(symbol, why),
  unpricedCount: 0,
});

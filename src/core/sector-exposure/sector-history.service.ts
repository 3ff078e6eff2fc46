import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { computed, type Outcome, reasonOrNull, skipped, valueOrNull } from '../../shared/outcome.js';
import {
  gicsSector,
  gicsWeights,
  isGicsSector,
  LOOK_THROUGH,
  type SectorPosition,
  sectorShares,
} from '../calculations/sector-exposure/sector-exposure.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { HistoryView, SessionSpan } from '../risk-measures/risk-measure-view.js';
import { MOST_SESSIONS } from '../risk-measures/session-limit.kernel.js';
import { listAt, listSpans } from './list-span.kernel.js';
import {
  type SectorDay,
  SectorHistoryRepository,
  type SectorShare,
  type SectorSources,
} from './sector-history.repository.js';

/** Of a sector: by size, signed over net asset value, less the benchmark's, and by size with options at their values. */
export const SECTOR_FIGURES = ['weight', 'net_weight', 'active_weight', 'plain_weight'] as const;
export type SectorFigure = (typeof SECTOR_FIGURES)[number];

export interface AskedSector {
  readonly sector: string;
  readonly figure: SectorFigure;
}

/**
 * How the weight of a sector went. Nothing of it is stored: each session is what the snapshot held then, with the lists of
 * funds and of the benchmark that counted then, and profiles as they are now.
 */
@Injectable()
export class SectorHistoryService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly repository: SectorHistoryRepository,
  ) {}

  /** @throws PortfolioNotFound */
  find(userId: string, portfolioId: string, asked: AskedSector, span: SessionSpan): Promise<HistoryView> {
    return this.tx.run(asUser(userId), async () => {
      const sources = await this.repository.findSources(userId, portfolioId, span);
      if (!sources) throw new PortfolioNotFound(portfolioId);
      const sector = gicsSector(asked.sector);
      const { shares, isKnown } = sharesOf(sources, sector);
      const view = asked.figure === 'plain_weight' ? 'plain' : 'exposed';
      const newestFirst = await this.repository.listDays(userId, portfolioId, span, view, shares);
      const benchmark = benchmarkOf(sources, sector);
      const points = newestFirst
        .slice(0, MOST_SESSIONS)
        .reverse()
        .map((day) => {
          const outcome = isKnown ? figureOf(day, asked.figure, benchmark) : skipped('not-applicable');
          return {
            ...{ date: day.date, window: 0, observations: null, ...LOOK_THROUGH },
            ...{ value: valueOrNull(outcome), reason: reasonOrNull(outcome) },
          };
        });
      return { portfolioId, points, isCut: newestFirst.length > MOST_SESSIONS };
    });
  }
}

/** A name that is neither a sector of the standard nor of anything that is held or compared with is not known. */
function sharesOf(
  { instruments, benchmark }: SectorSources,
  sector: string,
): { readonly shares: SectorShare[]; readonly isKnown: boolean } {
  const shares = instruments.flatMap(({ id, sector: own, lists }): SectorShare[] => {
    const shareOf = (parts: SectorPosition['parts']): number => sectorShares({ sector: own, parts }).get(sector) ?? 0;
    if (lists.length === 0) return [{ instrumentId: id, since: '-infinity', until: 'infinity', share: shareOf(null) }];
    return listSpans(lists).map(({ parts, since, until }) => ({
      instrumentId: id,
      since,
      until,
      share: shareOf(parts),
    }));
  });
  const held = shares.filter(({ share }) => share !== 0);
  const isKnown =
    held.length > 0 ||
    isGicsSector(sector) ||
    benchmark.some(({ weights }) => gicsWeights(Object.entries(weights)).has(sector));
  return { shares: held, isKnown };
}

/** Weight of the sector in the benchmark at a session; null without a benchmark. */
function benchmarkOf({ benchmark }: SectorSources, sector: string): (session: string) => number | null {
  const spans = listSpans(benchmark);
  return (session) => {
    const list = listAt(spans, session);
    return list && (gicsWeights(Object.entries(list.weights)).get(sector) ?? 0);
  };
}

function figureOf(
  { date, weight, netAssetValue, netValue }: SectorDay,
  figure: SectorFigure,
  benchmark: (session: string) => number | null,
): Outcome<number> {
  if (weight === null) return skipped('no-positions');
  if (figure === 'net_weight') {
    return netAssetValue > 0 ? computed(netValue / netAssetValue) : skipped('non-positive-equity');
  }
  if (figure !== 'active_weight') return computed(weight);
  const reference = benchmark(date);
  return reference === null ? skipped('no-benchmark') : computed(weight - reference);
}

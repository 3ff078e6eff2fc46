import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { TargetPriceRepository } from './target-price.repository.js';
import { summarizeTargets, type TargetSummary } from './target-return.kernel.js';

/** What the targets of a portfolio promise, beside the figures of its newest snapshot. */
export interface TargetReturns {
  readonly summary: TargetSummary;
  /** Of the newest target of something held; null when there is none. */
  readonly lastUpdated: string | null;
}

export interface ValuedPortfolio {
  readonly portfolioId: string;
  /** Session of the newest snapshot, and its net asset value; null before the first. */
  readonly asOf: string | null;
  readonly netAssetValue: number | null;
}

/** For the features that show target returns among other figures: they have checked the owner. */
@Injectable()
export class TargetReturnService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly targets: TargetPriceRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** One statement. */
  async summarize(userId: string, { portfolioId, asOf, netAssetValue }: ValuedPortfolio): Promise<TargetReturns> {
    const day = { portfolioId, asOf, today: isoDay(this.clock.now()) };
    const lots = await this.tx.run(asUser(userId), () => this.targets.lotsWithTargets(day));
    const summary = summarizeTargets(
      lots.map(({ shares, price, targetId, eoy, nextYear, downside }) => ({
        ...{ shares, price },
        levels: targetId === null ? null : { eoy, nextYear, downside },
      })),
      netAssetValue === null ? null : String(netAssetValue),
    );
    const times = lots.flatMap(({ targetUpdatedAt }) => (targetUpdatedAt === null ? [] : [targetUpdatedAt.getTime()]));
    const lastUpdated = times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
    return { summary, lastUpdated };
  }
}

import { Injectable } from '@nestjs/common';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { type LatestSnapshot } from '../snapshots/snapshot-view.js';
import { SnapshotService } from '../snapshots/snapshot.service.js';
import { type TargetReturns, TargetReturnService } from '../target-prices/target-return.service.js';

export interface SnapshotSummary extends LatestSnapshot {
  readonly targets: TargetReturns;
}

/** The newest snapshot with what the target prices promise on it. */
@Injectable()
export class SnapshotSummaryService {
  constructor(
    private readonly snapshots: SnapshotService,
    private readonly targets: TargetReturnService,
  ) {}

  async get(userId: string, portfolioId: string): Promise<SnapshotSummary> {
    const view = await this.snapshots.findLatest(userId, portfolioId);
    if (view === null) throw new PortfolioNotFound(portfolioId);
    const { date: asOf = null, netAssetValue = null } = view.snapshot ?? {};
    return { ...view, targets: await this.targets.summarize(userId, { portfolioId, asOf, netAssetValue }) };
  }
}

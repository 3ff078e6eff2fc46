import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { type Outcome } from '../../shared/outcome.js';
import { sectorExposure, type SectorExposure } from '../calculations/sector-exposure/sector-exposure.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import {
  type BetaSnapshot,
  type ConcentrationSnapshot,
  type LatestSnapshot,
  type OverviewSnapshot,
} from '../snapshots/snapshot-view.js';
import { SnapshotService } from '../snapshots/snapshot.service.js';
import { type TargetReturns, TargetReturnService } from '../target-prices/target-return.service.js';
import { type SectorInputs, SectorExposureRepository } from './sector-exposure.repository.js';

export interface Overview {
  readonly view: OverviewSnapshot;
  readonly targets: TargetReturns;
}

export interface SectorExposureView {
  readonly inputs: SectorInputs;
  readonly exposure: Outcome<SectorExposure>;
}

/** The newest figures of a portfolio. Another user's portfolio is reported as missing. */
@Injectable()
export class AnalyticsService {
  constructor(
    private readonly snapshots: SnapshotService,
    private readonly targets: TargetReturnService,
    private readonly transactions: CoreTransactions,
    private readonly sectors: SectorExposureRepository,
  ) {}

  /** @throws PortfolioNotFound */
  async require(userId: string, id: string): Promise<void> {
    found(id, await this.snapshots.findLatest(userId, id));
  }

  async getOverview(userId: string, id: string): Promise<Overview> {
    const view = found(id, await this.snapshots.findOverview(userId, id));
    const { date: asOf = null, netAssetValue = null } = view.snapshot ?? {};
    return { view, targets: await this.targets.summarize(userId, { portfolioId: id, asOf, netAssetValue }) };
  }

  async getConcentration(userId: string, id: string): Promise<ConcentrationSnapshot> {
    return found(id, await this.snapshots.findConcentration(userId, id));
  }

  async getVolatility(userId: string, id: string): Promise<LatestSnapshot> {
    return found(id, await this.snapshots.findLatest(userId, id));
  }

  async getSectorExposure(userId: string, id: string): Promise<SectorExposureView> {
    const inputs = found(id, await this.transactions.run(asUser(userId), () => this.sectors.find(userId, id)));
    const benchmark = new Map(Object.entries(inputs.benchmark?.weights ?? {}));
    return { inputs, exposure: sectorExposure(inputs.positions, benchmark) };
  }

  async getBetas(userId: string, id: string): Promise<BetaSnapshot> {
    return found(id, await this.snapshots.findBetas(userId, id));
  }
}

function found<T>(id: string, view: T | null): T {
  if (view === null) throw new PortfolioNotFound(id);
  return view;
}

import { Injectable } from '@nestjs/common';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { MeasuresView } from '../risk-measures/risk-measure-view.js';
import { RiskMeasureService } from '../risk-measures/risk-measure.service.js';
import { type SectorExposureView, SectorExposureService } from '../sector-exposure/sector-exposure.service.js';
import {
  type BetaSnapshot,
  type ConcentrationSnapshot,
  type LatestSnapshot,
  type OverviewSnapshot,
} from '../snapshots/snapshot-view.js';
import { SnapshotService } from '../snapshots/snapshot.service.js';
import { type TargetReturns, TargetReturnService } from '../target-prices/target-return.service.js';

export interface Overview {
  readonly view: OverviewSnapshot;
  readonly targets: TargetReturns;
}

export interface VolatilityView extends LatestSnapshot {
  readonly risk: Pick<MeasuresView, 'measures' | 'reasons'>;
}

/** The newest figures of a portfolio. Another user's portfolio is reported as missing. */
@Injectable()
export class AnalyticsService {
  constructor(
    private readonly snapshots: SnapshotService,
    private readonly targets: TargetReturnService,
    private readonly sectors: SectorExposureService,
    private readonly risk: RiskMeasureService,
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

  async getVolatility(userId: string, id: string): Promise<VolatilityView> {
    const view = found(id, await this.snapshots.findLatest(userId, id));
    const session = view.snapshot?.date ?? null;
    const measures = session === null ? [] : await this.risk.listMeasures(userId, id, session);
    return { ...view, risk: { measures, reasons: view.snapshot?.reasons ?? {} } };
  }

  async getSectorExposure(userId: string, id: string): Promise<SectorExposureView> {
    return found(id, await this.sectors.find(userId, id));
  }

  async getBetas(userId: string, id: string): Promise<BetaSnapshot> {
    return found(id, await this.snapshots.findBetas(userId, id));
  }
}

function found<T>(id: string, view: T | null): T {
  if (view === null) throw new PortfolioNotFound(id);
  return view;
}

import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { type Outcome } from '../../shared/outcome.js';
import { sectorExposure, type SectorExposure } from '../calculations/sector-exposure/sector-exposure.kernel.js';
import { CoreTransactions } from '../core.transactions.js';
import { type SectorInputs, SectorExposureRepository } from './sector-exposure.repository.js';
import type { SectorLot } from './sector-lot.js';

export interface SectorExposureView {
  readonly inputs: SectorInputs;
  readonly exposure: Outcome<SectorExposure>;
  /** Options at their market values. */
  readonly plain: Outcome<SectorExposure>;
}

@Injectable()
export class SectorExposureService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly sectors: SectorExposureRepository,
  ) {}

  /** At a session, or at the newest; null for a portfolio that is not this user's. */
  async find(userId: string, portfolioId: string, session: string | null = null): Promise<SectorExposureView | null> {
    const [inputs] = await this.tx.run(asUser(userId), () => this.sectors.list(userId, [portfolioId], session));
    if (!inputs) return null;
    return viewOf(inputs);
  }

  /** As if a portfolio held these at its newest session; null for one that is not this user's. */
  async findFor(
    userId: string,
    portfolioId: string,
    netAssetValue: number,
    lots: readonly SectorLot[],
  ): Promise<SectorExposureView | null> {
    const inputs = await this.tx.run(asUser(userId), () => this.sectors.findFor(userId, portfolioId, lots));
    return inputs && viewOf({ ...inputs, netAssetValue });
  }

  /** What several portfolios hold together, against the benchmark of the first that has one; null without any of them. */
  async together(userId: string, portfolioIds: readonly string[]): Promise<SectorExposureView | null> {
    const all = await this.tx.run(asUser(userId), () => this.sectors.list(userId, portfolioIds));
    const [first] = all;
    if (!first) return null;
    const [asOf = null] = all.flatMap((inputs) => inputs.asOf ?? []).sort();
    const values = all.flatMap(({ netAssetValue }) => netAssetValue ?? []);
    const inputs: SectorInputs = {
      ...{ portfolioId: first.portfolioId, asOf },
      netAssetValue: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0),
      positions: all.flatMap(({ positions }) => positions),
      plainPositions: all.flatMap(({ plainPositions }) => plainPositions),
      benchmark: all.find(({ benchmark }) => benchmark !== null)?.benchmark ?? null,
    };
    return viewOf(inputs);
  }
}

function viewOf(inputs: SectorInputs): SectorExposureView {
  const benchmark = benchmarkOf(inputs);
  return {
    inputs,
    exposure: sectorExposure(inputs.positions, benchmark),
    plain: sectorExposure(inputs.plainPositions, benchmark),
  };
}

const benchmarkOf = ({ benchmark }: SectorInputs): ReadonlyMap<string, number> =>
  new Map(Object.entries(benchmark?.weights ?? {}));

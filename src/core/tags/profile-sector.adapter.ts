import { Injectable } from '@nestjs/common';
import { gicsSector } from '../calculations/sector-exposure/sector-exposure.kernel.js';
import { ProfileSectorRepository } from './profile-sector.repository.js';
import { type SectorSource } from './sector-source.js';

/** What company profiles say, in the names of the sector weights. */
@Injectable()
export class ProfileSectorAdapter implements SectorSource {
  constructor(private readonly profiles: ProfileSectorRepository) {}

  async sectorsOf(portfolioId: string, symbols: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = symbols.length === 0 ? [] : await this.profiles.listSectors(portfolioId, symbols);
    return new Map(rows.map(({ symbol, sector }) => [symbol, gicsSector(sector)]));
  }
}

import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PositionMissing } from '../data/data.errors.js';
import { DatasetPolicyService } from '../market-data/dataset-policy.service.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import type { FoundProfiles, ProfileWish } from './company-profile-view.js';
import { CompanyProfileRepository, type ProfiledPosition } from './company-profile.repository.js';

/** Profiles of symbols, positions or a portfolio. Another user's positions and portfolios are reported as missing. */
@Injectable()
export class CompanyProfileService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly profiles: CompanyProfileRepository,
    private readonly policy: DatasetPolicyService,
  ) {}

  list(userId: string, wish: ProfileWish): Promise<FoundProfiles> {
    return this.tx.run(asUser(userId), async () => {
      if (wish.kind === 'symbols') {
        const { symbols } = wish;
        const profiles = await this.profiles.listOfSymbols(userId, this.policy.simulatedByDefault, symbols);
        return { profiles, symbols, positions: null };
      }
      const positions = await this.positionsOf(userId, wish);
      const ids = positions.map(({ id }) => id);
      return {
        profiles: await this.profiles.listOfPositions(userId, ids),
        symbols: [...new Set(positions.map(({ symbol }) => symbol))],
        positions: new Map(positions.map(({ id, symbol }) => [id, symbol])),
      };
    });
  }

  private async positionsOf(
    userId: string,
    wish: Exclude<ProfileWish, { kind: 'symbols' }>,
  ): Promise<readonly ProfiledPosition[]> {
    if (wish.kind === 'portfolio') {
      const found = await this.profiles.findPositions(userId, wish.portfolioId);
      if (found === null) throw new PortfolioNotFound(wish.portfolioId);
      return found;
    }
    const found = await this.profiles.listPositions(userId, wish.positionIds);
    const known = new Set(found.map(({ id }) => id));
    const missing = wish.positionIds.find((id) => !known.has(id));
    if (missing !== undefined) throw new PositionMissing(missing);
    return found;
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { PositionTagRepository } from './position-tag.repository.js';
import { SECTOR_SOURCE, type SectorSource } from './sector-source.js';
import { planSectorTags } from './sector-tag.kernel.js';
import { type Tag } from './tag.entity.js';
import { TagPlanService } from './tag-plan.service.js';

export interface SectorTagging {
  readonly portfolioId: string;
  readonly portfolioName: string;
  /** Positions that have got the tag of their sector now. */
  readonly tagged: number;
  /** That had it already. */
  readonly kept: number;
  /** Whose sector is not known. */
  readonly skipped: number;
  readonly tagsCreated: number;
  /** In order of name; the count is of all positions of the sector. */
  readonly applied: readonly { readonly tag: Tag; readonly positionCount: number }[];
}

/** Tags the open positions of a portfolio by the sector of their company. Doing it again changes nothing. */
@Injectable()
export class SectorTagService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly links: PositionTagRepository,
    private readonly plans: TagPlanService,
    @Inject(SECTOR_SOURCE) private readonly sectors: SectorSource,
  ) {}

  restore(userId: string, portfolioId: string): Promise<SectorTagging> {
    return this.tx.run(asUser(userId), async () => {
      await this.plans.lockOwner(userId);
      const { name: portfolioName } = await this.portfolios.lock(userId, portfolioId);
      const lots = await this.links.listOpenLots(userId, portfolioId);
      const known = await this.sectors.sectorsOf(portfolioId, [...new Set(lots.map(({ symbol }) => symbol))]);
      const plan = planSectorTags(lots.map(({ id, symbol }) => ({ id, sector: known.get(symbol) ?? null })));
      const { tags, created, tagged } = await this.plans.apply(userId, plan.sectors);
      const placed = plan.sectors.reduce((sum, { lotIds }) => sum + lotIds.length, 0);
      return {
        ...{ portfolioId, portfolioName, tagged, kept: placed - tagged, skipped: plan.skipped },
        tagsCreated: created,
        applied: tags.map((tag, place) => ({ tag, positionCount: plan.sectors[place]?.lotIds.length ?? 0 })),
      };
    });
  }
}

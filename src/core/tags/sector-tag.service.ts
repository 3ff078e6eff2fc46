import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { colorOf } from './default-tags.kernel.js';
import { PositionTagRepository } from './position-tag.repository.js';
import { SECTOR_SOURCE, type SectorSource } from './sector-source.js';
import { planSectorTags, type SectorPlan } from './sector-tag.kernel.js';
import { type Tag } from './tag.entity.js';
import { TagLimitReached } from './tag.errors.js';
import { MAX_TAGS, TagRepository } from './tag.repository.js';

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
    private readonly tags: TagRepository,
    private readonly links: PositionTagRepository,
    @Inject(SECTOR_SOURCE) private readonly sectors: SectorSource,
  ) {}

  restore(userId: string, portfolioId: string): Promise<SectorTagging> {
    return this.tx.run(asUser(userId), async () => {
      await this.tags.lockOwner(userId);
      const { name: portfolioName } = await this.portfolios.lock(userId, portfolioId);
      const lots = await this.links.listOpenLots(userId, portfolioId);
      const known = await this.sectors.sectorsOf(portfolioId, [...new Set(lots.map(({ symbol }) => symbol))]);
      const plan = planSectorTags(lots.map(({ id, symbol }) => ({ id, sector: known.get(symbol) ?? null })));
      const { tags, created } = await this.ensure(userId, plan);
      const links = plan.sectors.flatMap(({ lotIds }, place) =>
        lotIds.map((positionId) => ({ positionId, tagId: tags[place]?.id ?? '' })),
      );
      const { length: tagged } = await this.links.add(userId, links);
      return {
        ...{ portfolioId, portfolioName, tagged, kept: links.length - tagged, skipped: plan.skipped },
        tagsCreated: created,
        applied: tags.map((tag, place) => ({ tag, positionCount: plan.sectors[place]?.lotIds.length ?? 0 })),
      };
    });
  }

  /** A tag for each sector: the active one of its name, else an archived one, which is restored, else a new one. */
  private async ensure(userId: string, { sectors }: SectorPlan): Promise<{ tags: Tag[]; created: number }> {
    const own = await this.tags.list(userId, true);
    const nameOf = (name: string): string => name.toLowerCase();
    const found = sectors.map(({ name }) => {
      const same = own.filter((tag) => nameOf(tag.name) === nameOf(name));
      return same.find(({ isArchived }) => !isArchived) ?? same[0];
    });
    for (const tag of found) {
      if (tag?.isArchived !== true) continue;
      await this.tags.update(userId, tag.id, { isArchived: false, archivedAt: null, archivedById: null });
    }
    const missing = sectors.filter((_, place) => found[place] === undefined);
    if (own.length + missing.length > MAX_TAGS) throw new TagLimitReached(MAX_TAGS);
    const last = Math.max(-1, ...own.map(({ displayOrder }) => displayOrder));
    const wanted = missing.map(({ name }, index) => {
      return { userId, name, color: colorOf(name), description: null, displayOrder: last + 1 + index };
    });
    const made = wanted.length === 0 ? [] : await this.tags.insert(wanted);
    const byName = new Map(made.map((tag) => [nameOf(tag.name), tag]));
    return {
      tags: sectors.flatMap(({ name }, place) => found[place] ?? byName.get(nameOf(name)) ?? []),
      created: made.length,
    };
  }
}

import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { colorOf } from './default-tags.kernel.js';
import { PositionTagRepository } from './position-tag.repository.js';
import { type Tag } from './tag.entity.js';
import { TagLimitReached } from './tag.errors.js';
import { MAX_TAGS, TagRepository } from './tag.repository.js';

/** Tags by name, each with the open positions that are to bear it. Names differ in more than capitals. */
export type TagPlan = readonly { readonly name: string; readonly lotIds: readonly string[] }[];

export interface AppliedPlan {
  /** In the order of the plan. */
  readonly tags: readonly Tag[];
  readonly created: number;
  /** Positions that have got a tag now; those that had it already are not counted. */
  readonly tagged: number;
}

/** Puts tags on positions by name, and makes those that are missing. Doing it again changes nothing. */
@Injectable()
export class TagPlanService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly tags: TagRepository,
    private readonly links: PositionTagRepository,
  ) {}

  /** To be taken before the lock of a portfolio, as everybody does. */
  lockOwner(userId: string): Promise<void> {
    return this.tags.lockOwner(userId);
  }

  /** The lots are the caller's to check. @throws TagLimitReached */
  apply(userId: string, plan: TagPlan): Promise<AppliedPlan> {
    return this.tx.run(asUser(userId), async () => {
      await this.tags.lockOwner(userId);
      const { tags, created } = await this.ensure(userId, plan);
      const links = plan.flatMap(({ lotIds }, place) =>
        lotIds.map((positionId) => ({ positionId, tagId: tags[place]?.id ?? '' })),
      );
      const added = await this.links.add(userId, links);
      return { tags, created, tagged: added.length };
    });
  }

  /** Tags the open positions of a portfolio by their symbol. @param namesOf the names of the tags of a symbol */
  applyBySymbol(
    userId: string,
    portfolioId: string,
    namesOf: (symbol: string) => readonly string[],
  ): Promise<AppliedPlan> {
    return this.tx.run(asUser(userId), async () => {
      const lots = await this.links.listOpenLots(userId, portfolioId);
      const byName = new Map<string, string[]>();
      for (const { id, symbol } of lots) {
        for (const name of namesOf(symbol)) byName.set(name, [...(byName.get(name) ?? []), id]);
      }
      return this.apply(
        userId,
        [...byName].map(([name, lotIds]) => ({ name, lotIds })),
      );
    });
  }

  /** A tag for each name: the active one, else an archived one, which is restored, else a new one. */
  private async ensure(userId: string, plan: TagPlan): Promise<{ tags: Tag[]; created: number }> {
    const own = await this.tags.list(userId, true);
    const nameOf = (name: string): string => name.toLowerCase();
    const found = plan.map(({ name }) => {
      const same = own.filter((tag) => nameOf(tag.name) === nameOf(name));
      return same.find(({ isArchived }) => !isArchived) ?? same[0];
    });
    for (const tag of found) {
      if (tag?.isArchived !== true) continue;
      await this.tags.update(userId, tag.id, { isArchived: false, archivedAt: null, archivedById: null });
    }
    const missing = plan.filter((_, place) => found[place] === undefined);
    if (own.length + missing.length > MAX_TAGS) throw new TagLimitReached(MAX_TAGS);
    const last = Math.max(-1, ...own.map(({ displayOrder }) => displayOrder));
    const wanted = missing.map(({ name }, index) => {
      return { userId, name, color: colorOf(name), description: null, displayOrder: last + 1 + index };
    });
    const made = wanted.length === 0 ? [] : await this.tags.insert(wanted);
    const byName = new Map(made.map((tag) => [nameOf(tag.name), tag]));
    return {
      tags: plan.flatMap(({ name }, place) => found[place] ?? byName.get(nameOf(name)) ?? []),
      created: made.length,
    };
  }
}

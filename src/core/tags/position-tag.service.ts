import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { PositionTagRepository, type ShownTag } from './position-tag.repository.js';
import { TagArchived, TaggedPositionNotFound, TagNotFound } from './tag.errors.js';
import { TagRepository } from './tag.repository.js';

/** Puts tags on a position and takes them off. */
@Injectable()
export class PositionTagService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly tags: TagRepository,
    private readonly links: PositionTagRepository,
  ) {}

  list(userId: string, positionId: string): Promise<ShownTag[]> {
    return this.onPosition(userId, positionId, false, () => this.links.listShown(userId, positionId));
  }

  /** All of them or none; answers the ones that are new on it. With `replace` every other active tag goes. */
  assign(userId: string, positionId: string, tagIds: readonly string[], replace: boolean): Promise<string[]> {
    return this.onPosition(userId, positionId, true, async () => {
      const wanted = [...new Set(tagIds)];
      await this.refuseUnusable(userId, wanted);
      if (replace) await this.links.remove(userId, positionId, wanted, true);
      const added = await this.links.add(
        userId,
        wanted.map((tagId) => ({ positionId, tagId })),
      );
      const isNew = new Set(added.map(({ tagId }) => tagId));
      return wanted.filter((id) => isNew.has(id));
    });
  }

  /** How many went. One that the position does not bear is no mistake; one that is not the user's is. */
  remove(userId: string, positionId: string, tagIds: readonly string[]): Promise<number> {
    return this.onPosition(userId, positionId, true, async () => {
      await this.find(userId, tagIds);
      return this.links.remove(userId, positionId, tagIds, false);
    });
  }

  private async refuseUnusable(userId: string, tagIds: readonly string[]): Promise<void> {
    const archived = (await this.find(userId, tagIds)).find(({ isArchived }) => isArchived);
    if (archived) throw new TagArchived(archived.name);
  }

  private async find(userId: string, tagIds: readonly string[]) {
    const found = await this.tags.listByIds(userId, tagIds);
    const known = new Set(found.map(({ id }) => id));
    const missing = tagIds.find((id) => !known.has(id));
    if (missing !== undefined) throw new TagNotFound(missing);
    return found;
  }

  private onPosition<T>(userId: string, positionId: string, lock: boolean, work: () => Promise<T>): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.links.isOwned(userId, positionId, lock))) throw new TaggedPositionNotFound(positionId);
      return work();
    });
  }
}

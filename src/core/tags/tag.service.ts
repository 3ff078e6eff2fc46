import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import type { CursorPage } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioService } from '../portfolios/portfolio.service.js';
import { DEFAULT_TAGS } from './default-tags.kernel.js';
import { type Tag } from './tag.entity.js';
import { TagLimitReached, TagNotFound } from './tag.errors.js';
import {
  type CountedTag,
  MAX_TAGS,
  type NewTag,
  type TagChanges,
  type TaggedPosition,
  type TaggedPositionFilter,
  TagRepository,
} from './tag.repository.js';

/** Left out: the usual colour, and the place behind the last one. */
export type TagInput = Pick<NewTag, 'name' | 'description'> & Partial<Pick<NewTag, 'color' | 'displayOrder'>>;
export type TagEdit = Omit<TagChanges, 'isArchived' | 'archivedAt' | 'archivedById'>;

export interface WantedTags extends CursoredPage {
  readonly includeArchived: boolean;
  readonly withCounts: boolean;
}

export interface TagList extends CursorPage<CountedTag> {
  readonly active: number;
  readonly archived: number;
}

export interface TaggedPositions extends CursorPage<TaggedPosition> {
  readonly tag: Tag;
  /** Of all, shown or not. */
  readonly total: number;
}

export const USUAL_COLOR = '#4A90E2';

const ALL: WantedTags = { includeArchived: false, withCounts: true, limit: MAX_TAGS, offset: 0, after: null };
const uncounted = (tag: Tag): CountedTag => ({ tag, positionCount: null });

/** The labels of a user. */
@Injectable()
export class TagService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly portfolios: PortfolioService,
    private readonly tags: TagRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(userId: string, wanted: WantedTags): Promise<TagList> {
    return this.tx.run(asUser(userId), async () => {
      const { items, nextCursor } = await this.tags.listPage(userId, wanted.includeArchived, wanted);
      const counted = wanted.withCounts ? await this.counted(userId, items) : items.map(uncounted);
      const { active, archived } = await this.tags.countAll(userId);
      return { items: counted, nextCursor, active, archived };
    });
  }

  get(userId: string, id: string): Promise<CountedTag> {
    return this.tx.run(asUser(userId), async () => {
      const [counted] = await this.counted(userId, [await this.find(userId, id)]);
      if (!counted) throw new TagNotFound(id);
      return counted;
    });
  }

  /** @throws TagNameTaken, TagLimitReached */
  create(userId: string, input: TagInput): Promise<CountedTag> {
    return this.asOnlyWriter(userId, async () => {
      const { active, archived, lastOrder } = await this.tags.countAll(userId);
      if (active + archived >= MAX_TAGS) throw new TagLimitReached(MAX_TAGS);
      const { color = USUAL_COLOR, displayOrder = lastOrder + 1, ...given } = input;
      const [tag] = await this.tags.insert([{ ...given, userId, color, displayOrder }]);
      if (!tag) throw new Error('a tag was created and is not there');
      return { tag, positionCount: 0 };
    });
  }

  edit(userId: string, id: string, edit: TagEdit): Promise<CountedTag> {
    return this.asOnlyWriter(userId, async () => {
      await this.find(userId, id);
      await this.tags.update(userId, id, edit);
      return this.get(userId, id);
    });
  }

  /** All of them or none, in the order in which they were sent. */
  editMany(userId: string, edits: readonly { readonly id: string; readonly edit: TagEdit }[]): Promise<CountedTag[]> {
    return this.asOnlyWriter(userId, async () => {
      const ids = edits.map(({ id }) => id);
      await this.findAll(userId, ids);
      for (const { id, edit } of edits) await this.tags.update(userId, id, edit);
      const counted = await this.counted(userId, await this.findAll(userId, ids));
      const byId = new Map(counted.map((one) => [one.tag.id, one]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    });
  }

  /** Numbers the named tags from 0; the others keep their place. */
  reorder(userId: string, ids: readonly string[]): Promise<TagList> {
    return this.asOnlyWriter(userId, async () => {
      await this.findAll(userId, ids);
      await this.tags.reorder(userId, ids);
      return this.list(userId, ALL);
    });
  }

  /** Out of the lists; what bears it keeps it, and shows it again once it is restored. */
  archive(userId: string, id: string): Promise<Tag> {
    return this.asOnlyWriter(userId, async () => {
      const tag = await this.find(userId, id);
      const archived = { isArchived: true, archivedAt: this.clock.now(), archivedById: userId };
      if (!tag.isArchived) await this.tags.update(userId, id, archived);
      return tag;
    });
  }

  /** @throws TagNameTaken when an active tag has its name by now */
  restore(userId: string, id: string): Promise<Tag> {
    return this.asOnlyWriter(userId, async () => {
      const tag = await this.find(userId, id);
      const { name } = tag;
      if (tag.isArchived) {
        await this.tags.update(userId, id, { name, isArchived: false, archivedAt: null, archivedById: null });
      }
      return tag;
    });
  }

  /** Makes the usual ones for a user who has none yet. */
  addDefaults(userId: string): Promise<{ readonly made: number; readonly tags: readonly CountedTag[] }> {
    return this.asOnlyWriter(userId, async () => {
      const { active, archived } = await this.tags.countAll(userId);
      if (active + archived > 0) return { made: 0, tags: (await this.list(userId, ALL)).items };
      const wanted = DEFAULT_TAGS.map(([name, color], displayOrder) => {
        return { userId, name, color, description: null, displayOrder };
      });
      const made = await this.tags.insert(wanted);
      return { made: made.length, tags: made.map((tag) => ({ tag, positionCount: 0 })) };
    });
  }

  /** Open positions that bear it, in one portfolio or in all. */
  listPositions(userId: string, id: string, wanted: TaggedPositionFilter): Promise<TaggedPositions> {
    return this.tx.run(asUser(userId), async () => {
      const tag = await this.find(userId, id);
      if (wanted.portfolioId !== null) await this.portfolios.get(userId, wanted.portfolioId);
      return { tag, ...(await this.tags.listPositions(userId, id, wanted)) };
    });
  }

  private async counted(userId: string, tags: readonly Tag[]): Promise<CountedTag[]> {
    const counts = await this.tags.countPositions(
      userId,
      tags.map(({ id }) => id),
    );
    return tags.map((tag) => ({ tag, positionCount: counts.get(tag.id) ?? 0 }));
  }

  private async find(userId: string, id: string): Promise<Tag> {
    const [tag] = await this.findAll(userId, [id]);
    if (!tag) throw new TagNotFound(id);
    return tag;
  }

  private async findAll(userId: string, ids: readonly string[]): Promise<Tag[]> {
    const found = await this.tags.listByIds(userId, ids);
    const known = new Set(found.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw new TagNotFound(missing);
    return found;
  }

  private asOnlyWriter<T>(userId: string, work: () => Promise<T>): Promise<T> {
    return this.tx.run(asUser(userId), async () => {
      await this.tags.lockOwner(userId);
      return work();
    });
  }
}

import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { Tag } from './tag.entity.js';
import { TagNameTaken } from './tag.errors.js';

/** A tag and how many open positions bear it; null when that was not asked for. */
export interface CountedTag {
  readonly tag: Tag;
  readonly positionCount: number | null;
}

export type NewTag = Pick<Tag, 'userId' | 'name' | 'color' | 'description' | 'displayOrder'>;
export type TagChanges = Partial<
  Pick<Tag, 'name' | 'color' | 'description' | 'displayOrder' | 'isArchived' | 'archivedAt' | 'archivedById'>
>;

export interface TaggedPosition {
  readonly id: string;
  readonly symbol: string;
  readonly positionType: string;
  readonly quantity: number;
  readonly portfolioId: string;
  readonly investmentClass: string;
}

/** A user has no more. */
export const MAX_TAGS = 500;
export const TAG_KEY: readonly CursorPart[] = ['integer', 'text', 'uuid'];
export const TAGGED_POSITION_KEY: readonly CursorPart[] = ['text', 'uuid'];

export interface TaggedPositionFilter extends CursoredPage {
  /** Null: of all portfolios. */
  readonly portfolioId: string | null;
}

@Injectable()
export class TagRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** In the order in which the user keeps them. */
  async list(userId: string, includeArchived: boolean): Promise<readonly Tag[]> {
    return (await this.listPage(userId, includeArchived, { limit: MAX_TAGS, offset: 0, after: null })).items;
  }

  async listPage(userId: string, includeArchived: boolean, page: CursoredPage): Promise<CursorPage<Tag>> {
    const { limit, offset, after } = page;
    const wanted = this.tags
      .createQueryBuilder('tag')
      .where({ userId, ...(includeArchived ? {} : { isArchived: false }) });
    if (after !== null) {
      const [order, name, id] = after;
      wanted.andWhere('(tag.displayOrder, tag.name, tag.id) > (:order::bigint, :name::text, :id::uuid)', {
        ...{ order, name, id },
      });
    }
    const rows = await wanted
      .orderBy({ 'tag.displayOrder': 'ASC', 'tag.name': 'ASC', 'tag.id': 'ASC' })
      .take(limit + 1)
      .skip(after ? 0 : offset)
      .getMany();
    return cursorPage(rows, limit, ({ displayOrder, name, id }) => [String(displayOrder), name, id]);
  }

  /** In the same order. */
  async listByIds(userId: string, ids: readonly string[]): Promise<Tag[]> {
    if (ids.length === 0) return [];
    return this.tags
      .createQueryBuilder('tag')
      .where('tag.userId = :userId AND tag.id = ANY (:ids)', { userId, ids })
      .orderBy({ 'tag.displayOrder': 'ASC', 'tag.name': 'ASC', 'tag.id': 'ASC' })
      .getMany();
  }

  /** Active and archived ones. */
  async countAll(userId: string): Promise<{ active: number; archived: number; lastOrder: number }> {
    const [row] = await this.query<{ active: number; archived: number; lastOrder: number }>(
      `SELECT count(*) FILTER (WHERE NOT is_archived)::int AS active, count(*) FILTER (WHERE is_archived)::int AS archived,
              coalesce(max(display_order), -1) AS "lastOrder"
         FROM tags WHERE user_id = $1`,
      [userId],
    );
    return row ?? { active: 0, archived: 0, lastOrder: -1 };
  }

  /** Open positions by tag, in one statement however many tags there are. Tags without any are not in it. */
  async countPositions(userId: string, tagIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.query<{ tagId: string; count: number }>(
      `SELECT link.tag_id AS "tagId", count(*)::int AS count
         FROM position_tags link
         JOIN positions position ON position.id = link.position_id AND position.quantity <> 0
         JOIN portfolios portfolio ON portfolio.id = position.portfolio_id AND portfolio.deleted_at IS NULL
        WHERE link.tag_id = ANY ($2::uuid[]) AND portfolio.user_id = $1
        GROUP BY link.tag_id`,
      [userId, tagIds],
    );
    return new Map(rows.map(({ tagId, count }) => [tagId, count]));
  }

  /** Open ones, by symbol, then by id; the count is of all of them. */
  async listPositions(
    userId: string,
    tagId: string,
    { portfolioId, limit, offset, after }: TaggedPositionFilter,
  ): Promise<CursorPage<TaggedPosition> & { readonly total: number }> {
    const rows = await this.query<TaggedPosition>(
      `SELECT position.id, instrument.symbol, position.position_type AS "positionType",
              position.quantity::float8 AS quantity, position.portfolio_id AS "portfolioId",
              instrument.investment_class AS "investmentClass"
         ${TAGGED} AND ($6::text IS NULL OR (instrument.symbol COLLATE "C", position.id) > ($6::text, $7::uuid))
        ORDER BY instrument.symbol COLLATE "C", position.id LIMIT $4 OFFSET $5`,
      [userId, tagId, portfolioId, limit + 1, after ? 0 : offset, ...(after ?? [null, null])],
    );
    const [counted] = await this.query<{ total: number }>(`SELECT count(*)::int AS total ${TAGGED}`, [
      ...[userId, tagId, portfolioId],
    ]);
    return { ...cursorPage(rows, limit, ({ symbol, id }) => [symbol, id]), total: counted?.total ?? 0 };
  }

  /** In their order. @throws TagNameTaken */
  async insert(tags: readonly NewTag[]): Promise<Tag[]> {
    const made = tags.map((tag) => this.tags.create(tag));
    await this.named(
      tags.map(({ name }) => name),
      () => this.tags.insert(made),
    );
    return this.tags.find({
      where: made.map(({ id }) => ({ id })),
      order: { displayOrder: 'ASC', name: 'ASC', id: 'ASC' },
    });
  }

  /** @throws TagNameTaken */
  async update(userId: string, id: string, changes: TagChanges): Promise<void> {
    if (Object.keys(changes).length === 0) return;
    await this.named([changes.name ?? ''], () => this.tags.update({ userId, id }, changes));
  }

  /** Numbers these tags from 0 in the given order. */
  async reorder(userId: string, ids: readonly string[]): Promise<void> {
    await this.query(
      `UPDATE tags SET display_order = wanted.place - 1, updated_at = now()
         FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, place)
        WHERE tags.id = wanted.id AND tags.user_id = $1 AND tags.display_order <> wanted.place - 1`,
      [userId, ids],
    );
  }

  /** One unit of work at a time counts and names the tags of a user. */
  async lockOwner(userId: string): Promise<void> {
    await this.query('SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
  }

  private async named(names: readonly string[], write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const { constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as { constraint?: string };
      if (constraint === 'tags_active_name_key') throw new TagNameTaken(names.join(', '));
      throw error;
    }
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }

  private get tags() {
    return this.tx.manager.getRepository(Tag);
  }
}

/** Open positions of the user $1 that bear the tag $2, in the portfolio $3 or in all. */
const TAGGED = `
  FROM position_tags link
  JOIN positions position ON position.id = link.position_id AND position.quantity <> 0
  JOIN portfolios portfolio ON portfolio.id = position.portfolio_id AND portfolio.deleted_at IS NULL
  JOIN instruments instrument ON instrument.id = position.instrument_id
 WHERE link.tag_id = $2 AND portfolio.user_id = $1 AND ($3::uuid IS NULL OR portfolio.id = $3)`;

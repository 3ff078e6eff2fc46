import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';

/** A tag as it is shown on a position. */
export interface ShownTag {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

/** An open lot of a portfolio, for tags that follow from what it is. */
export interface OpenLot {
  readonly id: string;
  readonly symbol: string;
}

/** More than an installation has. */
const MAX_PORTFOLIOS = 20_000;

@Injectable()
export class PositionTagRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Whether the position is there for this user. Locked, it stays until the unit of work ends. */
  async isOwned(userId: string, positionId: string, lock: boolean): Promise<boolean> {
    const rows = await this.query<unknown>(
      `SELECT 1 FROM positions position JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
        WHERE position.id = $2 AND portfolio.user_id = $1 AND portfolio.deleted_at IS NULL
        ${lock ? 'FOR NO KEY UPDATE OF position' : ''}`,
      [userId, positionId],
    );
    return rows.length > 0;
  }

  /** Active ones, in the order in which the user keeps them. */
  listShown(userId: string, positionId: string): Promise<ShownTag[]> {
    return this.query<ShownTag>(
      `SELECT tag.id, tag.name, tag.color, tag.description
         FROM position_tags link JOIN tags tag ON tag.id = link.tag_id
        WHERE link.position_id = $2 AND tag.user_id = $1 AND NOT tag.is_archived
        ORDER BY tag.display_order, tag.name, tag.id`,
      [userId, positionId],
    );
  }

  /** Pairs that are there already stay as they are. Answers the new ones. */
  add(
    userId: string,
    links: readonly { readonly positionId: string; readonly tagId: string }[],
  ): Promise<{ positionId: string; tagId: string }[]> {
    return this.query<{ positionId: string; tagId: string }>(
      `INSERT INTO position_tags (position_id, tag_id, assigned_by)
       SELECT wanted.position_id, wanted.tag_id, $1 FROM unnest($2::uuid[], $3::uuid[]) AS wanted (position_id, tag_id)
       ON CONFLICT DO NOTHING
       RETURNING position_id AS "positionId", tag_id AS "tagId"`,
      [userId, links.map(({ positionId }) => positionId), links.map(({ tagId }) => tagId)],
    );
  }

  /** Takes these tags off, or with `keep` all but these; archived ones stay where they are then. How many went. */
  async remove(userId: string, positionId: string, tagIds: readonly string[], keep: boolean): Promise<number> {
    const rows = await this.query<{ count: number }>(
      `WITH gone AS (
         DELETE FROM position_tags link USING tags tag
          WHERE link.position_id = $2 AND tag.id = link.tag_id AND tag.user_id = $1
            AND ${keep ? 'NOT tag.is_archived AND link.tag_id <> ALL ($3::uuid[])' : 'link.tag_id = ANY ($3::uuid[])'}
         RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
      [userId, positionId, tagIds],
    );
    return rows[0]?.count ?? 0;
  }

  /** By symbol, then by id. */
  listOpenLots(userId: string, portfolioId: string): Promise<OpenLot[]> {
    return this.query<OpenLot>(
      `SELECT position.id, instrument.symbol
         FROM positions position
         JOIN portfolios portfolio ON portfolio.id = position.portfolio_id
         JOIN instruments instrument ON instrument.id = position.instrument_id
        WHERE portfolio.id = $2 AND portfolio.user_id = $1 AND portfolio.deleted_at IS NULL AND position.quantity <> 0
        ORDER BY instrument.symbol COLLATE "C", position.id`,
      [userId, portfolioId],
    );
  }

  /** One or all that have not been deleted, for a system job; by owner. */
  listPortfolios(portfolioId: string | null): Promise<{ id: string; userId: string }[]> {
    return this.query<{ id: string; userId: string }>(
      `SELECT id, user_id AS "userId" FROM portfolios
        WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id = $1::uuid) ORDER BY user_id, id LIMIT ${MAX_PORTFOLIOS}`,
      [portfolioId],
    );
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}

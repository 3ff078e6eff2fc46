import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { instantText } from '../../shared/database/instant-text.js';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { Conversation } from './conversation.entity.js';

export type ConversationMode = Conversation['mode'];

export interface ConversationRow {
  readonly id: string;
  readonly userId: string;
  readonly title: string | null;
  readonly mode: ConversationMode;
  readonly provider: string;
  /** Null as well when the portfolio has been deleted. */
  readonly portfolioId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const CONVERSATION_KEY: readonly CursorPart[] = ['instant', 'uuid'];

export interface NewConversation {
  readonly title: string | null;
  readonly mode: ConversationMode;
  readonly provider: string;
  readonly portfolioId: string | null;
}

const SELECT = `
  SELECT conversation.id, conversation.user_id AS "userId", conversation.title, conversation.mode, conversation.provider,
         portfolio.id AS "portfolioId", conversation.created_at AS "createdAt", conversation.updated_at AS "updatedAt",
         ${instantText('conversation.created_at')} AS "createdExactly"
    FROM agent_conversations conversation
    LEFT JOIN portfolios portfolio ON portfolio.id = conversation.portfolio_id AND portfolio.deleted_at IS NULL
   WHERE conversation.user_id = $1`;

@Injectable()
export class ConversationRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async insert(userId: string, values: NewConversation): Promise<string> {
    const { identifiers } = await this.tx.manager.getRepository(Conversation).insert({ userId, ...values });
    return (identifiers[0] as { id: string }).id;
  }

  /** Newest first. */
  async list(userId: string, { limit, offset, after }: CursoredPage): Promise<CursorPage<ConversationRow>> {
    const rows = await this.tx.manager.query<(ConversationRow & { readonly createdExactly: string })[]>(
      `${SELECT} AND ($4::timestamptz IS NULL OR (conversation.created_at, conversation.id) < ($4::timestamptz, $5::uuid))
        ORDER BY conversation.created_at DESC, conversation.id DESC LIMIT $2 OFFSET $3`,
      [userId, limit + 1, after ? 0 : offset, ...(after ?? [null, null])],
    );
    return cursorPage(rows, limit, ({ createdExactly, id }) => [createdExactly, id]);
  }

  async findOwned(userId: string, id: string): Promise<ConversationRow | null> {
    const [row] = await this.tx.manager.query<ConversationRow[]>(`${SELECT} AND conversation.id = $2`, [userId, id]);
    return row ?? null;
  }

  /** Holds the row until the unit ends, so that turns of one conversation begin one after another. */
  async lock(userId: string, id: string): Promise<boolean> {
    const rows = await this.tx.manager.query<unknown[]>(
      'SELECT FROM agent_conversations WHERE user_id = $1 AND id = $2 FOR UPDATE',
      [userId, id],
    );
    return rows.length > 0;
  }

  async changeMode(userId: string, id: string, mode: ConversationMode): Promise<void> {
    await this.tx.manager.getRepository(Conversation).update({ id, userId }, { mode });
  }

  /** Notes that something was said. The first question names a conversation that has no title. */
  async touch(userId: string, id: string, question: string): Promise<void> {
    await this.tx.manager.query(
      'UPDATE agent_conversations SET updated_at = now(), title = coalesce(title, $3) WHERE user_id = $1 AND id = $2',
      [userId, id, question],
    );
  }

  async remove(userId: string, id: string): Promise<void> {
    await this.tx.manager.getRepository(Conversation).delete({ id, userId });
  }

  /** The user's portfolios that a conversation can be about, oldest first. */
  async portfolioIds(userId: string): Promise<readonly string[]> {
    const rows = await this.tx.manager.getRepository(Portfolio).find({
      select: { id: true },
      where: { userId, deletedAt: IsNull() },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return rows.map(({ id }) => id);
  }
}

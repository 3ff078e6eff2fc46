import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import type { StoredMessage, TurnResult, TurnStart } from '../../contracts/conversation-store.js';
import { type CursorPage, cursorPage, type CursorPart } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { Message } from './message.entity.js';

/** A program that died leaves an answer pending; after this long nobody waits for it any more. */
const IS_ABANDONED = "status = 'pending' AND created_at <= now() - interval '2 minutes'";
const ABANDONED = { code: 'chat.abandoned', message: 'The answer was interrupted.' };

export const MESSAGE_KEY: readonly CursorPart[] = ['integer'];
/** The largest that a sequence can be. */
const MAX_SEQUENCE = 2_147_483_647;

export interface OwnedMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly role: Message['role'];
  /** By the database's clock, with its microseconds. */
  readonly seenAt: string;
}

/** Every method is scoped to the user by joining the conversation, or works in a conversation that was locked as theirs. */
@Injectable()
export class MessageRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Oldest first. An abandoned answer reads as failed, although it is stored as such only with the next question. */
  async list(
    userId: string,
    conversationId: string,
    { limit, offset, after }: CursoredPage,
  ): Promise<CursorPage<Message>> {
    const last = after ? Math.min(Number(after[0]), MAX_SEQUENCE) : 0;
    const rows = await this.tx.manager.getRepository(Message).find({
      where: { conversationId, conversation: { userId }, sequence: MoreThan(last) },
      order: { sequence: 'ASC' },
      take: limit + 1,
      skip: after ? 0 : offset,
    });
    const page = cursorPage(rows, limit, ({ sequence }) => [String(sequence)]);
    const messages = page.items;
    if (!messages.some(({ status }) => status === 'pending')) return page;
    const abandoned = await this.abandonedIds(conversationId);
    for (const message of messages) {
      if (abandoned.includes(message.id)) Object.assign(message, { status: 'failed', error: ABANDONED });
    }
    return page;
  }

  async ids(conversationId: string): Promise<readonly string[]> {
    const rows = await this.tx.manager.getRepository(Message).find({
      select: { id: true },
      where: { conversationId },
      order: { sequence: 'ASC' },
    });
    return rows.map(({ id }) => id);
  }

  async findOwned(userId: string, id: string): Promise<OwnedMessage | null> {
    const [row] = await this.tx.manager.query<OwnedMessage[]>(
      `SELECT message.id, message.conversation_id AS "conversationId", message.role, to_json(now())#>>'{}' AS "seenAt"
         FROM agent_messages message JOIN agent_conversations conversation ON conversation.id = message.conversation_id
        WHERE conversation.user_id = $1 AND message.id = $2`,
      [userId, id],
    );
    return row ?? null;
  }

  /** The newest finished answers and the questions they answer, oldest first. */
  async history(userId: string, conversationId: string, limit: number): Promise<StoredMessage[]> {
    const rows = await this.tx.manager.query<StoredMessage[]>(
      `SELECT message.id, message.role, message.content, message.sequence
         FROM agent_messages message
         JOIN agent_conversations conversation ON conversation.id = message.conversation_id
         JOIN agent_messages answer ON answer.conversation_id = message.conversation_id
          AND answer.sequence = CASE message.role WHEN 'user' THEN message.sequence + 1 ELSE message.sequence END
          AND answer.role = 'assistant' AND answer.status = 'complete'
        WHERE conversation.user_id = $1 AND message.conversation_id = $2
        ORDER BY message.sequence DESC
        LIMIT $3`,
      [userId, conversationId, limit],
    );
    return rows.reverse();
  }

  async hasPendingAnswer(conversationId: string): Promise<boolean> {
    const rows = await this.tx.manager.query<unknown[]>(
      `SELECT FROM agent_messages
        WHERE conversation_id = $1 AND status = 'pending' AND NOT (${IS_ABANDONED})`,
      [conversationId],
    );
    return rows.length > 0;
  }

  async failAbandoned(conversationId: string): Promise<void> {
    await this.tx.manager.query(
      `UPDATE agent_messages SET status = 'failed', error = $2
        WHERE conversation_id = $1 AND ${IS_ABANDONED}`,
      [conversationId, JSON.stringify(ABANDONED)],
    );
  }

  private async abandonedIds(conversationId: string): Promise<readonly string[]> {
    const rows = await this.tx.manager.query<{ id: string }[]>(
      `SELECT id FROM agent_messages WHERE conversation_id = $1 AND ${IS_ABANDONED}`,
      [conversationId],
    );
    return rows.map(({ id }) => id);
  }

  /** The question and a pending answer. The conversation is locked, so the sequence has no gaps and no doubles. */
  async insertTurn(conversationId: string, text: string): Promise<TurnStart> {
    const rows = await this.tx.manager.query<{ id: string; role: Message['role'] }[]>(
      `INSERT INTO agent_messages (conversation_id, sequence, role, status, content)
       SELECT $1, last.sequence + turn.step, turn.role, turn.status, turn.content
         FROM (SELECT coalesce(max(sequence), 0) AS sequence FROM agent_messages WHERE conversation_id = $1) last,
              (VALUES (1, 'user', 'complete', $2), (2, 'assistant', 'pending', '')) AS turn (step, role, status, content)
       RETURNING id, role`,
      [conversationId, text],
    );
    const idOf = (role: Message['role']): string => rows.find((row) => row.role === role)?.id ?? '';
    return { userMessageId: idOf('user'), assistantMessageId: idOf('assistant') };
  }

  /** Nothing happens when the conversation was deleted meanwhile, or the answer was given up as abandoned. */
  async finish(userId: string, id: string, result: TurnResult): Promise<void> {
    await this.tx.manager.query(
      `UPDATE agent_messages message
          SET status = $3, content = $4, tool_calls = $5, citations = $6, figures = $7, model = $8,
              first_token_ms = $9, latency_ms = $10, prompt_tokens = $11, completion_tokens = $12, error = $13
         FROM agent_conversations conversation
        WHERE conversation.id = message.conversation_id AND conversation.user_id = $1
          AND message.id = $2 AND message.status = 'pending'`,
      [
        userId,
        id,
        result.error === null ? 'complete' : 'failed',
        result.content,
        JSON.stringify(result.toolCalls),
        JSON.stringify(result.citations),
        JSON.stringify(result.figures),
        result.model,
        result.firstTokenMs,
        result.latencyMs,
        result.promptTokens,
        result.completionTokens,
        result.error === null ? null : JSON.stringify(result.error),
      ],
    );
  }
}

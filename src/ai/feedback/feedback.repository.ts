import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { isTargetGone } from '../ai.errors.js';
import { AiTransactions } from '../ai.transactions.js';
import { Feedback } from './feedback.entity.js';
import { AnswerNotFound } from './feedback.errors.js';

export interface GivenFeedback {
  readonly messageId: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly rating: Feedback['rating'];
  readonly editedText: string | null;
  readonly comment: string | null;
  /** By core's clock in each path, so that what is given and what is withdrawn have one order. ISO 8601. */
  readonly givenAt: string;
}

const UPSERT = `
  INSERT INTO ai_feedback
         (message_id, conversation_id, user_id, rating, edited_text, comment, created_at, updated_at)
  SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7::timestamptz, $7::timestamptz
   WHERE NOT is_tombstoned($1, $2, $3)
      ON CONFLICT (message_id, user_id) DO UPDATE
     SET rating = excluded.rating, edited_text = excluded.edited_text, comment = excluded.comment,
         updated_at = excluded.updated_at`;

@Injectable()
export class FeedbackRepository {
  constructor(private readonly tx: AiTransactions) {}

  findOwned(userId: string, messageId: string): Promise<Feedback | null> {
    return this.tx.manager.getRepository(Feedback).findOneBy({ userId, messageId });
  }

  /** @throws AnswerNotFound when the message, its conversation or its user is gone. */
  async give(feedback: GivenFeedback): Promise<void> {
    let rows: unknown[];
    try {
      rows = await this.tx.manager.query<unknown[]>(`${UPSERT} RETURNING id`, valuesOf(feedback));
    } catch (error) {
      if (isTargetGone(error)) throw new AnswerNotFound(error);
      throw error;
    }
    if (rows.length === 0) throw new AnswerNotFound();
  }

  /** Feedback that was on its way: newer feedback stays, and what is gone stays gone. */
  async giveLate(feedback: GivenFeedback): Promise<void> {
    const statement = `${UPSERT} WHERE ai_feedback.updated_at <= excluded.updated_at`;
    await this.tx.manager.query(statement, valuesOf(feedback));
  }

  async withdraw(userId: string, messageId: string): Promise<void> {
    await this.tx.manager.getRepository(Feedback).delete({ userId, messageId });
  }

  /** A withdrawal that was on its way: feedback given after it stays. */
  async withdrawLate(userId: string, messageId: string, withdrawnAt: string): Promise<void> {
    await this.tx.manager.query('DELETE FROM ai_feedback WHERE user_id = $1 AND message_id = $2 AND updated_at <= $3', [
      userId,
      messageId,
      withdrawnAt,
    ]);
  }

  async removeOfConversation(conversationId: string): Promise<void> {
    await this.tx.manager.getRepository(Feedback).delete({ conversationId });
  }

  async removeOfMessages(messageIds: readonly string[]): Promise<void> {
    await this.tx.manager.getRepository(Feedback).delete({ messageId: In([...messageIds]) });
  }

  async removeOfUser(userId: string): Promise<void> {
    await this.tx.manager.getRepository(Feedback).delete({ userId });
  }
}

const valuesOf = (feedback: GivenFeedback): unknown[] => [
  feedback.messageId,
  feedback.conversationId,
  feedback.userId,
  feedback.rating,
  feedback.editedText,
  feedback.comment,
  feedback.givenAt,
];

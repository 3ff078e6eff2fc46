import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AnswerView, CONVERSATION_STORE, type ConversationStore } from '../../contracts/conversation-store.js';
import { CORE_EVENTS, type CoreEvent, type CoreEvents } from '../../contracts/core-events.js';
import { asUser } from '../../shared/database/transactions.js';
import { AiDatabaseDown } from '../ai.errors.js';
import { AiTransactions } from '../ai.transactions.js';
import { type FeedbackPayload, readFeedbackPayload } from './feedback-events.kernel.js';
import type { Feedback } from './feedback.entity.js';
import { AnswerNotFound } from './feedback.errors.js';
import { FeedbackRepository, type GivenFeedback } from './feedback.repository.js';

export interface FeedbackWish {
  readonly rating: Feedback['rating'];
  readonly editedText: string | null;
  readonly comment: string | null;
}

/** Stored, or accepted for later because the AI database is away. */
export type FeedbackOutcome =
  | { readonly status: 'stored'; readonly feedback: Feedback }
  | { readonly status: 'accepted'; readonly messageId: string; readonly wish: FeedbackWish };

@Injectable()
export class FeedbackService {
  private readonly log = new Logger(FeedbackService.name);

  constructor(
    private readonly tx: AiTransactions,
    private readonly feedback: FeedbackRepository,
    @Inject(CONVERSATION_STORE) private readonly conversations: ConversationStore,
    @Inject(CORE_EVENTS) private readonly events: CoreEvents,
  ) {}

  /** One a message and user: giving it again replaces it. */
  async give(userId: string, messageId: string, wish: FeedbackWish): Promise<FeedbackOutcome> {
    const { conversationId, seenAt } = await this.answer(userId, messageId);
    const given: GivenFeedback = { ...wish, messageId, conversationId, userId, givenAt: seenAt };
    try {
      return await this.tx.run(asUser(userId), async () => {
        await this.feedback.give(given);
        const feedback = await this.feedback.findOwned(userId, messageId);
        if (!feedback) throw new AnswerNotFound();
        return { status: 'stored', feedback };
      });
    } catch (error) {
      if (!(error instanceof AiDatabaseDown)) throw error;
      this.log.warn('Feedback waits in the outbox of core: the AI database does not answer');
      await this.events.publish(userId, { type: 'feedback.given', aggregateId: messageId, payload: payloadOf(given) });
      return { status: 'accepted', messageId, wish };
    }
  }

  async find(userId: string, messageId: string): Promise<Feedback | null> {
    await this.answer(userId, messageId);
    return this.tx.run(asUser(userId), () => this.feedback.findOwned(userId, messageId));
  }

  /**
   * Always told to core's outbox too: feedback that still waits there would otherwise come back later. The events of one
   * message keep their order.
   */
  async withdraw(userId: string, messageId: string): Promise<void> {
    await this.answer(userId, messageId);
    await this.events.publish(userId, { type: 'feedback.withdrawn', aggregateId: messageId, payload: {} });
    try {
      await this.tx.run(asUser(userId), () => this.feedback.withdraw(userId, messageId));
    } catch (error) {
      if (!(error instanceof AiDatabaseDown)) throw error;
      this.log.warn('The withdrawal waits in the outbox of core: the AI database does not answer');
    }
  }

  /** In the relay's unit of work. */
  async apply(event: CoreEvent): Promise<void> {
    const { aggregateId: messageId, userId } = event;
    if (userId === null) throw new TypeError('a feedback event names its user');
    if (event.type === 'feedback.withdrawn') {
      await this.feedback.withdrawLate(userId, messageId, event.occurredAt);
      return;
    }
    const { conversation_id: conversationId, rating, edited_text, comment } = readFeedbackPayload(event.payload);
    const given = { messageId, conversationId, userId, rating, editedText: edited_text, comment };
    await this.feedback.giveLate({ ...given, givenAt: event.occurredAt });
  }

  /** In the relay's unit of work. */
  async eraseConversation(conversationId: string, messageIds: readonly string[]): Promise<void> {
    await this.feedback.removeOfConversation(conversationId);
    await this.eraseMessages(messageIds);
  }

  async eraseMessages(messageIds: readonly string[]): Promise<void> {
    if (messageIds.length > 0) await this.feedback.removeOfMessages(messageIds);
  }

  eraseUser(userId: string): Promise<void> {
    return this.feedback.removeOfUser(userId);
  }

  private async answer(userId: string, messageId: string): Promise<AnswerView> {
    const answer = await this.conversations.findAnswer(userId, messageId);
    if (!answer) throw new AnswerNotFound();
    return answer;
  }
}

const payloadOf = (given: GivenFeedback): FeedbackPayload & Record<string, unknown> => ({
  conversation_id: given.conversationId,
  rating: given.rating,
  edited_text: given.editedText,
  comment: given.comment,
});

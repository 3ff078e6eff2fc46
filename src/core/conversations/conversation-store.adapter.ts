import { Injectable } from '@nestjs/common';
import type {
  AnswerView,
  ConversationStore,
  ConversationView,
  StoredMessage,
  TurnResult,
  TurnStart,
} from '../../contracts/conversation-store.js';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import { AnswerPending, ConversationNotFound, NotAnAnswer } from './conversation.errors.js';
import { ConversationRepository } from './conversation.repository.js';
import { MessageRepository } from './message.repository.js';

/** A title made of the first question. */
const TITLE_CHARACTERS = 80;

@Injectable()
export class ConversationStoreAdapter implements ConversationStore {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly conversations: ConversationRepository,
    private readonly messages: MessageRepository,
  ) {}

  find(userId: string, conversationId: string): Promise<ConversationView | null> {
    return this.tx.run(asUser(userId), () => this.conversations.findOwned(userId, conversationId));
  }

  history(userId: string, conversationId: string, limit: number): Promise<readonly StoredMessage[]> {
    return this.tx.run(asUser(userId), () => this.messages.history(userId, conversationId, limit));
  }

  beginTurn(userId: string, conversationId: string, text: string): Promise<TurnStart> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.conversations.lock(userId, conversationId))) throw new ConversationNotFound();
      if (await this.messages.hasPendingAnswer(conversationId)) throw new AnswerPending();
      await this.messages.failAbandoned(conversationId);
      const turn = await this.messages.insertTurn(conversationId, text);
      await this.conversations.touch(userId, conversationId, titleOf(text));
      return turn;
    });
  }

  finishTurn(userId: string, assistantMessageId: string, result: TurnResult): Promise<void> {
    return this.tx.run(asUser(userId), () => this.messages.finish(userId, assistantMessageId, result));
  }

  findAnswer(userId: string, messageId: string): Promise<AnswerView | null> {
    return this.tx.run(asUser(userId), async () => {
      const message = await this.messages.findOwned(userId, messageId);
      if (message?.role === 'user') throw new NotAnAnswer();
      return message && { id: message.id, conversationId: message.conversationId, seenAt: message.seenAt };
    });
  }
}

function titleOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= TITLE_CHARACTERS ? line : `${line.slice(0, TITLE_CHARACTERS - 1).trimEnd()}…`;
}

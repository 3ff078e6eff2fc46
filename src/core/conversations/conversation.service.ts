import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { asUser } from '../../shared/database/transactions.js';
import type { CursorPage } from '../../shared/http/cursor.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { CoreTransactions } from '../core.transactions.js';
import { OutboxService } from '../events/outbox.service.js';
import { ConversationNotFound, ConversationPortfolioNotFound } from './conversation.errors.js';
import { type ConversationMode, ConversationRepository, type ConversationRow } from './conversation.repository.js';
import type { Message } from './message.entity.js';
import { MessageRepository } from './message.repository.js';

export interface ConversationWish {
  readonly title: string | null;
  readonly mode: ConversationMode;
  /** The first is what the conversation is about; all have to be the user's. */
  readonly portfolioIds: readonly string[];
}

export interface ModeChange {
  readonly id: string;
  readonly previousMode: ConversationMode;
  readonly newMode: ConversationMode;
  readonly changedAt: Date;
}

@Injectable()
export class ConversationService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly conversations: ConversationRepository,
    private readonly messages: MessageRepository,
    private readonly outbox: OutboxService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** About the portfolio asked for, else the user's only one, else none: the analyst then asks which is meant. */
  create(userId: string, { title, mode, portfolioIds }: ConversationWish): Promise<ConversationRow> {
    return this.tx.run(asUser(userId), async () => {
      const owned = await this.conversations.portfolioIds(userId);
      if (portfolioIds.some((id) => !owned.includes(id))) throw new ConversationPortfolioNotFound();
      const only = owned.length === 1 ? owned[0] : undefined;
      const portfolioId = portfolioIds[0] ?? only ?? null;
      const provider = this.env.LLM_PROVIDER;
      const id = await this.conversations.insert(userId, { title, mode, provider, portfolioId });
      return this.get(userId, id);
    });
  }

  list(userId: string, page: CursoredPage): Promise<CursorPage<ConversationRow>> {
    return this.tx.run(asUser(userId), () => this.conversations.list(userId, page));
  }

  get(userId: string, id: string): Promise<ConversationRow> {
    return this.tx.run(asUser(userId), async () => {
      const conversation = await this.conversations.findOwned(userId, id);
      if (!conversation) throw new ConversationNotFound();
      return conversation;
    });
  }

  listMessages(userId: string, id: string, page: CursoredPage): Promise<CursorPage<Message>> {
    return this.tx.run(asUser(userId), async () => {
      await this.get(userId, id);
      return this.messages.list(userId, id, page);
    });
  }

  changeMode(userId: string, id: string, newMode: ConversationMode): Promise<ModeChange> {
    return this.tx.run(asUser(userId), async () => {
      const { mode: previousMode } = await this.get(userId, id);
      await this.conversations.changeMode(userId, id, newMode);
      const { updatedAt: changedAt } = await this.get(userId, id);
      return { id, previousMode, newMode, changedAt };
    });
  }

  /** The AI side learns of it from the outbox, so its database need not be there now. */
  remove(userId: string, id: string): Promise<void> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.conversations.lock(userId, id))) throw new ConversationNotFound();
      const messageIds = await this.messages.ids(id);
      await this.conversations.remove(userId, id);
      await this.outbox.add({
        type: 'conversation.deleted',
        aggregateId: id,
        userId,
        payload: { message_ids: messageIds },
      });
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { CoreEvent } from '../../contracts/core-events.js';
import { asSystem } from '../../shared/database/transactions.js';
import { AiTransactions } from '../ai.transactions.js';
import { DocumentService } from '../documents/document.service.js';
import { FeedbackService } from '../feedback/feedback.service.js';
import { MemoryService } from '../memories/memory.service.js';
import { InboxRepository } from './inbox.repository.js';

const RELAY = asSystem('relay');

/** What each event of core changes here. The effect and the memory of it are one transaction: applied once, or not at all. */
@Injectable()
export class EventEffectsService {
  constructor(
    private readonly tx: AiTransactions,
    private readonly inbox: InboxRepository,
    private readonly feedback: FeedbackService,
    private readonly documents: DocumentService,
    private readonly memories: MemoryService,
  ) {}

  apply(event: CoreEvent): Promise<void> {
    return this.tx.run(RELAY, async () => {
      if (await this.inbox.remember(event)) await this.effect(event);
    });
  }

  /** @throws AiDatabaseDown when nothing can be applied now. */
  probe(): Promise<void> {
    return this.tx.run(RELAY, () => this.inbox.probe());
  }

  private async effect(event: CoreEvent): Promise<void> {
    const id = event.aggregateId;
    switch (event.type) {
      case 'conversation.deleted': {
        const messageIds = idsOf(event.payload['message_ids']);
        // Buried first: who writes at the same moment is refused, or seen by the deletion.
        await this.inbox.bury('conversation', id);
        await this.inbox.buryMessages(messageIds);
        return this.feedback.eraseConversation(id, messageIds);
      }
      case 'message.deleted':
        await this.inbox.bury('message', id);
        return this.feedback.eraseMessages([id]);
      case 'portfolio.deleted':
        await this.inbox.bury('portfolio', id);
        return this.memories.erasePortfolio(id);
      case 'user.erased':
        await this.inbox.bury('user', id);
        await this.documents.eraseUser(id);
        await this.memories.eraseUser(id);
        return this.feedback.eraseUser(id);
      case 'feedback.given':
      case 'feedback.withdrawn':
        return this.feedback.apply(event);
    }
  }
}

const idsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

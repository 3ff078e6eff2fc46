import { Module } from '@nestjs/common';
import { CONVERSATION_STORE } from '../../contracts/conversation-store.js';
import { OutboxModule } from '../events/outbox.module.js';
import { ConversationStoreAdapter } from './conversation-store.adapter.js';
import { ConversationController } from './conversation.controller.js';
import { ConversationRepository } from './conversation.repository.js';
import { ConversationService } from './conversation.service.js';
import { MessageRepository } from './message.repository.js';

/** Exports the contract token alone. */
@Module({
  imports: [OutboxModule],
  controllers: [ConversationController],
  providers: [
    ConversationRepository,
    MessageRepository,
    ConversationService,
    { provide: CONVERSATION_STORE, useClass: ConversationStoreAdapter },
  ],
  exports: [CONVERSATION_STORE],
})
export class ConversationsModule {}

import { Module, type OnModuleInit } from '@nestjs/common';
import { StartupService } from '../../shared/startup/startup.service.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { MemoriesModule } from '../memories/memories.module.js';
import { EventEffectsService } from './event-effects.service.js';
import { EventRelayService } from './event-relay.service.js';
import { InboxRepository } from './inbox.repository.js';

@Module({
  imports: [DocumentsModule, FeedbackModule, MemoriesModule],
  providers: [InboxRepository, EventEffectsService, EventRelayService],
  exports: [EventRelayService],
})
export class RelayModule implements OnModuleInit {
  constructor(
    private readonly relay: EventRelayService,
    private readonly startup: StartupService,
  ) {}

  onModuleInit(): void {
    this.startup.add({
      name: 'relay',
      phase: 'follow',
      order: 40,
      run: () => {
        this.relay.start();
        return Promise.resolve();
      },
    });
  }
}

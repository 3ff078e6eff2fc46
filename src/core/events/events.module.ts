import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { CORE_EVENTS } from '../../contracts/core-events.js';
import { HealthRegistry } from '../../shared/health/health.registry.js';
import { CoreEventsAdapter } from './core-events.adapter.js';
import { OutboxHealthService } from './outbox-health.service.js';
import { OutboxRepository } from './outbox.repository.js';

/** Core's outbox as the AI side sees it. */
@Module({
  providers: [OutboxRepository, OutboxHealthService, { provide: CORE_EVENTS, useClass: CoreEventsAdapter }],
  exports: [CORE_EVENTS],
})
export class EventsModule implements OnModuleInit {
  constructor(
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
    private readonly outbox: OutboxHealthService,
  ) {}

  onModuleInit(): void {
    this.health.add({ name: 'core_events', isVital: false }, () => this.outbox.health());
  }
}

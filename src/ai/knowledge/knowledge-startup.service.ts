import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type ComponentState, HealthRegistry } from '../../shared/health/health.registry.js';
import { StartupService } from '../../shared/startup/startup.service.js';
import { KnowledgeService } from './knowledge.service.js';

/** Brings the knowledge base up to date when a server starts, beside everything else that goes on then. */
@Injectable()
export class KnowledgeStartupService implements OnModuleInit {
  private readonly log = new Logger(KnowledgeStartupService.name);
  private state: ComponentState = { status: 'working', detail: {} };

  constructor(
    private readonly knowledge: KnowledgeService,
    private readonly startup: StartupService,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.startup.add({
      name: 'knowledge',
      phase: 'follow',
      order: 60,
      run: () => {
        this.health.add({ name: 'knowledge_base', isVital: false }, () => Promise.resolve(this.state));
        void this.sync();
        return Promise.resolve();
      },
    });
  }

  private async sync(): Promise<void> {
    try {
      const { documents, passages } = await this.knowledge.sync((embedded, total) => {
        this.state = { status: 'working', detail: { progress: `${embedded} of ${total} passages embedded` } };
      });
      this.state = { status: 'up', detail: { documents, passages } };
    } catch (error) {
      this.log.error('The knowledge base is not up to date', error instanceof Error ? error.stack : error);
      this.state = { status: 'down', detail: { error: 'not up to date; run "knowledge sync"' } };
    }
  }
}

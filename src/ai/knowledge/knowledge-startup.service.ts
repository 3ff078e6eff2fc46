import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type ComponentState, HealthRegistry } from '../../shared/health/health.registry.js';
import { StartupService } from '../../shared/startup/startup.service.js';
import { AiDatabaseDown } from '../ai.errors.js';
import { KnowledgeService } from './knowledge.service.js';

/** While the AI database is away. */
const RETRY_MS = 5_000;

/** Brings the knowledge base up to date when a server starts, beside everything else that goes on then. */
@Injectable()
export class KnowledgeStartupService implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger(KnowledgeStartupService.name);
  private state: ComponentState = { status: 'working', detail: {} };
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

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

  onModuleDestroy(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async sync(): Promise<void> {
    try {
      const { documents, passages } = await this.knowledge.sync((embedded, total) => {
        this.state = { status: 'working', detail: { progress: `${embedded} of ${total} passages embedded` } };
      });
      this.state = { status: 'up', detail: { documents, passages } };
    } catch (error) {
      if (error instanceof AiDatabaseDown) {
        this.syncLater();
        return;
      }
      this.log.error('The knowledge base is not up to date', error instanceof Error ? error.stack : error);
      this.state = { status: 'down', detail: { error: 'not up to date; run "knowledge sync"' } };
    }
  }

  private syncLater(): void {
    this.state = { status: 'down', detail: { error: 'waits for the AI database' } };
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.sync(), RETRY_MS);
    this.timer.unref();
  }
}

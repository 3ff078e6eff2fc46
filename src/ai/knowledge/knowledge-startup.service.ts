import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type ComponentState, HealthRegistry } from '../../shared/health/health.registry.js';
import { StartupService } from '../../shared/startup/startup.service.js';
import { AiDatabaseDown } from '../ai.errors.js';
import { KnowledgeService } from './knowledge.service.js';

/** Before the second attempt; it doubles with each further one. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Brings the knowledge base up to date when a server starts, beside everything else that goes on then; if the AI database
 * or the embedder is away, as soon as they are back.
 */
@Injectable()
export class KnowledgeStartupService implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger(KnowledgeStartupService.name);
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private pauseMs = FIRST_PAUSE_MS;
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

  onModuleDestroy(): void {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private async sync(): Promise<void> {
    try {
      const { documents, passages } = await this.knowledge.sync((embedded, total) => {
        this.state = { status: 'working', detail: { progress: `${embedded} of ${total} passages embedded` } };
      });
      this.state = { status: 'up', detail: { documents, passages } };
    } catch (error) {
      // What fails because the program ends is no failure.
      if (this.isStopped) return;
      if (error instanceof AiDatabaseDown) {
        // Nothing is wrong with the knowledge base, and waiting for a database costs nothing.
        this.state = { status: 'down', detail: { error: 'waits for the AI database' } };
        this.tryAgain(FIRST_PAUSE_MS);
        return;
      }
      this.log.error('The knowledge base is not up to date', error instanceof Error ? error.stack : error);
      this.state = { status: 'down', detail: { error: 'not up to date; it is tried again' } };
      this.tryAgain(this.pauseMs);
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  private tryAgain(pauseMs: number): void {
    this.timer = setTimeout(() => void this.sync(), pauseMs);
    this.timer.unref();
  }
}

import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { DATABASES, type Databases } from '../../shared/database/databases.js';
import { HealthRegistry } from '../../shared/health/health.registry.js';
import { StartupService } from '../../shared/startup/startup.service.js';
import { BatchDueService } from './batch-due.service.js';
import { BatchThread } from './batch-thread.js';

const LOOK_EVERY_MS = 60_000;

/** In a server: keeps the batch thread going and asks for runs when they are due. Nothing happens before `start`. */
@Injectable()
export class BatchScheduler implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('BatchScheduler');
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  // eslint-disable-next-line max-params -- the thread, what is due, and what a start and its health know of them
  constructor(
    private readonly thread: BatchThread,
    private readonly due: BatchDueService,
    private readonly health: HealthRegistry,
    private readonly startup: StartupService,
    @Inject(ENV) private readonly env: Env,
    @Inject(DATABASES) private readonly databases: Databases,
  ) {}

  onModuleInit(): void {
    this.startup.add({ name: 'batch', phase: 'follow', order: 50, run: () => this.start() });
    const run = (): Promise<void> => {
      this.startThread();
      return Promise.resolve();
    };
    this.startup.add({ name: 'batch-thread', phase: 'settled', order: 50, run });
  }

  /**
   * Resolves when the first look has been taken. A thread that has a run to do comes up by itself meanwhile; one without
   * would only keep a start from being ready.
   */
  async start(): Promise<void> {
    // Not vital: figures of earlier sessions are served all the same.
    this.health.add({ name: 'batch', isVital: false }, () => this.due.health());
    if (this.env.SKIP_BATCH_SCHEDULE) {
      if (await this.due.hasRun()) this.startThread();
      return;
    }
    this.timer = setInterval(() => {
      void this.look();
    }, LOOK_EVERY_MS);
    this.timer.unref();
    await this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.thread.stop();
  }

  /** Always, unless workers do its work: somebody may ask for a run. */
  private startThread(): void {
    if (this.databases.mode === 'embedded' || !this.env.SKIP_BATCH_THREAD) this.thread.start();
  }

  /** One at a time, however long it takes. */
  private look(): Promise<void> {
    this.looking ??= this.due
      .catchUp()
      .catch((error: unknown) => {
        this.log.warn(`could not see what is due: ${String(error)}`);
      })
      .then(async () => {
        if (await this.due.hasRun()) this.startThread();
      })
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }
}

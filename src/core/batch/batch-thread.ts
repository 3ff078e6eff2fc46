import { Inject, Injectable, Logger } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ENV, type Env } from '../../shared/config/env.js';
import { type DatabaseMode, DATABASES, type Databases } from '../../shared/database/databases.js';
import type { DatabaseAddresses } from '../../shared/database/embedded/embedded-databases.js';
import { JWT_SECRET } from '../../shared/runtime/runtime.module.js';

/** What the thread is started with; it travels as plain data. */
export interface BatchThreadData {
  readonly env: Readonly<Record<string, unknown>>;
  readonly mode: DatabaseMode;
  readonly addresses: DatabaseAddresses;
  readonly jwtSecret: string;
}

/** Processors that are left to whoever asks this server. */
const LEFT_TO_SERVE = 1;
/** Of room for new objects: rows live as long as a piece, and in less they would be copied until then. */
const YOUNG_MEGABYTES = 192;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A thread that lived so long died of something else than its start. */
const SETTLED_AFTER_MS = 60_000;
const STOP_PATIENCE_MS = 5_000;

/** The thread that computes. It is started anew when it dies, with growing pauses, until `stop`. */
@Injectable()
export class BatchThread {
  private readonly log = new Logger('BatchThread');
  private worker: Worker | null = null;
  private next: NodeJS.Timeout | undefined;
  private pause = FIRST_PAUSE_MS;
  private wasStarted = false;
  private isStopping = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(JWT_SECRET) private readonly jwtSecret: string,
  ) {}

  /** Does nothing when it was started before. */
  start(): void {
    if (this.wasStarted) return;
    this.wasStarted = true;
    this.launch();
  }

  private launch(): void {
    const { mode, addresses } = this.databases;
    const { jwtSecret } = this;
    const workerData: BatchThreadData = {
      env: {
        ...Object.fromEntries(Object.entries(this.env)),
        BATCH_THREADS: this.env.BATCH_THREADS ?? Math.max(0, availableParallelism() - LEFT_TO_SERVE),
      },
      mode,
      addresses,
      jwtSecret,
    };
    const started = performance.now();
    const worker = new Worker(entry(), { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES } });
    this.worker = worker;
    worker.on('error', (error) => {
      this.log.error('the batch thread failed', error);
    });
    worker.on('exit', (code) => {
      this.worker = null;
      if (!this.isStopping) this.startLater(code, performance.now() - started);
    });
  }

  /** Lets the step at hand finish; what is left of its run is taken up later. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.next);
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise((done) => worker.once('exit', done));
    worker.postMessage('stop');
    const timer = setTimeout(() => {
      void worker.terminate();
    }, STOP_PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  }

  private startLater(code: number, lived: number): void {
    this.pause = lived > SETTLED_AFTER_MS ? FIRST_PAUSE_MS : Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    this.log.warn(`the batch thread ended with ${code}; another one starts in ${this.pause} ms`);
    this.next = setTimeout(() => {
      this.launch();
    }, this.pause);
    this.next.unref();
  }
}

/** The built entry, wherever this file runs from: the build or the source. */
function entry(): string {
  const built = resolve(import.meta.dirname, '../../bundle/batch.worker.mjs');
  return existsSync(built) ? built : resolve(import.meta.dirname, '../../../dist/bundle/batch.worker.mjs');
}

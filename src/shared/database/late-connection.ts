import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { errorText } from '../errors/error-text.js';
import type { ComponentState } from '../health/health.registry.js';
import { databaseState } from './database-check.js';
import { requireHead } from './schema-check.js';
import { SchemaMismatch } from './schema-mismatch.error.js';

/** As long as the pool waits for a connection: a server that refuses answers at once, one that is silent holds up the start. */
const START_PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Opens a DataSource that the program can do without: at once when its database answers, else in the background, as
 * soon as it does. It stays closed on a schema that is not the one of this program, until that is migrated.
 */
export class LateConnection {
  private readonly log = new Logger('Database');
  private fault: Error | null = null;
  private pauseMs = FIRST_PAUSE_MS;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly name: string,
    private readonly address: string,
    private readonly dataSource: DataSource,
  ) {}

  /** Resolves when the database is open, or when that may take longer. */
  async start(): Promise<void> {
    await Promise.race([this.open(), pause(START_PATIENCE_MS, undefined, { ref: false })]);
  }

  /** One that opens later closes itself. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** @throws why the database could not be asked. */
  state(): Promise<ComponentState> {
    if (this.dataSource.isInitialized) return databaseState(this.dataSource);
    if (this.fault instanceof SchemaMismatch) {
      return Promise.resolve({ status: 'down', detail: { error: 'its schema is not the one of this program' } });
    }
    return Promise.reject(this.fault ?? new Error('no answer yet'));
  }

  private async open(): Promise<void> {
    try {
      await this.checkSchema();
      await this.dataSource.initialize();
    } catch (error) {
      this.note(error instanceof Error ? error : new Error(String(error)));
      if (this.isStopped) return;
      this.timer = setTimeout(() => void this.open(), this.pauseMs);
      // Waiting for a database is no reason to keep a command alive.
      this.timer.unref();
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
      return;
    }
    if (this.fault) this.log.log(`The ${this.name} database is there`);
    this.fault = null;
    if (this.isStopped) await this.dataSource.destroy();
  }

  /** On connections of its own: whoever finds the DataSource open may use it. */
  private async checkSchema(): Promise<void> {
    const probe = await new DataSource(this.dataSource.options).initialize();
    try {
      await requireHead(probe, this.name, this.address);
    } finally {
      await probe.destroy();
    }
  }

  /** A new reason is told once. */
  private note(fault: Error): void {
    const before = this.fault;
    this.fault = fault;
    if (before?.message === fault.message || this.isStopped) return;
    if (fault instanceof SchemaMismatch) this.log.error(fault.message);
    else this.log.log(`The ${this.name} database does not answer (${errorText(fault)}); it is tried again`);
  }
}

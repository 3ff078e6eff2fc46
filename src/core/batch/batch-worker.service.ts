import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DATABASES, type Databases } from '../../shared/database/databases.js';
import { WORKER_OWNER } from './batch-run.repository.js';
import { BatchJobs } from './batch.job.js';
import { BatchRunner } from './batch.runner.js';
import { BatchService } from './batch.service.js';

/** Runs of workers that died are looked for so often, besides the time that their leases take to run out. */
const LOOK_EVERY_MS = 10_000;

/** Works the queue off until it is told to stop: a thread beside a server, or a process of its own. */
@Injectable()
export class BatchWorker {
  private readonly log = new Logger('BatchWorker');
  private readonly owner = `${WORKER_OWNER}${randomUUID()}`;
  private timer: NodeJS.Timeout | undefined;
  private helping: Promise<void> = Promise.resolve();

  constructor(
    private readonly jobs: BatchJobs,
    private readonly runner: BatchRunner,
    private readonly service: BatchService,
    @Inject(DATABASES) private readonly databases: Databases,
  ) {}

  async start(): Promise<void> {
    const { jobs, runner, owner } = this;
    // Leases in the database are by this name: it leads from a piece to the process that has it, where there are several.
    if (this.databases.mode === 'server') this.log.log(`${owner} takes work`);
    await jobs.work(async (runId) => {
      await runner.take(runId, owner);
    });
    // With embedded databases this is the only worker: nobody invites it, and the server looks for what it left lying.
    if (this.databases.mode === 'embedded') return;
    this.helping = jobs.help(
      () => !runner.isBusy,
      async (runId) => {
        await runner.help(runId, owner);
      },
    );
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Lets the step at hand finish; what is left is somebody else's. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.jobs.stopTaking();
    await this.runner.interrupt();
    await this.helping;
  }

  private async look(): Promise<void> {
    try {
      await this.service.resumeForgotten();
    } catch (error) {
      this.log.warn(`could not see what was left lying: ${String(error)}`);
    }
  }
}

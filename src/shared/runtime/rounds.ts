import type { Logger } from '@nestjs/common';

/** While a database is away. */
const LONGEST_PAUSE_MS = 60_000;

export interface RoundsOptions {
  /** Between two rounds. */
  readonly pauseMs: number;
  readonly log: Logger;
  /** What is said once an outage; the health endpoint says the rest. */
  readonly waiting: (error: unknown) => string;
  /** What is said when an outage is over. */
  readonly resumed?: string;
}

/** Work that is looked for every few seconds, one round at a time, with longer pauses while rounds fail. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private isStopped = true;
  private running: Promise<number> | null = null;
  private pauseMs: number;

  /** @param work one round; how much it did */
  constructor(
    private readonly work: () => Promise<number>,
    private readonly options: RoundsOptions,
  ) {
    this.pauseMs = options.pauseMs;
  }

  /** From now on, until it is stopped. */
  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.schedule(0);
  }

  /** Resolves when the round at hand has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** A round at once, or the one that is running. */
  now(): Promise<number> {
    this.running ??= this.work().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private schedule(afterMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.tick(), afterMs);
    // Waiting for the next round is no reason to keep a process alive.
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    const { pauseMs, log, waiting, resumed } = this.options;
    try {
      await this.now();
      if (this.pauseMs > pauseMs && resumed !== undefined) log.log(resumed);
      this.pauseMs = pauseMs;
    } catch (error) {
      if (this.pauseMs === pauseMs && !this.isStopped) log.warn(waiting(error));
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    }
    this.schedule(this.pauseMs);
  }
}

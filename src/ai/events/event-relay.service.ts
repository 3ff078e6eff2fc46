import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { CORE_EVENTS, type CoreEvent, type CoreEvents } from '../../contracts/core-events.js';
import { AiDatabaseDown } from '../ai.errors.js';
import { EventEffectsService } from './event-effects.service.js';

const BATCH = 100;
const PAUSE_MS = 2_000;
/** While one of the databases is away. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Carries core's events over: pulls, applies, acknowledges. Several programs may do so at once; an event that arrives twice
 * is applied once.
 */
@Injectable()
export class EventRelayService implements OnModuleDestroy {
  private readonly log = new Logger(EventRelayService.name);
  private timer: NodeJS.Timeout | null = null;
  private isStopped = true;
  private running: Promise<number> | null = null;
  private pauseMs = PAUSE_MS;

  constructor(
    @Inject(CORE_EVENTS) private readonly events: CoreEvents,
    private readonly effects: EventEffectsService,
  ) {}

  /** From now on events are carried over every few seconds, until the application closes. */
  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.schedule(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running?.catch(() => undefined);
  }

  /**
   * Carries over what is due now.
   * @returns how many events were applied.
   * @throws AiDatabaseDown when nothing can be applied; the events stay where they are, and none counts an attempt.
   */
  drain(): Promise<number> {
    this.running ??= this.drainOnce().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async drainOnce(): Promise<number> {
    await this.effects.probe();
    let applied = 0;
    for (;;) {
      const batch = await this.events.pull(BATCH);
      if (batch.length === 0) return applied;
      const done: string[] = [];
      try {
        for (const event of batch) if (await this.deliver(event)) done.push(event.id);
      } finally {
        if (done.length > 0) await this.events.acknowledge(done);
      }
      applied += done.length;
    }
  }

  private async deliver(event: CoreEvent): Promise<boolean> {
    try {
      await this.effects.apply(event);
      return true;
    } catch (error) {
      // Not this event's fault: it and those after it stay as they are, for when their lease has ended.
      if (error instanceof AiDatabaseDown) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      this.log.warn(`Event ${event.id} (${event.type}) is postponed: ${reason}`);
      await this.events.postpone(event.id, reason);
      return false;
    }
  }

  private schedule(afterMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.tick(), afterMs);
    // Waiting for the next round is no reason to keep a process alive.
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    try {
      await this.drain();
      if (this.pauseMs > PAUSE_MS) this.log.log('Events of core are carried over again');
      this.pauseMs = PAUSE_MS;
    } catch (error) {
      // Said once an outage; the health endpoint says the rest.
      if (this.pauseMs === PAUSE_MS && !this.isStopped) this.log.warn(`Events of core wait: ${messageOf(error)}`);
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    }
    this.schedule(this.pauseMs);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof AiDatabaseDown ? 'the AI database does not answer' : String(error);

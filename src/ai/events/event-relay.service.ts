import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { CORE_EVENTS, type CoreEvent, type CoreEvents } from '../../contracts/core-events.js';
import { Rounds } from '../../shared/runtime/rounds.js';
import { AiDatabaseDown } from '../ai.errors.js';
import { EventEffectsService } from './event-effects.service.js';

const BATCH = 100;
const PAUSE_MS = 2_000;

/**
 * Carries core's events over: pulls, applies, acknowledges. Several programs may do so at once; an event that arrives twice
 * is applied once.
 */
@Injectable()
export class EventRelayService implements OnModuleDestroy {
  private readonly log = new Logger(EventRelayService.name);
  private readonly rounds = new Rounds(() => this.drainOnce(), {
    pauseMs: PAUSE_MS,
    log: this.log,
    waiting: (error) => `Events of core wait: ${messageOf(error)}`,
    resumed: 'Events of core are carried over again',
  });

  constructor(
    @Inject(CORE_EVENTS) private readonly events: CoreEvents,
    private readonly effects: EventEffectsService,
  ) {}

  /** From now on events are carried over every few seconds, until the application closes. */
  start(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /**
   * Carries over what is due now.
   * @returns how many events were applied.
   * @throws AiDatabaseDown when nothing can be applied; the events stay where they are, and none counts an attempt.
   */
  drain(): Promise<number> {
    return this.rounds.now();
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
}

const messageOf = (error: unknown): string =>
  error instanceof AiDatabaseDown ? 'the AI database does not answer' : String(error);

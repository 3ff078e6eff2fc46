import { describe, expect, it } from 'vitest';
import type { CoreEvent, CoreEvents } from '../../contracts/core-events.js';
import { AiDatabaseDown } from '../ai.errors.js';
import { type EventEffectsService } from './event-effects.service.js';
import { EventRelayService } from './event-relay.service.js';

const event = (id: string): CoreEvent => ({
  ...{ id, eventId: `event ${id}`, type: 'message.deleted', aggregateId: `message ${id}` },
  ...{ userId: null, payload: {}, occurredAt: '2025-11-24T12:00:00Z' },
});

/** Core's outbox, with what was done to its events. */
class Outbox implements CoreEvents {
  readonly acknowledged: string[] = [];
  readonly postponed: string[] = [];
  private readonly batches: CoreEvent[][];

  constructor(...batches: CoreEvent[][]) {
    this.batches = batches;
  }

  pull = () => Promise.resolve(this.batches.shift() ?? []);
  acknowledge = (ids: readonly string[]) => Promise.resolve(void this.acknowledged.push(...ids));
  postpone = (id: string) => Promise.resolve(void this.postponed.push(id));
  publish = () => Promise.resolve();
}

const effects = (apply: (event: CoreEvent) => Promise<void>): EventEffectsService =>
  ({ apply, probe: () => Promise.resolve() }) as unknown as EventEffectsService;

describe('EventRelayService', () => {
  it('counts no attempt when the AI database goes away in the midst of a batch', async () => {
    const outbox = new Outbox([event('1'), event('2'), event('3')]);
    const apply = ({ id }: CoreEvent): Promise<void> =>
      id === '1' ? Promise.resolve() : Promise.reject(new AiDatabaseDown('gone'));
    await expect(new EventRelayService(outbox, effects(apply)).drain()).rejects.toThrow(AiDatabaseDown);
    expect(outbox.postponed).toEqual([]);
    expect(outbox.acknowledged).toEqual(['1']);
  });

  it('counts one for an event that cannot be applied, and carries the others over', async () => {
    const outbox = new Outbox([event('1'), event('2')], [event('3')]);
    const apply = ({ id }: CoreEvent): Promise<void> =>
      id === '1' ? Promise.reject(new TypeError('no such thing')) : Promise.resolve();
    expect(await new EventRelayService(outbox, effects(apply)).drain()).toBe(2);
    expect(outbox.postponed).toEqual(['1']);
    expect(outbox.acknowledged).toEqual(['2', '3']);
  });
});

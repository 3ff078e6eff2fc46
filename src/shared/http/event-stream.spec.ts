import type { MessageEvent } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventStream, HEARTBEAT_MS, type StreamedEvent } from './event-stream.js';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('eventStream', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  async function* slow(silenceMs: number): AsyncGenerator<StreamedEvent> {
    yield { type: 'start', seq: 0 };
    await wait(silenceMs);
    yield { type: 'done', seq: 1 };
  }

  it('frames events with their type and number', async () => {
    const seen: MessageEvent[] = [];
    eventStream(slow(10)).subscribe((frame) => seen.push(frame));
    await vi.advanceTimersByTimeAsync(20);
    expect(seen).toEqual([
      { type: 'start', id: '0', data: { type: 'start', seq: 0 } },
      { type: 'done', id: '1', data: { type: 'done', seq: 1 } },
    ]);
  });

  it('sends a comment every 15 s of silence, and none after the end', async () => {
    const seen: MessageEvent[] = [];
    let isComplete = false;
    eventStream(slow(3.5 * HEARTBEAT_MS)).subscribe({
      next: (frame) => seen.push(frame),
      complete: () => (isComplete = true),
    });
    await vi.advanceTimersByTimeAsync(10 * HEARTBEAT_MS);
    expect(seen.map((frame) => frame.comment ?? frame.type)).toEqual([
      'start',
      'heartbeat',
      'heartbeat',
      'heartbeat',
      'done',
    ]);
    expect(isComplete).toBe(true);
  });

  it('reads the source to its end when nobody listens any more', async () => {
    let isFinished = false;
    async function* source(): AsyncGenerator<StreamedEvent> {
      yield* slow(100);
      isFinished = true;
    }
    eventStream(source()).subscribe().unsubscribe();
    await vi.advanceTimersByTimeAsync(200);
    expect(isFinished).toBe(true);
  });
});

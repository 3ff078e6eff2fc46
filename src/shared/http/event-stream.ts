import type { MessageEvent } from '@nestjs/common';
import { ignoreElements, endWith, interval, map, merge, type Observable, ReplaySubject, takeUntil } from 'rxjs';

/** Shorter than what proxies take for silence. */
export const HEARTBEAT_MS = 15_000;

export interface StreamedEvent {
  readonly type: string;
  /** Rises by one; becomes the SSE `id`. */
  readonly seq: number;
}

/**
 * Frames events for `@Sse`, with a comment every 15 s that tells proxies the connection is alive. The source is read to its
 * end whether or not anybody still listens: who reads it decides by its abort signal when that is.
 */
export function eventStream(events: AsyncIterable<StreamedEvent>): Observable<MessageEvent> {
  const frames = new ReplaySubject<MessageEvent>();
  void forward(events, frames);
  const ended = frames.pipe(ignoreElements(), endWith(null));
  const heartbeats = interval(HEARTBEAT_MS).pipe(
    map(() => ({ comment: 'heartbeat' })),
    takeUntil(ended),
  );
  return merge(frames, heartbeats);
}

async function forward(events: AsyncIterable<StreamedEvent>, frames: ReplaySubject<MessageEvent>): Promise<void> {
  try {
    for await (const event of events) frames.next({ type: event.type, id: String(event.seq), data: event });
    frames.complete();
  } catch (error) {
    frames.error(error);
  }
}

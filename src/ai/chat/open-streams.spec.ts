import { describe, expect, it } from 'vitest';
import { OpenStreams } from './open-streams.js';

const AMPLE_MS = 60_000;

describe('OpenStreams', () => {
  it('lets so many of one user in at a time', () => {
    const streams = new OpenStreams(2);
    const first = streams.enter('ann');
    streams.enter('ann');
    expect(() => streams.enter('ann')).toThrow('At most 2');
    streams.enter('bob');
    first.leave();
    expect(streams.enter('ann').signal.aborted).toBe(false);
  });

  it('stops all of them at the end, waits until they have left, and lets nobody in', async () => {
    const streams = new OpenStreams(1);
    const left: string[] = [];
    for (const name of ['ann', 'bob']) {
      const stream = streams.enter(name);
      stream.signal.addEventListener('abort', () => {
        setImmediate(() => {
          left.push(name);
          stream.leave();
        });
      });
    }
    await streams.close(AMPLE_MS);
    expect(left).toEqual(['ann', 'bob']);
    expect(() => streams.enter('cid')).toThrow('restarted');
  });

  it('does not wait for ever', async () => {
    const streams = new OpenStreams(1);
    streams.enter('ann');
    await expect(streams.close(1)).resolves.toBeUndefined();
  });
});

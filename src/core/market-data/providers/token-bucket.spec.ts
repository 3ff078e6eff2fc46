import { describe, expect, it } from 'vitest';
import type { Pause } from './pause.js';
import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('lets a burst out at once, then one at a time, and holds everybody back on demand', async () => {
    const waits: number[] = [];
    let now = 0;
    const pause: Pause = {
      now: () => now,
      wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
      random: () => 0,
    };
    const bucket = new TokenBucket({ perMinute: 60, burst: 3 }, pause);
    const { signal } = new AbortController();
    for (let i = 0; i < 5; i += 1) await bucket.take(signal);
    expect(waits).toEqual([0, 0, 0, 1_000, 2_000]);
    now = 60_000;
    bucket.holdBack(7_000);
    waits.length = 0;
    for (let i = 0; i < 2; i += 1) await bucket.take(signal);
    expect(waits).toEqual([7_000, 8_000]);
  });
});

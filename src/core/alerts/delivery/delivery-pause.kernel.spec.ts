import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS, pauseSeconds } from './delivery-pause.kernel.js';

describe('pauseSeconds', () => {
  it('doubles with each attempt, up to an hour', () => {
    expect([1, 2, 3, 9, 10, 50].map((attempts) => pauseSeconds(attempts, 1))).toEqual([10, 20, 40, 2560, 3600, 3600]);
  });

  it('leaves the upper half to chance', () => {
    expect([0, 0.5, 1].map((random) => pauseSeconds(1, random))).toEqual([5, 7.5, 10]);
  });

  it('gives an address that is away for an hour time to come back', () => {
    const least = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, i) => pauseSeconds(i + 1, 0)).reduce((a, b) => a + b);
    expect(least).toBeGreaterThan(2_400);
  });
});

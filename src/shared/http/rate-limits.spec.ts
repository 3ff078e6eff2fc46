import { describe, expect, it } from 'vitest';
import { Clock } from '../time/clock.js';
import { RateLimits } from './rate-limits.js';

class SetClock extends Clock {
  seconds = 0;
  now(): Date {
    return new Date(this.seconds * 1000);
  }
}

describe('RateLimits', () => {
  const limit = { limit: 2, seconds: 60 };

  it('lets as many through as a window holds, and says when the next one begins', () => {
    const clock = new SetClock();
    const limits = new RateLimits(clock);
    expect(limits.hit('ann', limit)).toEqual({ limit: 2, remaining: 1, reset: 60, isExceeded: false });
    clock.seconds = 20;
    expect(limits.hit('ann', limit)).toEqual({ limit: 2, remaining: 0, reset: 40, isExceeded: false });
    expect(limits.hit('ann', limit)).toEqual({ limit: 2, remaining: 0, reset: 40, isExceeded: true });
    expect(limits.hit('bob', limit).isExceeded).toBe(false);
    clock.seconds = 60;
    expect(limits.hit('ann', limit)).toMatchObject({ remaining: 1, reset: 60, isExceeded: false });
  });
});

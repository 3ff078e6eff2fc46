import { describe, expect, it } from 'vitest';
import { leasesOf } from './lease.kernel.js';

describe('leases', () => {
  it('end after the seconds that they are given', () => {
    const { isDead, isLive, isWorkedAt, isExpired } = leasesOf(16);
    for (const condition of [isDead, isLive, isWorkedAt, isExpired])
      expect(condition).toContain(`now() - interval '16 seconds'`);
  });

  it('hold a process for dead or for alive, never for both', () => {
    const { isDead, isLive } = leasesOf(5);
    expect(isDead).toContain(`heartbeat_at < now()`);
    expect(isLive).toContain(`heartbeat_at >= now()`);
  });

  it.each([1.5, Number.NaN, Infinity])('are never of %d seconds', (seconds) => {
    expect(() => leasesOf(seconds)).toThrow(RangeError);
  });
});

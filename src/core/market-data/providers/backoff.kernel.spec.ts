import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfterMs } from './backoff.kernel.js';

describe('backoffMs', () => {
  it('doubles up to a bound, and never falls below half of it', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const full = Math.min(20_000, 500 * 2 ** attempt);
        const wait = backoffMs(attempt, random);
        expect(wait).toBeGreaterThanOrEqual(full / 2);
        expect(wait).toBeLessThan(full);
      }),
    );
  });
});

describe('retryAfterMs', () => {
  const DATE = 'Fri, 29 Nov 2024 21:00:00 GMT';
  it.each([
    ['120', DATE, 120_000],
    ['Fri, 29 Nov 2024 21:00:30 GMT', DATE, 30_000],
    ['Fri, 29 Nov 2024 20:00:00 GMT', DATE, 0],
    ['Fri, 29 Nov 2024 21:00:30 GMT', null, null],
    [null, DATE, null],
    ['soon', DATE, null],
  ])('reads %s at %s as %s', (header, date, expected) => {
    expect(retryAfterMs(header, date)).toBe(expected);
  });
});

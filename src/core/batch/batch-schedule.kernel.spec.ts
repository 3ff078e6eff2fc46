import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRunAt, sessionDue } from './batch-schedule.kernel.js';

const schedule = { isActive: true, delayMinutes: 30 };

describe('nextRunAt', () => {
  it.each([
    ['a winter day', '2024-12-02T12:00:00Z', '2024-12-02T21:30:00.000Z'],
    ['a summer day', '2024-07-01T12:00:00Z', '2024-07-01T20:30:00.000Z'],
    ['a short day', '2024-11-29T12:00:00Z', '2024-11-29T18:30:00.000Z'],
    ['a weekend, over which the clocks change', '2024-11-02T12:00:00Z', '2024-11-04T21:30:00.000Z'],
  ])('is after the close of %s', (_, now, next) => {
    expect(nextRunAt(new Date(now), schedule)?.toISOString()).toBe(next);
  });

  it('is null while the schedule is paused', () => {
    expect(nextRunAt(new Date('2024-12-02T12:00:00Z'), { ...schedule, isActive: false })).toBeNull();
  });

  it('is the first instant at which another session is due', () => {
    const instants = fc.date({ min: new Date('2020-01-10'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.integer({ min: 30, max: 720 }), (now, delayMinutes) => {
        const at = { isActive: true, delayMinutes };
        const next = nextRunAt(now, at)!;
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(sessionDue(new Date(next.getTime() - 1), at)).toBe(sessionDue(now, at));
        expect(sessionDue(next, at) > sessionDue(now, at)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { isoDay, SystemClock } from './clock.js';

describe('isoDay', () => {
  it.each([
    ['2024-11-29T04:59:59.999Z', '2024-11-28'],
    ['2024-11-29T05:00:00.000Z', '2024-11-29'],
    ['2024-07-01T03:59:59.999Z', '2024-06-30'],
    ['2024-07-01T04:00:00.000Z', '2024-07-01'],
    ['2024-03-10T04:59:59.999Z', '2024-03-09'],
    ['2024-03-11T04:00:00.000Z', '2024-03-11'],
  ])('puts %s on %s in New York', (instant, day) => {
    expect(isoDay(new Date(instant))).toBe(day);
  });

  it('takes another time zone', () => {
    const instant = new Date('2024-11-29T23:30:00Z');
    expect(isoDay(instant, 'UTC')).toBe('2024-11-29');
    expect(isoDay(instant, 'Asia/Tokyo')).toBe('2024-11-30');
  });

  it('refuses what is no instant or no time zone', () => {
    expect(() => isoDay(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => isoDay(new Date(0), 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('SystemClock', () => {
  it('tells the time of the machine', () => {
    const machine = performance.timeOrigin + performance.now();
    expect(Math.abs(new SystemClock().now().getTime() - machine)).toBeLessThan(60_000);
  });
});

import { describe, expect, it } from 'vitest';
import { trendOf, trendStatistic } from './volatility-trend.kernel.js';

const noisy = (slope: number): Float64Array =>
  Float64Array.from({ length: 80 }, (_, t) => 0.2 + slope * t + 0.01 * Math.sin(2.3 * t));

describe('trendStatistic', () => {
  it('has the sign of the slope, and turns with it', () => {
    const [up, down] = [
      trendStatistic(noisy(0.002), 63, 5),
      trendStatistic(
        noisy(0.002).map((v) => -v),
        63,
        5,
      ),
    ];
    if (!up.ok || !down.ok) throw new Error('no statistic');
    expect(up.value).toBeGreaterThan(2);
    expect(down.value).toBeCloseTo(-up.value, 9);
  });

  it('needs as many values as it is of', () => {
    expect(trendStatistic(noisy(0).subarray(0, 62), 63, 5)).toEqual({ ok: false, reason: 'too-few-observations' });
  });
});

describe('trendOf', () => {
  it('tells a direction beyond two errors', () => {
    expect([2.1, -2.1, 2, -2, 0].map(trendOf)).toEqual(['increasing', 'decreasing', 'stable', 'stable', 'stable']);
  });
});

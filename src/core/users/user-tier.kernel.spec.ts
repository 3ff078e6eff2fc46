import { describe, expect, it } from 'vitest';
import { limitsOf, startOfMonth } from './user-tier.kernel.js';

describe('limitsOf', () => {
  it('gives those who pay more', () => {
    expect(limitsOf('free')).toEqual({ maxPortfolios: 2, maxAiMessages: 100 });
    expect(limitsOf('paid')).toEqual({ maxPortfolios: 10, maxAiMessages: 1000 });
  });
});

describe('startOfMonth', () => {
  it.each([
    ['2024-12-01T00:00:00.000Z', '2024-12-01T00:00:00.000Z'],
    ['2024-12-31T23:59:59.999Z', '2024-12-01T00:00:00.000Z'],
    ['2024-02-29T12:00:00.000Z', '2024-02-01T00:00:00.000Z'],
  ])('of %s is %s, whatever the local zone', (instant, start) => {
    expect(startOfMonth(new Date(instant)).toISOString()).toBe(start);
  });
});

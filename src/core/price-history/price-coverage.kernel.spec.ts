import { describe, expect, it } from 'vitest';
import { reportOn } from './price-coverage.kernel.js';

const HEAD = { portfolioId: 'p', assessedOn: '2024-12-02', updatedAt: null };
const one = (symbol: string, days: number, isPrivate = false, positions = 1) => ({
  symbol,
  days,
  isPrivate,
  positions,
});

describe('the report on stored prices', () => {
  it('sorts symbols by the sessions that are there, at the exact bounds', () => {
    const report = reportOn(
      [one('A', 150), one('B', 149), one('C', 20), one('D', 19), one('E', 0), one('H', 0, true)],
      HEAD,
    );
    expect(report).toMatchObject({
      total: 6,
      complete: ['A'],
      partial: [
        { symbol: 'B', days: 149, missing: 1 },
        { symbol: 'C', days: 20, missing: 130 },
      ],
      insufficient: [
        { symbol: 'D', reason: 'too-few-observations' },
        { symbol: 'E', reason: 'no-price' },
        { symbol: 'H', reason: 'not-applicable' },
      ],
      eligible: { correlation_matrix: 2, factor_regression: 2, volatility_analysis: 3 },
    });
  });

  it('knows the sessions of what is not held, and counts it nowhere', () => {
    const report = reportOn([one('SPY', 150, false, 0)], HEAD);
    expect(report).toMatchObject({ total: 0, complete: [], insufficient: [] });
    expect(report.days.get('SPY')).toBe(150);
  });
});

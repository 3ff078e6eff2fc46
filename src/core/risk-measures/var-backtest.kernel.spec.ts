import { describe, expect, it } from 'vitest';
import { kupiecTestOfCounts } from '../calculations/value-at-risk/coverage-test.kernel.js';
import { backtest, type BacktestDay } from './var-backtest.kernel.js';

const day = (date: string, dailyReturn: number | null, valueAtRisk: number | null = 0.02): BacktestDay => ({
  ...{ date, dailyReturn, valueAtRisk },
});
/** A Monday to the Monday after, the Thursday missing; the second Monday follows a Friday. */
const WEEK = [
  day('2024-09-09', -0.5),
  day('2024-09-10', -0.03, 0.04),
  day('2024-09-11', -0.035),
  day('2024-09-13', -0.9, null),
  day('2024-09-16', -0.9),
  day('2024-09-17', -0.02),
  day('2024-09-18', null),
  day('2024-09-19', -0.021),
];

describe('backtest', () => {
  it("compares a session's return with the VaR of the session before, and nothing across a gap", () => {
    const { test, breaches, first, last } = backtest(WEEK, 0.95, null);
    expect(breaches).toEqual([
      { date: '2024-09-19', forecastDate: '2024-09-18', valueAtRisk: 0.02, dailyReturn: -0.021 },
      { date: '2024-09-10', forecastDate: '2024-09-09', valueAtRisk: 0.02, dailyReturn: -0.03 },
    ]);
    expect(test).toEqual(kupiecTestOfCounts(4, 2, 0.95));
    expect([first, last]).toEqual(['2024-09-10', '2024-09-19']);
  });

  it('lets sessions before the span only forecast', () => {
    const { test, breaches } = backtest(WEEK, 0.95, '2024-09-11');
    expect(breaches.map(({ date }) => date)).toEqual(['2024-09-19']);
    expect(test).toEqual(kupiecTestOfCounts(3, 1, 0.95));
  });

  it('says when there is nothing to compare', () => {
    expect(backtest([], 0.99, null)).toEqual({
      ...{ test: { ok: false, reason: 'too-few-observations' }, breaches: [], first: null, last: null },
    });
  });
});

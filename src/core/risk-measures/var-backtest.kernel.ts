import { type CoverageTest, kupiecTest } from '../calculations/value-at-risk/coverage-test.kernel.js';
import { type Outcome } from '../../shared/outcome.js';
import { nextSession } from '../../shared/time/trading-calendar.kernel.js';

export interface BacktestDay {
  /** The session. */
  readonly date: string;
  /** What the portfolio really made, of the value before; null when it is not known. */
  readonly dailyReturn: number | null;
  /** As of the end of this session, for the next one; positive for a loss. */
  readonly valueAtRisk: number | null;
}

export interface Breach {
  readonly date: string;
  /** The session that the VaR is of. */
  readonly forecastDate: string;
  readonly valueAtRisk: number;
  readonly dailyReturn: number;
}

export interface Backtest {
  readonly test: Outcome<CoverageTest>;
  /** Newest first. */
  readonly breaches: readonly Breach[];
  /** First and last session whose loss was compared; null without any. */
  readonly first: string | null;
  readonly last: string | null;
}

/**
 * Each session's actual return beside the VaR of the session before, which knew nothing of it, and Kupiec's test of how
 * often it was exceeded. Days ascend; a VaR counts for the very next session only, so that a gap compares nothing. Sessions
 * before `from` only forecast. Reason: too-few-observations when nothing could be compared.
 */
export function backtest(days: readonly BacktestDay[], confidence: number, from: string | null): Backtest {
  const compared = days.flatMap((day, i) => {
    const before = days[i - 1];
    if (!before || nextSession(before.date) !== day.date || (from !== null && day.date < from)) return [];
    const { date, dailyReturn } = day;
    if (dailyReturn === null || before.valueAtRisk === null) return [];
    return [{ date, forecastDate: before.date, valueAtRisk: before.valueAtRisk, dailyReturn }];
  });
  const returns = Float64Array.from(compared, ({ dailyReturn }) => dailyReturn);
  const limits = Float64Array.from(compared, ({ valueAtRisk }) => valueAtRisk);
  return {
    test: kupiecTest(returns, limits, confidence),
    breaches: compared.filter(({ dailyReturn, valueAtRisk }) => dailyReturn < -valueAtRisk).reverse(),
    first: compared[0]?.date ?? null,
    last: compared.at(-1)?.date ?? null,
  };
}

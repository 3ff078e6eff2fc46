import { totalReturns } from '../calculations/price-panel.kernel.js';
import { type RatioSet, ratioSet } from '../calculations/risk-ratios/ratio-set.kernel.js';
import { previousSession, sessionsBetween } from '../../shared/time/trading-calendar.kernel.js';

export interface Day {
  readonly date: string;
  /** Of the value before, without deposits and withdrawals; null when it is not known. */
  readonly dailyReturn: number | null;
}

/** Closes of one basis; the dividend is per new share where the basis is raw. */
export interface Closes {
  readonly basis: 'raw' | 'split_adjusted' | 'total_return';
  readonly days: readonly {
    readonly date: string;
    readonly close: number;
    readonly split: number;
    readonly dividend: number;
  }[];
}

/**
 * Drawdowns and ratios of the returns that the portfolio really had, beside those of its benchmark on the same sessions.
 * Days ascend. Without closes, the capture ratios have the reason no-benchmark.
 */
export function actualRatios(days: readonly Day[], benchmark: Closes | null): RatioSet {
  const returns = Float64Array.from(days, ({ dailyReturn }) => dailyReturn ?? Number.NaN);
  return ratioSet(returns, benchmark && benchmarkReturns(days, benchmark));
}

/** From session to session of the calendar: a portfolio that was not valued on one does not change the market's next return. */
function benchmarkReturns(days: readonly Day[], { basis, days: closes }: Closes): Float64Array {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return new Float64Array();
  const sessions = sessionsBetween(previousSession(first.date), last.date);
  const placeOf = new Map(sessions.map((session, i) => [session, i]));
  const [close, split, dividend] = [Number.NaN, 1, 0].map((value) => new Float64Array(sessions.length).fill(value)) as [
    ...[Float64Array, Float64Array, Float64Array],
  ];
  for (const known of closes) {
    const place = placeOf.get(known.date);
    if (place === undefined) continue;
    [close[place], split[place], dividend[place]] = [known.close, known.split, known.dividend];
  }
  const returns = totalReturns(close, split, dividend, basis);
  return Float64Array.from(days, ({ date }) => returns[placeOf.get(date) ?? -1] ?? Number.NaN);
}

import { dayIn, decimalIn, numberIn, objectIn, positiveIn } from '../answer-value.kernel.js';
import { type BarView, type DividendView, splitRatio, type SplitView } from '../daily-history.kernel.js';

/** Rows of `/stable/historical-price-eod/full`: adjusted for splits, not for dividends; newest first. Ascending here. */
export function readFmpBars(answer: unknown): BarView[] | null {
  return rowsOf(answer, ({ date, open, high, low, close, volume }): BarView | null => {
    const [day, price, traded] = [dayIn(date), positiveIn(close), numberIn(volume)];
    if (day === null || price === null) return null;
    return {
      date: day,
      open: positiveIn(open),
      high: positiveIn(high),
      low: positiveIn(low),
      close: price,
      // Adjusted for splits, hence sometimes a fraction.
      volume: traded === null || traded < 0 ? null : decimalIn(Math.round(traded)),
    };
  });
}

export const readFmpSplits = (answer: unknown): SplitView[] | null =>
  rowsOf(answer, ({ date, numerator, denominator }): SplitView | null => {
    const [day, ratio] = [dayIn(date), splitRatio(numberIn(numerator), numberIn(denominator))];
    return day === null || ratio === null ? null : { date: day, ratio };
  });

/** `adjDividend` is in shares of now, as the closes are; `dividend` in those of its day. */
export const readFmpDividends = (answer: unknown): DividendView[] | null =>
  rowsOf(answer, ({ date, adjDividend }): DividendView | null => {
    const [day, amount] = [dayIn(date), positiveIn(adjDividend)];
    return day === null || amount === null ? null : { date: day, amount };
  });

/** Ascending, one a day; null when the answer is no list. */
function rowsOf<T extends { readonly date: string }>(
  answer: unknown,
  read: (row: Readonly<Record<string, unknown>>) => T | null,
): T[] | null {
  if (!Array.isArray(answer)) return null;
  const rows = new Map<string, T>();
  for (const entry of answer as unknown[]) {
    const row = read(objectIn(entry));
    if (row) rows.set(row.date, row);
  }
  return [...rows.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

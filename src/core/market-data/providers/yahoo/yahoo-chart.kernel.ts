import { decimalIn, listIn, numberIn, objectIn, positiveIn, textIn, wholeIn } from '../answer-value.kernel.js';
import {
  type BarView,
  type DailyHistory,
  type DividendView,
  splitRatio,
  type SplitView,
} from '../daily-history.kernel.js';

const DAY_FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * Reads an answer of `/v8/finance/chart` with daily bars. Closes are adjusted for splits, not for dividends; both come as
 * events. A bar's time is the opening of its session in the exchange's zone. Days without a close are left out; of two
 * bars of one day (the session, and the quote of now) the later one counts.
 * @returns null when it is no such answer
 */
export function readYahooChart(symbol: string, answer: unknown): DailyHistory | null {
  const result = objectIn(listIn(objectIn(objectIn(answer).chart).result)[0]);
  const meta = objectIn(result.meta);
  const zone = textIn(meta.exchangeTimezoneName);
  if (textIn(meta.symbol) === null || zone === null || !isZone(zone)) return null;
  const events = objectIn(result.events);
  return {
    symbol,
    currency: textIn(meta.currency),
    bars: barsIn(result, zone),
    splits: Object.values(objectIn(events.splits))
      .flatMap((event): SplitView[] => {
        const { date, numerator, denominator } = objectIn(event);
        const [day, ratio] = [dayAt(date, zone), splitRatio(numberIn(numerator), numberIn(denominator))];
        return day === null || ratio === null ? [] : [{ date: day, ratio }];
      })
      .sort(byDate),
    dividends: Object.values(objectIn(events.dividends))
      .flatMap((event): DividendView[] => {
        const { date, amount } = objectIn(event);
        const [day, cash] = [dayAt(date, zone), positiveIn(amount)];
        return day === null || cash === null ? [] : [{ date: day, amount: cash }];
      })
      .sort(byDate),
  };
}

/** The symbol that the answer is about, as Yahoo writes it. */
export const symbolOfChart = (answer: unknown): string | null =>
  textIn(objectIn(objectIn(listIn(objectIn(objectIn(answer).chart).result)[0]).meta).symbol);

function barsIn(result: Readonly<Record<string, unknown>>, zone: string): BarView[] {
  const quote = objectIn(listIn(objectIn(result.indicators).quote)[0]);
  const columns = { open: listIn(quote.open), high: listIn(quote.high), low: listIn(quote.low) };
  const [closes, volumes] = [listIn(quote.close), listIn(quote.volume)];
  const bars = new Map<string, BarView>();
  for (const [i, time] of listIn(result.timestamp).entries()) {
    const [date, close] = [dayAt(time, zone), positiveIn(closes[i])];
    if (date === null || close === null) continue;
    const volume = wholeIn(volumes[i]);
    bars.set(date, {
      date,
      open: positiveIn(columns.open[i]),
      high: positiveIn(columns.high[i]),
      low: positiveIn(columns.low[i]),
      close,
      volume: volume === null || volume < 0 ? null : decimalIn(volume),
    });
  }
  return [...bars.values()].sort(byDate);
}

const byDate = (a: { readonly date: string }, b: { readonly date: string }): number => (a.date < b.date ? -1 : 1);

function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function dayAt(time: unknown, zone: string): string | null {
  const seconds = wholeIn(time);
  return seconds === null || Math.abs(seconds) > 1e11 ? null : formatOf(zone).format(new Date(seconds * 1_000));
}

/** `en-CA` writes a day as YYYY-MM-DD. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = DAY_FORMATS.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  DAY_FORMATS.set(timeZone, made);
  return made;
}

/** Texts are exact decimals. */
export interface BarView {
  readonly date: string;
  readonly open: string | null;
  readonly high: string | null;
  readonly low: string | null;
  readonly close: string;
  readonly volume: string | null;
}

export interface SplitView {
  readonly date: string;
  /** New shares per old. */
  readonly ratio: string;
}

export interface DividendView {
  /** The ex-date. */
  readonly date: string;
  /** Cash a share, in shares as the closes are in. */
  readonly amount: string;
}

export interface DailyHistory {
  readonly symbol: string;
  /** ISO 4217; null where the provider does not say. */
  readonly currency: string | null;
  readonly bars: readonly BarView[];
  readonly splits: readonly SplitView[];
  readonly dividends: readonly DividendView[];
}

export interface DatedRow extends BarView {
  readonly splitFactor: string;
  readonly dividend: string;
}

/** A close that is stored. */
export interface HeldClose {
  readonly date: string;
  readonly close: string;
  readonly splitFactor: string;
}

const FACTOR_DECIMALS = 12;
const MONEY_DECIMALS = 6;

/** Numerator over denominator as decimal text of twelve decimals; null unless both are above zero. */
export function splitRatio(numerator: number | null, denominator: number | null): string | null {
  if (numerator === null || denominator === null || numerator <= 0 || denominator <= 0) return null;
  return plain(numerator / denominator, FACTOR_DECIMALS);
}

/**
 * Bars with the events of their day. An event of a day without a bar (no session, no trade) counts on the next one that
 * has one, where its price is the first that knows of it; after the last bar it is left for the next fetch.
 */
export function datedRows({
  bars,
  splits,
  dividends,
}: Pick<DailyHistory, 'bars' | 'splits' | 'dividends'>): DatedRow[] {
  const factors = new Map<string, number>();
  const cash = new Map<string, number>();
  const dayOf = (date: string): string | undefined => bars.find((bar) => bar.date >= date)?.date;
  const [first = ''] = bars.map(({ date }) => date);
  for (const { date, ratio } of splits) {
    const day = date < first ? undefined : dayOf(date);
    if (day !== undefined) factors.set(day, (factors.get(day) ?? 1) * Number(ratio));
  }
  for (const { date, amount } of dividends) {
    const day = date < first ? undefined : dayOf(date);
    if (day !== undefined) cash.set(day, (cash.get(day) ?? 0) + Number(amount));
  }
  return bars.map((bar) => ({
    ...bar,
    splitFactor: plain(factors.get(bar.date) ?? 1, FACTOR_DECIMALS),
    dividend: plain(cash.get(bar.date) ?? 0, MONEY_DECIMALS),
  }));
}

/**
 * Whether adjusted closes stand in other shares than the stored ones of the same days: a split has come (or gone) among
 * them, or every single one of at least two differs. Then all that is stored has to be fetched anew.
 */
export function isRebased(held: readonly HeldClose[], given: readonly DatedRow[]): boolean {
  const stored = new Map(held.map((row) => [row.date, row]));
  const newestHeld = held.reduce((newest, { date }) => (date > newest ? date : newest), '');
  const pairs = given.flatMap((row) => {
    const was = stored.get(row.date);
    return was ? [{ row, was }] : [];
  });
  const isNewSplit = given.some(({ date, splitFactor }) => {
    const was = stored.get(date);
    if (was) return Number(was.splitFactor) !== Number(splitFactor);
    return newestHeld !== '' && Number(splitFactor) !== 1;
  });
  if (isNewSplit) return true;
  return pairs.length >= 2 && pairs.every(({ row, was }) => Number(row.close) !== Number(was.close));
}

function plain(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/**
 * The history as it was known at the close of `to`. Providers adjust all closes as soon as a split takes effect; when one
 * did so after `to`, the closes are brought back into the shares of that day, and the split is left for the fetch of its own.
 */
export function asOfSession(history: DailyHistory, to: string): DailyHistory {
  const upTo = <T extends { readonly date: string }>(rows: readonly T[]): T[] => rows.filter(({ date }) => date <= to);
  const factor = history.splits.reduce(
    (product, { date, ratio }) => (date > to ? product * Number(ratio) : product),
    1,
  );
  const known = { bars: upTo(history.bars), splits: upTo(history.splits), dividends: upTo(history.dividends) };
  if (factor === 1) return { ...history, ...known };
  const money = (text: string): string => plain(Number(text) * factor, MONEY_DECIMALS);
  return {
    ...history,
    ...known,
    bars: known.bars.map((bar) => ({
      date: bar.date,
      open: bar.open && money(bar.open),
      high: bar.high && money(bar.high),
      low: bar.low && money(bar.low),
      close: money(bar.close),
      volume: bar.volume && String(Math.round(Number(bar.volume) / factor)),
    })),
    dividends: known.dividends.map(({ date, amount }) => ({ date, amount: money(amount) })),
  };
}

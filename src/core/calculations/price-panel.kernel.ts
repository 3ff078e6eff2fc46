import type { SplitEvent } from '../ledger/split-factor.kernel.js';
import { simpleReturns } from './returns/returns.kernel.js';
import type { LastPrice, PriceBasis } from '../valuation/valuation.kernel.js';

/**
 * Sessions of returns that any calculation may look back on, hence the longest window there can be: a year of values that
 * each look back on a month. What is measured over a year takes the last 252 of them.
 */
export const LOOKBACK_SESSIONS = 273;
/** In sessions. */
const A_YEAR = 252;

/** Sessions that have to be loaded before the first one computed: the lookback of the session before it. */
export const PANEL_MARGIN = LOOKBACK_SESSIONS + 2;

export interface StoredSeries {
  readonly instrumentId: string;
  readonly basis: PriceBasis;
  /** The closes of the panel's sessions: `date:close:split:dividend`, comma-separated, ascending by date. */
  readonly prices: string;
  /** The newest close of before them, `date:close`. */
  readonly earlier?: string | null;
  /** Every split of the dataset, of later days too: `date:ratio`, comma-separated. */
  readonly splits?: string | null;
}

interface Series {
  readonly basis: PriceBasis;
  readonly closes: Float64Array;
  readonly returns: Float64Array;
  /** By session, the place of the newest close on or before it; -1 before the first. */
  readonly newest: Int32Array;
  /** The newest close of before the panel. */
  readonly earlier: LastPrice | null;
  readonly splitEvents: readonly SplitEvent[];
  /** Closes that a double cannot hold digit by digit, by session. */
  readonly longTexts: ReadonlyMap<number, string>;
  /** Dividends of the panel's sessions as stored, by session; those without are missing. */
  readonly dividends: ReadonlyMap<number, number>;
}

/** Doubles carry fifteen decimal digits for certain; point and sign of `numeric` text come on top. */
const EXACT_DIGITS = 15;

/**
 * Closes and returns of one dataset: instruments × sessions, NaN where nothing is known. Loaded once a run.
 * Answers about a session never depend on how far back the panel reaches, so one date and a backfill agree.
 */
export class PricePanel {
  private readonly positions: ReadonlyMap<string, number>;
  private readonly series: ReadonlyMap<string, Series>;

  constructor(
    readonly dataset: string,
    readonly sessions: readonly string[],
    stored: Iterable<StoredSeries>,
  ) {
    this.positions = new Map(sessions.map((session, i) => [session, i]));
    const series = new Map<string, Series>();
    for (const one of stored) series.set(one.instrumentId, readSeries(one, this.positions));
    this.series = series;
  }

  basisOf(instrumentId: string): PriceBasis | null {
    return this.series.get(instrumentId)?.basis ?? null;
  }

  /** The newest close on or before the session, however old it is. */
  lastPrice(instrumentId: string, session: string): LastPrice | null {
    const position = this.positionOf(session);
    const series = this.series.get(instrumentId);
    const place = series?.newest[position] ?? -1;
    const priceDate = this.sessions[place];
    if (!series || priceDate === undefined) return series?.earlier ?? null;
    return { price: series.longTexts.get(place) ?? series.closes[place] ?? Number.NaN, priceDate };
  }

  /** All splits that the dataset knows of, before, within and after the panel. */
  splitsOf(instrumentId: string): readonly SplitEvent[] {
    return this.series.get(instrumentId)?.splitEvents ?? [];
  }

  /** The close of the session itself, null without one. */
  closeAt(instrumentId: string, session: string): number | null {
    const close = this.series.get(instrumentId)?.closes[this.positionOf(session)] ?? Number.NaN;
    return Number.isNaN(close) ? null : close;
  }

  /** Dividends of the 252 sessions up to this one, per share as the session's price counts them. */
  dividendsUpTo(instrumentId: string, session: string): number {
    const end = this.positionOf(session);
    const series = this.series.get(instrumentId);
    if (!series) return 0;
    let sum = 0;
    for (const [place, dividend] of series.dividends) {
      if (place > end - A_YEAR && place <= end) sum += dividend / this.splitBetween(series, place, session);
    }
    return sum;
  }

  /** New shares for an old one from a place of the panel to a session, as far as prices do not have them already. */
  private splitBetween({ basis, splitEvents }: Series, place: number, session: string): number {
    if (basis !== 'raw' || splitEvents.length === 0) return 1;
    const from = this.sessions[place] ?? '';
    const splits = splitEvents.filter(({ date }) => date > from && date <= session);
    return splits.reduce((product, { ratio }) => product * Number(ratio), 1);
  }

  /** Simple total returns of the `LOOKBACK_SESSIONS` sessions up to this one; null for an unknown instrument. */
  returnsUpTo(instrumentId: string, session: string): Float64Array | null {
    const end = this.positionOf(session) + 1;
    return this.series.get(instrumentId)?.returns.subarray(Math.max(0, end - LOOKBACK_SESSIONS), end) ?? null;
  }

  /** As `returnsUpTo`, for something without any return. */
  noReturns(session: string): Float64Array {
    return new Float64Array(Math.min(LOOKBACK_SESSIONS, this.positionOf(session) + 1)).fill(Number.NaN);
  }

  private positionOf(session: string): number {
    const position = this.positions.get(session);
    if (position === undefined) throw new RangeError(`${session} is not in the panel`);
    return position;
  }
}

/** In memory that threads share, so that a window of it that is handed to one is not copied. */
function sharedCopy(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function readSeries(stored: StoredSeries, positions: ReadonlyMap<string, number>): Series {
  const { instrumentId, basis, prices, earlier } = stored;
  const closes = new Float64Array(positions.size).fill(Number.NaN);
  const splits = new Float64Array(positions.size).fill(1);
  const dividends = new Float64Array(positions.size);
  const longTexts = new Map<number, string>();
  const paid = new Map<number, number>();
  for (const row of prices.split(',')) {
    const [date = '', close = '', split = '1', dividend = '0'] = row.split(':');
    const i = positions.get(date);
    if (i === undefined) continue;
    closes[i] = Number(close);
    splits[i] = Number(split);
    dividends[i] = Number(dividend);
    if (dividends[i] !== 0) paid.set(i, dividends[i] ?? 0);
    if (close.length - 1 > EXACT_DIGITS) longTexts.set(i, close);
  }
  const [last] = pairsIn(earlier);
  return {
    basis,
    closes,
    returns: sharedCopy(totalReturns(closes, splits, dividends, basis)),
    newest: newestOf(closes),
    earlier: last ? { priceDate: last[0], price: last[1] } : null,
    splitEvents: pairsIn(stored.splits).map(([date, ratio]) => ({ instrumentId, date, ratio })),
    longTexts,
    dividends: paid,
  };
}

function pairsIn(text: string | null | undefined): [date: string, value: string][] {
  if (!text) return [];
  return text.split(',').map((pair) => {
    const [date = '', value = ''] = pair.split(':');
    return [date, value];
  });
}

function newestOf(closes: Float64Array): Int32Array {
  let newest = -1;
  return Int32Array.from(closes, (close, i) => (newest = Number.isNaN(close) ? newest : i));
}

/**
 * Simple returns between adjacent sessions, dividends included, NaN when either close is missing; as long as the closes.
 * raw: (close + dividend) × split ÷ close before − 1, with the dividend per new share. split_adjusted: the same without
 * the split, which is in the closes. total_return: both are in the closes.
 */
export function totalReturns(
  closes: Float64Array,
  splits: Float64Array,
  dividends: Float64Array,
  basis: PriceBasis,
): Float64Array {
  const worth = closes.map((close, i) => {
    const paid = basis === 'total_return' ? 0 : (dividends[i] ?? 0);
    return (close + paid) * (basis === 'raw' ? (splits[i] ?? 1) : 1);
  });
  const returns = new Float64Array(closes.length).fill(Number.NaN);
  if (closes.length > 1) returns.set(simpleReturns(closes, 'adjacent', worth), 1);
  return returns;
}

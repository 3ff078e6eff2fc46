import { hasOccShape, parseOccSymbol } from '../positions/import/occ-symbol.kernel.js';
import { canonicalSymbol } from './instrument.kernel.js';
import { clipped, isCalendarDay, parsePlainDecimal } from './csv-value.kernel.js';

export const PRICE_COLUMNS = [
  'symbol',
  'date',
  'close',
  'open',
  'high',
  'low',
  'volume',
  'split_factor',
  'dividend',
] as const;
export type PriceColumn = (typeof PRICE_COLUMNS)[number];

/** One symbol's day. Figures are canonical decimal texts, in the currency of the symbol and for one share. */
export interface CsvPrice {
  readonly symbol: string;
  /** `YYYY-MM-DD`, a session. */
  readonly date: string;
  readonly close: string;
  readonly open: string | null;
  readonly high: string | null;
  readonly low: string | null;
  readonly volume: string | null;
  /** New shares for one old share; 2 on the day of a two-for-one split. */
  readonly splitFactor: string | null;
  readonly dividend: string | null;
  /** The line of the file, from 1. */
  readonly line: number;
}

export type PriceRule =
  | 'header'
  | 'utf-8'
  | 'csv'
  | 'column-count'
  | 'symbol'
  | 'date'
  | 'date-range'
  | 'date-in-future'
  | 'not-a-session'
  | 'number'
  | 'positive'
  | 'not-negative'
  | 'decimals'
  | 'size'
  | 'high-below-low'
  | 'duplicate';

export interface RejectedPrice {
  readonly line: number;
  readonly symbol: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly rule: PriceRule;
  /** What to change. */
  readonly fix: string;
}

export type PriceReading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejected: RejectedPrice };

/** Where each column stands, and how many cells a line has. */
export interface PriceHeader {
  readonly positions: ReadonlyMap<PriceColumn, number>;
  readonly width: number;
}

export interface PriceDays {
  /** The last day that may have a price, `YYYY-MM-DD`. */
  readonly today: string;
  readonly isSession: (day: string) => boolean;
}

const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2035-12-31';
const MAX_INTEGER_DIGITS = 12;
/** What the columns of the price table hold: a figure that passes is stored digit by digit. */
const FIGURE_RULES: Readonly<
  Record<Exclude<PriceColumn, 'symbol' | 'date'>, { readonly zero: boolean; readonly decimals: number }>
> = {
  close: { zero: false, decimals: 6 },
  open: { zero: false, decimals: 6 },
  high: { zero: false, decimals: 6 },
  low: { zero: false, decimals: 6 },
  volume: { zero: true, decimals: 0 },
  // Reverse splits are seldom short decimals: 1 for 3 is 0.333333333333.
  split_factor: { zero: false, decimals: 12 },
  dividend: { zero: true, decimals: 6 },
};
const REQUIRED: readonly PriceColumn[] = ['symbol', 'date', 'close'];

/** Reads the header: names in any order and case, each at most once; columns of other names are passed over. */
export function readPriceHeader(line: number, cells: readonly string[]): PriceReading<PriceHeader> {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const refuse = (field: string, fix: string): PriceReading<never> =>
    refused({ line, symbol: null, field, value: cells.join(','), rule: 'header', fix });
  const positions = new Map<PriceColumn, number>();
  for (const column of PRICE_COLUMNS) {
    const position = names.indexOf(column);
    if (position < 0) continue;
    if (names.indexOf(column, position + 1) > 0) return refuse(column, `Keep one column named ${column}.`);
    positions.set(column, position);
  }
  const missing = REQUIRED.find((column) => !positions.has(column));
  if (missing) return refuse(missing, `Begin with a header that names ${REQUIRED.join(', ')}, divided by commas.`);
  return { ok: true, value: { positions, width: cells.length } };
}

/** Reads one line; the first rule that it breaks is the one reported. */
export function readPrice(
  line: number,
  cells: readonly string[],
  header: PriceHeader,
  days: PriceDays,
): PriceReading<CsvPrice> {
  const cell = (column: PriceColumn): string => cells[header.positions.get(column) ?? -1]?.trim() ?? '';
  const symbol = canonicalSymbol(cell('symbol'));
  if (cells.length !== header.width) {
    const fix = `Give the line ${header.width} columns, as the header has; it has ${cells.length}.`;
    return refused({ line, symbol: null, field: null, value: cells.join(','), rule: 'column-count', fix });
  }
  const flaw =
    symbolFlaw(symbol) ??
    dateFlaw(cell('date'), days) ??
    FIGURES.reduce<Flaw | null>((found, column) => found ?? figureFlaw(column, cell(column)), null);
  if (flaw) {
    const value = cell(flaw.field) || null;
    return refused({ line, symbol: symbol || null, field: flaw.field, value, rule: flaw.rule, fix: flaw.fix });
  }
  const figure = (column: PriceColumn): string | null => parsePlainDecimal(cell(column))?.text ?? null;
  const [high, low] = [figure('high'), figure('low')];
  if (high !== null && low !== null && Number(high) < Number(low)) {
    const fix = `The high is below the low (${low}); correct one of them.`;
    return refused({ line, symbol, field: 'high', value: high, rule: 'high-below-low', fix });
  }
  const close = figure('close') ?? '';
  const [open, volume, splitFactor, dividend] = [
    figure('open'),
    figure('volume'),
    figure('split_factor'),
    figure('dividend'),
  ];
  return {
    ok: true,
    value: { symbol, date: cell('date'), close, open, high, low, volume, splitFactor, dividend, line },
  };
}

/** Clips the quoted texts, since a line may be anything. */
export function refused(rejected: RejectedPrice): { readonly ok: false; readonly rejected: RejectedPrice } {
  const quoted = (text: string | null): string | null => (text === null ? null : clipped(text));
  return { ok: false, rejected: { ...rejected, symbol: quoted(rejected.symbol), value: quoted(rejected.value) } };
}

interface Flaw {
  readonly field: PriceColumn;
  readonly rule: PriceRule;
  readonly fix: string;
}

type FigureColumn = keyof typeof FIGURE_RULES;
const FIGURES: readonly FigureColumn[] = ['close', 'open', 'high', 'low', 'volume', 'split_factor', 'dividend'];

function symbolFlaw(symbol: string): Flaw | null {
  if (hasOccShape(symbol) && !parseOccSymbol(symbol)) {
    const fix = 'It is built like an OCC option symbol, but one of its parts is impossible: root, day or strike.';
    return { field: 'symbol', rule: 'symbol', fix };
  }
  if (/^[A-Z0-9.^=_-]{1,100}$/.test(symbol)) return null;
  return { field: 'symbol', rule: 'symbol', fix: 'Write 1 to 100 letters, digits or . ^ = _ -, such as BRK.B.' };
}

function dateFlaw(date: string, { today, isSession }: PriceDays): Flaw | null {
  const flaw = (rule: PriceRule, fix: string): Flaw => ({ field: 'date', rule, fix });
  if (!isCalendarDay(date)) return flaw('date', 'Write a calendar day as YYYY-MM-DD, such as 2024-03-15.');
  if (date < FIRST_DAY || date > LAST_DAY) return flaw('date-range', `Write a day from ${FIRST_DAY} to ${LAST_DAY}.`);
  if (date > today) return flaw('date-in-future', `Remove the line: it is later than today, ${today}.`);
  if (!isSession(date)) return flaw('not-a-session', 'Remove the line: the exchange was closed on that day.');
  return null;
}

function figureFlaw(field: FigureColumn, text: string): Flaw | null {
  const flaw = (rule: PriceRule, fix: string): Flaw => ({ field, rule, fix });
  if (text === '') return field === 'close' ? flaw('number', 'Write the closing price.') : null;
  const { zero, decimals } = FIGURE_RULES[field];
  const figure = parsePlainDecimal(text);
  if (!figure) return flaw('number', 'Write digits with a point for the decimals, such as 1250.5; nothing else.');
  if (figure.sign < 0 && zero) return flaw('not-negative', 'Write 0 or more, or leave it empty.');
  if (figure.sign <= 0 && !zero) return flaw('positive', 'Write a figure above 0; an optional column may be empty.');
  if (figure.decimals > decimals) {
    return flaw('decimals', decimals === 0 ? 'Write a whole number.' : `Round to at most ${decimals} decimals.`);
  }
  if (figure.integerDigits > MAX_INTEGER_DIGITS) return flaw('size', 'Write at most 12 digits before the point.');
  return null;
}

/**
 * Remembers which symbol had which price on which day. Only a 53-bit fingerprint is kept of a price, so that a
 * million lines take some fifty megabytes; two different prices pass for the same once in 10^15.
 */
export class SeenPrices {
  private readonly symbols = new Map<string, Map<number, number>>();

  /** `new`, `same` when an earlier line says exactly the same, `other` when an earlier line says something else. */
  meet(price: CsvPrice): 'new' | 'same' | 'other' {
    let days = this.symbols.get(price.symbol);
    if (!days) this.symbols.set(price.symbol, (days = new Map<number, number>()));
    const day = Number(price.date.replaceAll('-', ''));
    const print = fingerprint(price);
    const earlier = days.get(day);
    if (earlier === undefined) days.set(day, print);
    if (earlier === undefined) return 'new';
    return earlier === print ? 'same' : 'other';
  }
}

/** FNV-1a over the figures, twice with different offsets, as one integer below 2^53. */
function fingerprint({ close, open, high, low, volume, splitFactor, dividend }: CsvPrice): number {
  const text = [close, open, high, low, volume, splitFactor, dividend].join(' ');
  let [first, second] = [0x811c9dc5, 0x1000193];
  for (let at = 0; at < text.length; at++) {
    first = Math.imul(first ^ text.charCodeAt(at), 0x01000193);
    second = Math.imul(second ^ text.charCodeAt(at), 0x5bd1e995);
  }
  return (first >>> 0) * 2 ** 21 + (second >>> 11);
}

import { type WrittenUnit } from './figure-meaning.kernel.js';

/** What a piece of text claims: a number with the precision it is written with, or a date. */
export type ScannedFigure = ScannedNumber | ScannedDate;

interface Span {
  readonly text: string;
  /** Offsets in UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
}

export interface ScannedNumber extends Span {
  readonly kind: 'number';
  /** Suffixes applied: "1.2M" is 1,200,000 and "45%" is 0.45. Null when the digits are grouped in a way we cannot read. */
  readonly value: number | null;
  /** Half of the last digit shown, in the same unit: "45%" stands for anything within 0.005 of 0.45. */
  readonly tolerance: number;
  /** As written: "$5" and "5 USD" are money, "5%" and "5 bps" per cent, "5x" a multiple. */
  readonly unit: WrittenUnit;
  /** Digits that say something: 4 in "1,234" and "12.30", 2 in "1,200" and "0.012". */
  readonly significant: number;
  /** "Over 1,200" stands for no less and "nearly 1,200" for no more; only of round numbers. */
  readonly bound: 'least' | 'most' | null;
  /** `none`: no sign is written, which words may still make negative; `either`: in parentheses, as accountants do. */
  readonly sign: 'plus' | 'minus' | 'none' | 'either';
}

export interface ScannedDate extends Span {
  readonly kind: 'date';
  /** `YYYY-MM-DD`. */
  readonly value: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const MONTH = String.raw`(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;
const DATES: readonly RegExp[] = [
  /(?<!\d)(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?/g,
  new RegExp(
    String.raw`\b${MONTH.replace('(', '(?<month>')}\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})\b`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?<day>\d{1,2})(?:st|nd|rd|th)?\s+${MONTH.replace('(', '(?<month>')},?\s+(?<year>\d{4})\b`,
    'gi',
  ),
];

const PERIOD = String.raw`(?:days?|d|sessions?|weeks?|months?|years?|yrs?|hours?|minutes?)`;
/** Digits that are part of a name and no claim about the portfolio. */
const NAMES: readonly RegExp[] = [
  /\[\d+(?:\s*[,–-]\s*\d+)*\]/g,
  /^[ \t>]*\d+[.)](?=\s)/gm,
  /\bhttps?:\/\/\S+/g,
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi,
  new RegExp(
    String.raw`(?<![\d.,$€£¥])\d+-?(?:\s*(?:,|\/|and|or|to|–)\s*\d+-?)*[\s\u00a0‑-]?(?:(?:trading|calendar|business)[\s-])?${PERIOD}\b`,
    'gi',
  ),
  /\btop[\s-]+\d+\b(?!\s?%|[.,]\d)/gi,
  /(?<![\d.,$€£¥])\d{1,2}\s(?:largest|biggest|smallest)\b/gi,
  /\bS&(?:amp;)?P\s?\d+|\bRussell\s\d{4}|\bNasdaq[\s-]?100|\bDow\s30|\bFTSE\s\d+|\bNikkei\s225|\bSTOXX\s\d+/gi,
  /\b(?:Market (?:Rally|Decline|Crash)|Rates? (?:Up|Down|Spike)|Value Rotation|Growth Rally|Small Cap Outperformance|Flight to Quality|VIX Spike) \d+(?:%|bp)/g,
  /\b2008 Financial Crisis Replay|\bCrash Replay \((?:March 2020|2000-2002)\)/g,
  /\b[A-Z][A-Za-z]*-\d+\b(?![.,]?\d|%)/g,
  /\b(?:401\(?k\)?|403\(?b\)?|10-K|10-Q|8-K)/gi,
  /\b\d{1,2}:\d{2}(?::\d{2})?\b/g,
  /\b(?:in|since|during|until|year)\s+(?:19|20)\d{2}\b(?![.,]\d|%)/gi,
  new RegExp(String.raw`\b${MONTH}\s+\d{1,2}\b|\b\d{1,2}\s+${MONTH}(?![a-z])`, 'gi'),
];

const CODES = 'USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|HKD|SGD|CNY|INR';
const NUMBER = new RegExp(
  [
    String.raw`(?<![\p{L}\d_%)]|\d[.,])`,
    String.raw`(?<sign>[-−–+])?`,
    String.raw`(?<currency>(?:US|CA|A|NZ|HK|S)?\$|€|£|¥|(?:${CODES})[\s\u00a0]?)?`,
    String.raw`(?<inner>[-−–+])?`,
    String.raw`(?<digits>(?:\d+|(?=\.\d))(?:[.,]\d+)*(?:e[+-]?\d+)?)`,
    String.raw`(?<suffix>[\s\u00a0]?(?:percentage points?|per\s?cent|%|pp|basis points?|bps?|thousand|million|billion|trillion|mn|bn)|k|mm?|b|t|[x×])?`,
    String.raw`(?![\p{L}\d_])`,
  ].join(''),
  'giu',
);

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
  '%': 1e-2,
  percent: 1e-2,
  'per cent': 1e-2,
  pp: 1e-2,
  'percentage point': 1e-2,
  'percentage points': 1e-2,
  bp: 1e-4,
  bps: 1e-4,
  'basis point': 1e-4,
  'basis points': 1e-4,
};
const ENGLISH = /^(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const CURRENCY_BEHIND = new RegExp(String.raw`^[\s\u00a0]?(?:${CODES}|(?:US )?dollars?|euros?|pounds?|francs?)\b`);
const APPROXIMATELY =
  /(?:about|around|roughly|approximately|approx\.?|(?<most>nearly|almost|less than|under|below)|(?<least>over|more than|above)|~|≈)\s*$/i;
/** "About 1,000" is one thousand to two digits: its zeros are not counted, but for those that two digits need. */
const DIGITS_OF_ROUND_NUMBERS = 2;

/**
 * Every figure that a text claims, in order of appearance. Citation markers, list numbers, names of windows ("21-day",
 * "90 sessions"), ranks ("top 3"), index names, years, times and identifiers are no figures.
 */
export function scanFigures(text: string): readonly ScannedFigure[] {
  const dates = DATES.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(readDate));
  let rest = dates.reduce((masked, { start, end }) => blank(masked, start, end), text);
  for (const name of NAMES) rest = rest.replace(name, (match) => ' '.repeat(match.length));
  const numbers = [...rest.matchAll(NUMBER)].map((match) => readNumber(match, rest));
  return [...dates, ...numbers].sort((a, b) => a.start - b.start);
}

const blank = (text: string, start: number, end: number): string =>
  text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);

function readDate(match: RegExpExecArray): ScannedDate[] {
  const { year = '', month = '', day = '' } = match.groups ?? {};
  const named = MONTHS.findIndex((name) => month.toLowerCase().startsWith(name));
  const number = named === -1 ? Number(month) : named + 1;
  if (number < 1 || number > 12 || Number(day) < 1 || Number(day) > 31) return [];
  const value = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return [{ kind: 'date', value, text: match[0], start: match.index, end: match.index + match[0].length }];
}

function readNumber(match: RegExpExecArray, text: string): ScannedNumber {
  const { sign: outer, currency, inner, digits = '', suffix = '' } = match.groups ?? {};
  const start = match.index;
  const end = start + match[0].length;
  const unit = suffix.trim().toLowerCase().replace(/\s+/g, ' ');
  const scale = SCALES[unit] ?? 1;
  const plain = digits.replaceAll(',', '');
  const size = ENGLISH.test(digits) ? Number(plain) * scale : null;
  const parenthesised = text[start - 1] === '(' && text[end] === ')';
  const sign = signOf(outer ?? inner, parenthesised);
  const value = size !== null && sign === 'minus' ? -size : size;
  const approximate = APPROXIMATELY.exec(text.slice(Math.max(0, start - 16), start));
  const zeros = approximate ? uncountedZeros(plain) : 0;
  const tolerance = shownHalf(plain, scale) * 10 ** zeros;
  const bound = zeros === 0 ? null : boundOf(approximate?.groups ?? {});
  const isMoney = currency !== undefined || CURRENCY_BEHIND.test(text.slice(end, end + 12));
  const written = unitOf(unit, scale, isMoney);
  const significant = significantDigits(plain);
  return { kind: 'number', text: match[0], start, end, value, tolerance, unit: written, significant, bound, sign };
}

function unitOf(suffix: string, scale: number, isMoney: boolean): WrittenUnit {
  if (scale < 1) return 'percent';
  if (isMoney) return 'money';
  return suffix === 'x' || suffix === '×' ? 'multiple' : 'plain';
}

function boundOf({ least, most }: Readonly<Record<string, string | undefined>>): ScannedNumber['bound'] {
  if (least !== undefined) return 'least';
  return most === undefined ? null : 'most';
}

function signOf(written: string | undefined, parenthesised: boolean): ScannedNumber['sign'] {
  if (written === '+') return 'plus';
  if (written !== undefined) return 'minus';
  return parenthesised ? 'either' : 'none';
}

/** Half of the last digit shown. */
function shownHalf(digits: string, scale: number): number {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  const decimals = (mantissa.split('.')[1] ?? '').length;
  return 0.5 * 10 ** (Number(exponent) - decimals) * scale;
}

function uncountedZeros(digits: string): number {
  const zeros = /^[1-9]\d*?(0+)$/.exec(digits)?.[1]?.length ?? 0;
  return Math.max(0, Math.min(zeros, digits.length - DIGITS_OF_ROUND_NUMBERS));
}

function significantDigits(digits: string): number {
  const [mantissa = ''] = digits.toLowerCase().split('e');
  const counted = mantissa.includes('.') ? mantissa.replace('.', '') : mantissa.replace(/0+$/, '');
  return counted.replace(/^0+/, '').length;
}

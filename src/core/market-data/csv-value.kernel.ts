/** The plainest spelling of numbers and days, shared by every CSV import: nothing is guessed from a locale. */

/** Longer texts are no figure of ours, and are refused before any pattern is run over them. */
const MAX_LENGTH = 64;

export interface PlainDecimal {
  /** Canonical: no plus sign, no padding zeros, never an exponent; `-12.5`, `0.05`, `0`. */
  readonly text: string;
  readonly sign: -1 | 0 | 1;
  /** Digits before the point, leading zeros not counted. */
  readonly integerDigits: number;
  /** Digits after the point, trailing zeros not counted. */
  readonly decimals: number;
}

/**
 * Reads an optional sign, digits and at most one decimal point; anything else (thousands separators, currency
 * signs, exponents, `NaN`) is null. Works on the digits themselves, so no precision is lost.
 */
export function parsePlainDecimal(text: string): PlainDecimal | null {
  if (text.length > MAX_LENGTH) return null;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const [, signText = '', whole = '', part = ''] = match;
  if (whole === '' && part === '') return null;
  const integer = whole.replace(/^0+/, '');
  const fraction = part.replace(/0+$/, '');
  const isZero = integer === '' && fraction === '';
  const isNegative = signText === '-' && !isZero;
  const digits = `${integer || '0'}${fraction && '.'}${fraction}`;
  return {
    text: isNegative ? `-${digits}` : digits,
    sign: isZero ? 0 : isNegative ? -1 : 1,
    integerDigits: integer.length,
    decimals: fraction.length,
  };
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether the text is a day of the Gregorian calendar written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return day >= 1 && day <= last;
}

/** The day `days` calendar days before `day` (`YYYY-MM-DD`, from the year 100 on). */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

/** What is quoted back to the user of a cell; a whole file may sit between two stray quotes. */
export const clipped = (value: string): string => (value.length > 100 ? `${value.slice(0, 99)}…` : value);

import { isCalendarDay } from '../../market-data/csv-value.kernel.js';

/** Which comes first where a day is written in figures with its year at the end. */
export type DayOrder = 'mdy' | 'dmy';

const MAX_LENGTH = 64;
const ABSENT = /^(?:-+|—|–|n\/?a|various|multiple|unknown)?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** A time may follow a day; it is not read. */
const TIME =
  /(?:[T;,]?\s*|[T;]\d{6})(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{2,4})?)?$/i;

/** The number of a month from 1 by its English name, long or short; 0 when it is none. */
export const monthOf = (name: string): number =>
  name.length < 3 ? 0 : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/**
 * Reads a day as brokers write it, with or without a time behind it: `2024-03-15`, `2024/03/15`, `20240315`,
 * `03/15/2024`, `3/15/24`, `Mar-15-2024`, `Mar 15, 2024`, `15-Mar-2024`. A year of two digits is of this century.
 * @returns `YYYY-MM-DD`; an empty text where the broker says that there is none (also "Various"); null for anything else
 */
export function readDay(text: string, order: DayOrder = 'mdy'): string | null {
  if (text.length > MAX_LENGTH) return null;
  const trimmed = text.trim();
  if (ABSENT.test(trimmed)) return '';
  const day = trimmed.replace(TIME, '').trim();
  return figures(day, order) ?? named(day);
}

function figures(text: string, order: DayOrder): string | null {
  const iso = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})$/.exec(text);
  if (iso) return dayOf(iso[1], iso[3], iso[4]);
  const other = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (!other) return null;
  const [, first, , second, year] = other;
  return order === 'mdy' ? dayOf(year, first, second) : dayOf(year, second, first);
}

function named(text: string): string | null {
  const monthFirst = /^([A-Za-z]{3,9})\.?[- ](\d{1,2}),?[- ](\d{4})$/.exec(text);
  if (monthFirst) return dayOf(monthFirst[3], String(monthOf(monthFirst[1] ?? '')), monthFirst[2]);
  const dayFirst = /^(\d{1,2})[- ]?([A-Za-z]{3,9})\.?,?[- ]?(\d{4}|\d{2})$/.exec(text);
  return dayFirst ? dayOf(dayFirst[3], String(monthOf(dayFirst[2] ?? '')), dayFirst[1]) : null;
}

function dayOf(year = '', month = '', day = ''): string | null {
  const text = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDay(text) ? text : null;
}

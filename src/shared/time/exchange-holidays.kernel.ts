/**
 * Closures and early closes of the New York Stock Exchange for a year, 2000 and later.
 *
 * Days are whole days since 1970-01-01 (UTC), so that rules are integer arithmetic.
 * Source: NYSE Rule 7.2 and the exchange's yearly holiday notices.
 */

const MILLISECONDS_A_DAY = 86_400_000;

export const SUNDAY = 0;
const MONDAY = 1;
const WEDNESDAY = 3;
const THURSDAY = 4;
const FRIDAY = 5;
export const SATURDAY = 6;

/** Days since 1970-01-01 of a civil date; `month` counts from 1. */
export const dayNumber = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day) / MILLISECONDS_A_DAY;

/** 'YYYY-MM-DD' of a day number. */
export const dayText = (day: number): string => new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);

/** 0 is Sunday, 6 is Saturday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + THURSDAY) % 7) + 7) % 7;

const JUNETEENTH_SINCE = 2022;

/** Closures no rule foresees, as day texts. */
const SPECIAL_CLOSURES: readonly string[] = [
  // Attacks of 11 September.
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  // Days of mourning: Reagan, Ford, G. H. W. Bush, Carter.
  '2004-06-11',
  '2007-01-02',
  '2018-12-05',
  '2025-01-09',
  // Hurricane Sandy.
  '2012-10-29',
  '2012-10-30',
];

/** Early closes no rule foresees: the Friday after Christmas, done once. */
const SPECIAL_EARLY_CLOSES: readonly string[] = ['2003-12-26'];

/** The n-th given weekday of a month. */
function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  const first = dayNumber(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1);
}

function lastMondayOfMay(year: number): number {
  const last = dayNumber(year, 5, 31);
  return last - ((weekdayOf(last) - MONDAY + 7) % 7);
}

/** Gregorian Easter Sunday (Meeus, Astronomical Algorithms, ch. 8; "anonymous Gregorian computus"). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const monthAndDay = h + l - 7 * m + 114;
  return dayNumber(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1);
}

/** A fixed-date holiday on Saturday is kept on Friday, one on Sunday on Monday. */
function observed(day: number): number {
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return day - 1;
  return weekday === SUNDAY ? day + 1 : day;
}

/** 1 January: never kept on 31 December, which closes the books of the year; so a Saturday is not kept at all. */
function newYearsDay(year: number): readonly number[] {
  const day = dayNumber(year, 1, 1);
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return [];
  return [weekday === SUNDAY ? day + 1 : day];
}

const thanksgiving = (year: number): number => nthWeekday(year, 11, THURSDAY, 4);

/** Weekdays of the year on which the exchange does not open. */
export function closuresOf(year: number): ReadonlySet<number> {
  const juneteenth = year >= JUNETEENTH_SINCE ? [observed(dayNumber(year, 6, 19))] : [];
  const special = SPECIAL_CLOSURES.filter((day) => day.startsWith(`${year}-`)).map(dayOf);
  return new Set([
    ...newYearsDay(year),
    nthWeekday(year, 1, MONDAY, 3), // Martin Luther King Jr. Day
    nthWeekday(year, 2, MONDAY, 3), // Washington's Birthday
    easterSunday(year) - 2, // Good Friday
    lastMondayOfMay(year), // Memorial Day
    ...juneteenth,
    observed(dayNumber(year, 7, 4)), // Independence Day
    nthWeekday(year, 9, MONDAY, 1), // Labor Day
    thanksgiving(year),
    observed(dayNumber(year, 12, 25)), // Christmas
    ...special,
  ]);
}

/**
 * The short session around Independence Day, if there is one: 3 July from Monday to Thursday when the 4th follows
 * on a weekday. Until 2012 a Thursday holiday shortened the Friday after it instead of the Wednesday before.
 */
function independenceEarlyClose(year: number): readonly number[] {
  const eve = dayNumber(year, 7, 3);
  const weekday = weekdayOf(eve);
  if (weekday < MONDAY || weekday > THURSDAY) return [];
  return [weekday === WEDNESDAY && year <= 2012 ? eve + 2 : eve];
}

/** 24 December from Monday to Thursday; on a Friday it is the holiday itself. */
function christmasEarlyClose(year: number): readonly number[] {
  const eve = dayNumber(year, 12, 24);
  const weekday = weekdayOf(eve);
  return weekday >= MONDAY && weekday < FRIDAY ? [eve] : [];
}

/** Sessions of the year that end at 13:00 New York time. */
export function earlyClosesOf(year: number): ReadonlySet<number> {
  const special = SPECIAL_EARLY_CLOSES.filter((day) => day.startsWith(`${year}-`)).map(dayOf);
  return new Set([...independenceEarlyClose(year), thanksgiving(year) + 1, ...christmasEarlyClose(year), ...special]);
}

const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Day number of a 'YYYY-MM-DD' text. Throws a RangeError when it names no day, such as '2024-02-30'. */
export function dayOf(text: string): number {
  const parts = DAY_TEXT.exec(text);
  const day = parts === null ? Number.NaN : dayNumber(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (Number.isNaN(day) || dayText(day) !== text) throw new RangeError(`'${text}' is not a day written YYYY-MM-DD`);
  return day;
}

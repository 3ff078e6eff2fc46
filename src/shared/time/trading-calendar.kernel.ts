import {
  SATURDAY,
  SUNDAY,
  closuresOf,
  dayNumber,
  dayOf,
  dayText,
  earlyClosesOf,
  weekdayOf,
} from './exchange-holidays.kernel.js';

/**
 * Sessions of the New York Stock Exchange from 2000-01-01 to 2035-12-31. Days are 'YYYY-MM-DD' in New York.
 * A day outside those years, or a step that leaves them, is a RangeError: a guessed session would shift every
 * window behind it.
 */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2035;
const FIRST_DAY = dayNumber(FIRST_YEAR, 1, 1);
const LAST_DAY = dayNumber(LAST_YEAR, 12, 31);

/** The first and the last session that the calendar knows. */
export const CALENDAR_START = '2000-01-03';
export const CALENDAR_END = '2035-12-31';

const MINUTE = 60_000;
const REGULAR_CLOSE = 16 * 60;
const EARLY_CLOSE = 13 * 60;

interface SessionTable {
  /** Every session, ascending. */
  readonly days: readonly string[];
  readonly early: ReadonlySet<string>;
  /** For each calendar day since FIRST_DAY, the index of the last session on or before it; -1 before the first. */
  readonly lastIndex: Int32Array;
}

let cached: SessionTable | undefined;

/** Built at the first question and kept; the table depends on nothing but the rules. */
function table(): SessionTable {
  return (cached ??= buildTable());
}

function buildTable(): SessionTable {
  const days: string[] = [];
  const early = new Set<string>();
  const lastIndex = new Int32Array(LAST_DAY - FIRST_DAY + 1);
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    const closed = closuresOf(year);
    const short = earlyClosesOf(year);
    for (let day = dayNumber(year, 1, 1); day <= dayNumber(year, 12, 31); day++) {
      const weekday = weekdayOf(day);
      if (weekday !== SATURDAY && weekday !== SUNDAY && !closed.has(day)) {
        if (short.has(day)) early.add(dayText(day));
        days.push(dayText(day));
      }
      lastIndex[day - FIRST_DAY] = days.length - 1;
    }
  }
  return { days, early, lastIndex };
}

/** Index of the last session on or before the day; -1 for the first days of 2000. */
function lastIndexAt(day: string): number {
  const index = table().lastIndex[dayOf(day) - FIRST_DAY];
  if (index === undefined)
    throw new RangeError(`${day} is outside the trading calendar (${FIRST_YEAR} to ${LAST_YEAR})`);
  return index;
}

/** Index of the first session on or after the day. */
function firstIndexAt(day: string): number {
  const index = lastIndexAt(day);
  return table().days[index] === day ? index : index + 1;
}

function sessionAt(index: number, asked: string): string {
  const day = table().days[index];
  if (day === undefined) throw new RangeError(`${asked} leaves the trading calendar (${FIRST_YEAR} to ${LAST_YEAR})`);
  return day;
}

export function isSession(day: string): boolean {
  return table().days[lastIndexAt(day)] === day;
}

export function sessionOnOrBefore(day: string): string {
  return sessionAt(lastIndexAt(day), `the session on or before ${day}`);
}

export function sessionOnOrAfter(day: string): string {
  return sessionAt(firstIndexAt(day), `the session on or after ${day}`);
}

/** The last session strictly before the day, which need not be a session itself. */
export function previousSession(day: string): string {
  return sessionAt(firstIndexAt(day) - 1, `the session before ${day}`);
}

/** The first session strictly after the day, which need not be a session itself. */
export function nextSession(day: string): string {
  return sessionAt(lastIndexAt(day) + 1, `the session after ${day}`);
}

/** Every session from `from` to `to`, both included; empty when `from` is later. */
export function sessionsBetween(from: string, to: string): string[] {
  const first = firstIndexAt(from);
  return table().days.slice(first, Math.max(first, lastIndexAt(to) + 1));
}

/**
 * The session `count` sessions later (earlier when negative). A day without a session counts as the gap it is:
 * one later than a Saturday is Monday, one earlier is Friday, none is the session before it.
 */
export function addSessions(day: string, count: number): string {
  if (!Number.isInteger(count)) throw new RangeError(`${count} is not a number of sessions`);
  const start = count < 0 ? firstIndexAt(day) : lastIndexAt(day);
  return sessionAt(start + count, `${count} sessions from ${day}`);
}

/** Position of a session in the calendar, 0 for 2000-01-03; differences count sessions. Only for sessions. */
export function sessionIndex(day: string): number {
  const index = lastIndexAt(day);
  if (table().days[index] !== day) throw new RangeError(`${day} is not a session`);
  return index;
}

/** Minutes after midnight in New York at which the session closes: 960, or 780 on a short day. Only for sessions. */
export function closeMinuteOfDay(day: string): number {
  if (!isSession(day)) throw new RangeError(`${day} is not a session`);
  return table().early.has(day) ? EARLY_CLOSE : REGULAR_CLOSE;
}

let newYork: Intl.DateTimeFormat | undefined;

/** The clock on the wall in New York, daylight saving included. */
function newYorkTime(instant: Date): { readonly day: string; readonly minute: number } {
  newYork ??= new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const part = new Map(newYork.formatToParts(instant).map(({ type, value }) => [type, value]));
  const read = (type: Intl.DateTimeFormatPartTypes): string => part.get(type) ?? '';
  return {
    day: `${read('year')}-${read('month')}-${read('day')}`,
    minute: Number(read('hour')) * 60 + Number(read('minute')),
  };
}

/**
 * The last session whose close lies at least `readyDelayMinutes` before the instant.
 * The delay is taken off the instant, not added to the close, so one that crosses midnight or a clock change is exact.
 */
export function lastCompletedSession(nowUtc: Date, readyDelayMinutes: number): string {
  if (!(readyDelayMinutes >= 0)) throw new RangeError('the delay is negative');
  const { day, minute } = newYorkTime(new Date(nowUtc.getTime() - readyDelayMinutes * MINUTE));
  const open = isSession(day) && minute < closeMinuteOfDay(day);
  return open ? previousSession(day) : sessionOnOrBefore(day);
}

import { computed, type Outcome, skipped } from '../../shared/outcome.js';
import { CALENDAR_START, previousSession, sessionOnOrAfter } from '../../shared/time/trading-calendar.kernel.js';

export interface SpanHead {
  /** First trade date in force. */
  readonly ledgerStart: string | null;
  readonly firstSnapshot: string | null;
}

export interface SpanDay {
  readonly date: string;
  /** How many portfolios have a snapshot of that session. */
  readonly count: number;
}

/** A span of sessions. */
export interface Span<Day> {
  /** Before the first session of the span: a session with its value, or the day before there was anything, worth 0. */
  readonly startDate: string;
  readonly startDay: Day | null;
  /** After `startDate`, ascending, one at least. */
  readonly days: readonly Day[];
  readonly end: Day;
}

/** The day before the calendar. */
const BEFORE_CALENDAR = '2000-01-02';

/** The session in whose value an entry of this day is. */
export const sessionOf = (day: string): string => (day < CALENDAR_START ? CALENDAR_START : sessionOnOrAfter(day));

/**
 * The sessions of a span that begins with `from` (with the ledger when null or earlier). Sessions on which one of several
 * portfolios has no snapshot, though it began before, do not count: a sum without it would be another portfolio's.
 * The value it starts from is that of the last session before `from`.
 * Reasons: not-computed-yet without any snapshot of the span; no-data-before-this-date when the history begins later
 * than the ledger, so that there is nothing to start from.
 */
export function spanOf<Day extends SpanDay>(
  heads: readonly SpanHead[],
  series: readonly Day[],
  from: string | null,
): Outcome<Span<Day>> {
  const whole = series.filter(({ date, count }) => count === heads.filter((head) => hasBegun(head, date)).length);
  const starts = heads.flatMap(({ ledgerStart }) => (ledgerStart === null ? [] : [ledgerStart]));
  const [ledgerStart] = starts.sort();
  const end = whole.at(-1);
  if (ledgerStart === undefined || !end) return skipped('not-computed-yet');
  const firstSession = sessionOf(ledgerStart);
  if (from === null || from <= firstSession) {
    const startDate = firstSession <= CALENDAR_START ? BEFORE_CALENDAR : previousSession(firstSession);
    return computed({ startDate, startDay: null, days: whole, end });
  }
  const startDay = whole.findLast(({ date }) => date < from);
  if (!startDay) return skipped('no-data-before-this-date');
  const days = whole.filter(({ date }) => date > startDay.date);
  return days.length === 0 ? skipped('not-computed-yet') : computed({ startDate: startDay.date, startDay, days, end });
}

const hasBegun = ({ firstSnapshot }: SpanHead, date: string): boolean =>
  firstSnapshot !== null && firstSnapshot <= date;

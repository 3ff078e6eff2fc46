import { closeMinuteOfDay, lastCompletedSession, nextSession } from '../../shared/time/trading-calendar.kernel.js';

interface When {
  readonly isActive: boolean;
  readonly delayMinutes: number;
}

const MINUTE = 60_000;
/** New York is so many hours behind UTC, in summer and in winter. */
const HOURS_BEHIND = [4, 5];

/** The last session that the schedule wants computed at an instant. */
export const sessionDue = (now: Date, { delayMinutes }: Pick<When, 'delayMinutes'>): string =>
  lastCompletedSession(now, delayMinutes);

/**
 * When the session after that is due: `delayMinutes` after its close in New York, whose clock may have been changed by then.
 * Null while the schedule is paused.
 * @throws RangeError beyond the calendar
 */
export function nextRunAt(now: Date, schedule: When): Date | null {
  if (!schedule.isActive) return null;
  const session = nextSession(sessionDue(now, schedule));
  const minute = closeMinuteOfDay(session);
  for (const hours of HOURS_BEHIND) {
    const close = new Date(Date.parse(`${session}T00:00:00Z`) + (hours * 60 + minute) * MINUTE);
    if (lastCompletedSession(close, 0) === session) return new Date(close.getTime() + schedule.delayMinutes * MINUTE);
  }
  throw new Error(`unreachable: ${session} closes in summer or in winter`);
}

import { closeMinuteOfDay, isSession } from '../../shared/time/trading-calendar.kernel.js';

const NEW_YORK_OFFSET = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' });
const REGULAR_CLOSE = 16 * 60;
const known = new Map<string, string>();

/**
 * The instant at which a session of the New York Stock Exchange closes, ISO 8601 in UTC. Clocks there change on
 * Sundays, so the offset of noon is that of the whole session. A day that is no session closes at the regular time.
 */
export function closeInstant(session: string): string {
  const cached = known.get(session);
  if (cached !== undefined) return cached;
  const minute = isSession(session) ? closeMinuteOfDay(session) : REGULAR_CLOSE;
  const zone = NEW_YORK_OFFSET.formatToParts(new Date(`${session}T12:00:00Z`)).find(
    ({ type }) => type === 'timeZoneName',
  );
  const offset = zone?.value.replace('GMT', '') ?? '';
  const clock = `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
  const instant = new Date(`${session}T${clock}:00${offset}`).toISOString();
  known.set(session, instant);
  return instant;
}

const pad = (value: number): string => String(value).padStart(2, '0');

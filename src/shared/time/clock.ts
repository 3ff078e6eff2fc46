/** The only way to the present. Tests freeze it; kernels never see it. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** Where the exchange is: an instant belongs to the trading day of this zone. */
export const EXCHANGE_TIME_ZONE = 'America/New_York';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  // The Swedish locale writes ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format;
}

/**
 * Calendar day of an instant as `YYYY-MM-DD`, in the exchange's time zone unless told otherwise.
 * @throws RangeError for an invalid date or an unknown time zone
 */
export function isoDay(instant: Date, timeZone: string = EXCHANGE_TIME_ZONE): string {
  return formatOf(timeZone).format(instant);
}

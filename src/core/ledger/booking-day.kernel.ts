/** Before it the trading calendar has no session, so that nothing could be valued. Imported holdings may be older. */
export const FIRST_BOOKING_DAY = '2000-01-01';

/** What is wrong with a day on which a user books something; null when it has come. */
export const futureDay = (field: string, day: string, today: string): string | null =>
  day > today ? `${field} must not lie in the future; today is ${today}.` : null;

/**
 * Takes what is due and sends it, so many at the same time, until less is due than that.
 * @param take also hides it from others for a time
 * @param send whether it arrived
 * @returns how many arrived
 */
export async function sendDue<T>(
  take: (limit: number) => Promise<readonly T[]>,
  send: (one: T) => Promise<boolean>,
  atOnce = 10,
): Promise<number> {
  let arrived = 0;
  for (;;) {
    const due = await take(atOnce);
    const outcomes = await Promise.all(due.map(send));
    arrived += outcomes.filter(Boolean).length;
    if (due.length < atOnce) return arrived;
  }
}

const BASE_MS = 500;
const LONGEST_MS = 20_000;

/**
 * Milliseconds before retry number `attempt` (from 0): doubles each time up to a bound; the upper half of it is random,
 * so that those who failed together do not come back together.
 * Source: "Exponential backoff and jitter" (equal jitter), AWS Architecture Blog, 2015.
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, BASE_MS * 2 ** attempt);
  return full / 2 + (full / 2) * random;
}

/**
 * Milliseconds that a `Retry-After` header asks for: seconds, or an instant, which is read against the `Date` header of
 * the same answer. Null for anything else.
 */
export function retryAfterMs(header: string | null, date: string | null): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1_000;
  const [until, now] = [Date.parse(text), Date.parse(date ?? '')];
  return Number.isNaN(until) || Number.isNaN(now) ? null : Math.max(0, until - now);
}

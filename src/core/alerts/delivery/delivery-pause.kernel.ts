/** After so many attempts, some four hours, a delivery is given up. */
export const MAX_ATTEMPTS = 10;

const FIRST_SECONDS = 10;
const LONGEST_SECONDS = 3_600;

/**
 * Seconds until the next attempt after `attempts` failed ones (from 1): they double from 10 s up to an hour; the upper half
 * is random, so that what failed together does not come back together.
 * Source: "Exponential backoff and jitter" (equal jitter), AWS Architecture Blog, 2015.
 * @param random from 0 up to 1
 */
export function pauseSeconds(attempts: number, random: number): number {
  const full = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** (attempts - 1));
  return full / 2 + (full / 2) * random;
}
